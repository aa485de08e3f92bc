/** How it goes, at a glance. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Card, Col, Flex, Progress, Row, Select, Typography } from 'antd'
import { useState } from 'react'
import { call, type Reply } from '../../api.ts'
import { Bars, Funnel } from '../../ui/charts.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { Rows } from '../../ui/rows.tsx'
import { Loaded, Nothing } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { fillIn, useLanguage } from '../languages/index.ts'
import { type Finding, placeOf } from './attention.ts'
import { showMoney } from './money.ts'

type Answer = Reply<'GET /api/v2/admin/overview'>
type Spend = Answer['sms']['day']

/** Outcomes that are drawn, and the colour each keeps. */
const groups = ['signedIn', 'onTheWay', 'refused'] as const
const groupOf = (outcome: string): (typeof groups)[number] =>
  /^(SUCCESS|PASSWORD_WARN)$/.test(outcome) ? 'signedIn' : /^(refused|ACCESS_DENIED)$/.test(outcome) ? 'refused' : 'onTheWay'

export function Overview() {
  const { texts, language } = useLanguage()
  const { overview } = texts
  const [hours, setHours] = useState(24)
  const asked = useQuery({
    queryKey: ['overview', hours],
    queryFn: () => call<Answer>('GET', '/api/v2/admin/overview', { query: { hours } }),
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  })
  return (
    <Page
      title={texts.nav.overview}
      actions={
        <Select
          aria-label={overview.window}
          value={hours}
          onChange={setHours}
          options={[6, 24, 72, 168].map((value) => ({ value, label: fillIn(overview.hours, { hours: value }) }))}
        />
      }
    >
      <Loaded asked={asked}>
        {(data) => (
          <Row gutter={[16, 16]}>
            {data.attention.length > 0 && (
              <Col span={24}>
                <Attention findings={data.attention} />
              </Col>
            )}
            <Col xs={24} lg={15}>
              <Card title={overview.journeys} style={{ height: '100%' }}>
                {data.hours.some((it) => Object.keys(it.outcomes).length > 0) ? (
                  <Bars
                    label={overview.journeys}
                    names={groups.map((it) => overview[it])}
                    bars={data.hours.map(({ at, outcomes }) => ({
                      key: String(at),
                      label: new Date(at * 1000).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' }),
                      counts: groups.map((group) =>
                        Object.entries(outcomes).reduce((sum, [name, count]) => sum + (groupOf(name) === group ? count : 0), 0),
                      ),
                    }))}
                  />
                ) : (
                  <Nothing text={overview.quiet} />
                )}
                {data.capped && <Typography.Text type="secondary">{overview.capped}</Typography.Text>}
              </Card>
            </Col>
            <Col xs={24} lg={9}>
              <Card title={overview.funnel} style={{ height: '100%' }}>
                <Funnel
                  label={overview.funnel}
                  steps={[
                    { label: overview.unknown, count: data.funnel.unknown },
                    { label: overview.codeSent, count: data.funnel.code_sent },
                    { label: overview.codeVerified, count: data.funnel.code_verified },
                    { label: overview.bound, count: data.funnel.bound },
                  ]}
                />
              </Card>
            </Col>
            <Col xs={24} lg={12}>
              <Card title={overview.money} style={{ height: '100%' }}>
                <Money name={overview.day} spend={data.sms.day} />
                <Money name={overview.month} spend={data.sms.month} />
                <Typography.Text type="secondary">
                  {fillIn(overview.answered, { sent: data.sms.sent, answered: data.sms.answered })}
                </Typography.Text>
              </Card>
            </Col>
            <Col xs={24} lg={12}>
              <Card title={overview.gateways} style={{ height: '100%' }}>
                <Rows
                  empty={texts.messages.noGateway}
                  rows={data.gateways.map((it) => ({
                    key: `${it.carries} ${it.id}`,
                    title: (
                      <Flex gap={8} align="center">
                        <b>{it.id}</b>
                        <Mark kind={it.failing ? 'bad' : it.last_sent_at === null ? 'plain' : 'good'}>
                          {it.failing ? texts.messages.failing : it.last_sent_at === null ? texts.messages.unused : texts.messages.working}
                        </Mark>
                      </Flex>
                    ),
                    about: it.failing ? it.last_fault : `${texts.messages[it.carries]} ${showTime(it.last_sent_at, language)}`,
                  }))}
                />
              </Card>
            </Col>
          </Row>
        )}
      </Loaded>
    </Page>
  )
}

function Attention({ findings }: { findings: Finding[] }) {
  const { texts } = useLanguage()
  const navigate = useNavigate()
  return (
    <Card title={texts.overview.attention}>
      <Flex vertical gap={8}>
        {findings.map((it) => (
          <Alert
            key={`${it.code} ${it.text}`}
            type={it.severity === 'urgent' ? 'error' : 'warning'}
            showIcon
            title={it.text}
            action={
              placeOf(it) && (
                <Button size="small" onClick={() => void navigate({ to: placeOf(it) as '/' })}>
                  {texts.overview.look}
                </Button>
              )
            }
          />
        ))}
      </Flex>
    </Card>
  )
}

function Money({ name, spend }: { name: string; spend: Spend }) {
  const { language } = useLanguage()
  const share = spend.limit ? Math.min(100, Math.round((100 * spend.spent) / spend.limit)) : 0
  return (
    <div style={{ marginBottom: 12 }}>
      <Flex justify="space-between">
        <span>{name}</span>
        <span>
          <b>{showMoney(spend.spent, language)}</b>
          {spend.limit !== null && ` / ${showMoney(spend.limit, language)}`}
        </span>
      </Flex>
      {spend.limit !== null && (
        <Progress
          aria-label={name}
          percent={share}
          showInfo={false}
          status={share >= 100 ? 'exception' : share >= 80 ? 'active' : 'normal'}
        />
      )}
    </div>
  )
}
