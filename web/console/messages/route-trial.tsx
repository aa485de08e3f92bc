/** Which way a number would go, by the rules as they stand in the form, saved or not. */
import { Alert, Button, Card, Flex, Form, Input, Select, Typography } from 'antd'
import { useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { Mark } from '../../ui/mark.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'
import { showMoney } from '../overview/money.ts'
import { countryName } from './countries.ts'
import { PURPOSES, type Route, tidy } from './route-words.ts'

type Answer = Reply<'POST /api/v2/admin/routes/preview'>

export function RouteTrial() {
  const { routes } = useLanguage().texts
  const form = Form.useFormInstance()
  const [to, setTo] = useState('')
  const [purpose, setPurpose] = useState('LOGIN')
  const [answer, setAnswer] = useState<Answer>()
  const [failure, setFailure] = useState('')
  async function ask() {
    setFailure('')
    setAnswer(undefined)
    try {
      const typed = ((form.getFieldValue(['sms', 'routes']) as Route[] | undefined) ?? []).map(tidy)
      setAnswer(await call<Answer>('POST', '/api/v2/admin/routes/preview', { body: { to, purpose, routes: typed } }))
    } catch (reason) {
      setFailure(messageOf(reason))
    }
  }
  return (
    <Card title={routes.trial} style={{ marginBottom: 16 }}>
      <Typography.Paragraph type="secondary">{routes.trialAbout}</Typography.Paragraph>
      <Flex gap={8} wrap>
        <Input
          aria-label={routes.number}
          placeholder="+86 139 1234 5678"
          value={to}
          maxLength={40}
          disabled={false}
          style={{ flex: '1 1 180px' }}
          onChange={({ target }) => setTo(target.value)}
          // Not the form it stands in: that would be saved.
          onPressEnter={(event) => {
            event.preventDefault()
            if (to) void ask()
          }}
        />
        <Select
          aria-label={routes.purposes}
          value={purpose}
          onChange={setPurpose}
          disabled={false}
          style={{ flex: '1 1 180px' }}
          options={PURPOSES.map((value) => ({ value, label: routes[value] }))}
        />
        <Button disabled={!to} onClick={() => void ask()}>
          {routes.ask}
        </Button>
      </Flex>
      <div role="status" style={{ marginTop: 12 }}>
        {failure && <Alert type="error" showIcon title={failure} />}
        {answer && <Shown answer={answer} />}
      </div>
    </Card>
  )
}

function Shown({ answer }: { answer: Answer }) {
  const { texts, language } = useLanguage()
  const { routes, messages } = texts
  const where = answer.country ? countryName(answer.country, language) : routes.nowhere
  return (
    <>
      <Typography.Paragraph>
        <span className="mono">{answer.mobile}</span> · {where}
        {answer.ways.length > 0 && ` · ${fillIn(routes.costs, { money: showMoney(answer.cost, language) })}`}
      </Typography.Paragraph>
      {answer.refused && <Alert type="warning" showIcon title={routes[answer.refused]} style={{ marginBottom: 8 }} />}
      {answer.ways.length === 0 && <Alert type="error" showIcon title={routes.noWay} />}
      <ol style={{ margin: 0, paddingInlineStart: 22 }}>
        {answer.ways.map((it) => (
          <li key={it.gateway}>
            <Flex gap={8} wrap align="center">
              <Typography.Text strong>{it.gateway}</Typography.Text>
              <Typography.Text type="secondary">
                {it.rule === null ? routes.byOrder : fillIn(routes.rule, { place: it.rule + 1 })}
                {it.sender !== null && ` · ${routes.sender}: ${it.sender}`}
                {it.template !== null && ` · ${it.template}`}
              </Typography.Text>
              {it.resting && <Mark kind="warn">{messages.resting}</Mark>}
              {it.loses && <Mark kind="warn">{routes.loses}</Mark>}
            </Flex>
          </li>
        ))}
      </ol>
    </>
  )
}
