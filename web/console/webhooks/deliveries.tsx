/** What it was told of late, and what it answered, try by try. */
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Flex, Select, Typography } from 'antd'
import { useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { Mark } from '../../ui/mark.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { showTime } from '../../ui/times.ts'
import { fillIn, useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { HOOKS, useAnswerWords, type Webhook } from './webhooks.tsx'

type Delivery = Reply<'GET /api/v2/admin/webhooks/{webhookId}/deliveries'>['deliveries'][number]
const states = ['', 'waiting', 'sent', 'failed'] as const
const marks = { waiting: 'warn', sent: 'good', failed: 'bad' } as const

export function Deliveries({ hook }: { hook: Webhook }) {
  const { texts, language } = useLanguage()
  const { webhooks } = texts
  const { message } = App.useApp()
  const client = useQueryClient()
  const may = useMay('administrator')
  const [state, setState] = useState<(typeof states)[number]>('')
  const [busy, setBusy] = useState('')
  const reload = () => client.invalidateQueries({ queryKey: ['list'] })

  async function again(id: string) {
    setBusy(id)
    try {
      await call('POST', `${HOOKS}/${hook.id}/deliveries/${id}/again`)
      void message.success(webhooks.queued)
      await reload()
    } catch (reason) {
      void message.error(messageOf(reason), 8)
    } finally {
      setBusy('')
    }
  }

  return (
    <Card
      title={webhooks.deliveries}
      style={{ marginBottom: 16 }}
      extra={
        <Flex gap={8} wrap justify="end">
          <Select
            aria-label={texts.common.state}
            value={state}
            onChange={setState}
            style={{ minWidth: 120 }}
            options={states.map((value) => ({ value, label: value ? texts.webhookStates[value] : webhooks.anyState }))}
          />
          <Button onClick={() => void Promise.all([reload(), client.invalidateQueries({ queryKey: ['webhooks'] })])}>
            {webhooks.refresh}
          </Button>
        </Flex>
      }
      styles={{ body: { padding: 0 } }}
    >
      <Typography.Paragraph type="secondary" style={{ margin: 0, padding: '12px 24px' }}>
        {webhooks.deliveriesAbout}
      </Typography.Paragraph>
      <PagedTable<Delivery>
        label={webhooks.deliveries}
        path={`${HOOKS}/${hook.id}/deliveries`}
        query={{ state }}
        rows="deliveries"
        rowKey="id"
        limit={20}
        empty={<Typography.Text type="secondary">{webhooks.noDeliveries}</Typography.Text>}
        columns={[
          { title: webhooks.at, render: (_, it) => showTime(it.at, language) },
          { title: webhooks.event, render: (_, it) => <Message delivery={it} /> },
          {
            title: texts.common.state,
            render: (_, it) => (
              <>
                <Mark kind={marks[it.state]}>{texts.webhookStates[it.state]}</Mark>
                {it.next_at !== null && (
                  <div>
                    <Typography.Text type="secondary">{fillIn(webhooks.next, { time: showTime(it.next_at, language) })}</Typography.Text>
                  </div>
                )}
              </>
            ),
          },
          { title: webhooks.tries, render: (_, it) => <Tries delivery={it} /> },
          ...(may
            ? [
                {
                  title: texts.common.actions,
                  render: (_: unknown, it: Delivery) => (
                    <Button disabled={hook.disabled} loading={busy === it.id} onClick={() => void again(it.id)}>
                      {webhooks.sendAgain}
                      <span className="hidden"> {it.id}</span>
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}

/** What is posted, to be opened. */
function Message({ delivery }: { delivery: Delivery }) {
  return (
    <details>
      <summary className="mono">{delivery.type}</summary>
      <pre className="mono" style={{ margin: '8px 0 0', maxWidth: 420, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {JSON.stringify(delivery.payload, null, 2)}
        {`\n\nwebhook-id: ${delivery.id}`}
      </pre>
    </details>
  )
}

function Tries({ delivery }: { delivery: Delivery }) {
  const { texts, language } = useLanguage()
  const say = useAnswerWords()
  if (delivery.answers.length === 0) return <Typography.Text type="secondary">{texts.webhooks.notYet}</Typography.Text>
  return (
    <ol style={{ margin: 0, paddingInlineStart: 18 }}>
      {delivery.answers.map((it) => (
        <li key={`${it.at} ${it.ms}`}>
          {say(it.status, it.fault)} <Typography.Text type="secondary">{`${it.ms} ms · ${showTime(it.at, language)}`}</Typography.Text>
        </li>
      ))}
    </ol>
  )
}
