/** What the firewall did and why, and what was spent where. Its rules are settings, a tab further. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Card, Col, Row, Typography } from 'antd'
import { call, type Reply } from '../../api.ts'
import { Mark } from '../../ui/mark.tsx'
import { Loaded, Nothing } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { WideTable } from '../../ui/wide-table.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'
import { showMoney } from '../overview/money.ts'

type Answer = Reply<'GET /api/v2/admin/firewall'>
type Rule = Answer['rules'][number]
type Refusal = Answer['refusals'][number]
type Country = Answer['countries'][number]

const gap = { marginBottom: 16 }

export function Firewall() {
  const { texts, language } = useLanguage()
  const { firewall } = texts
  const asked = useQuery({ queryKey: ['firewall'], queryFn: () => call<Answer>('GET', '/api/v2/admin/firewall'), refetchInterval: 30_000 })
  const nameOf = (rule: string) => firewall[rule as 'prefix'] ?? rule
  return (
    <Loaded asked={asked}>
      {(data) => (
        <>
          {!data.enabled && <Alert type="warning" showIcon title={firewall.off} style={gap} />}
          <Row gutter={16}>
            {(['day', 'month'] as const).map((window) => (
              <Col key={window} xs={24} md={12}>
                <Card style={gap}>
                  <Typography.Text type="secondary">{texts.overview[window]}</Typography.Text>
                  <div style={{ fontSize: 22 }}>
                    {showMoney(data.spend[window].spent, language)}
                    {data.spend[window].limit !== null && (
                      <Typography.Text type="secondary"> / {showMoney(data.spend[window].limit ?? 0, language)}</Typography.Text>
                    )}
                  </div>
                  <Typography.Text type="secondary">{fillIn(firewall.messages, { count: data.spend[window].messages })}</Typography.Text>
                </Card>
              </Col>
            ))}
          </Row>
          <Card title={firewall.rules} styles={{ body: { padding: 0 } }} style={gap}>
            <WideTable<Rule>
              label={firewall.rules}
              size="small"
              rowKey="rule"
              dataSource={data.rules}
              columns={[
                { title: firewall.rule, render: (_, it) => nameOf(it.rule) },
                {
                  title: texts.common.state,
                  render: (_, it) => <Mark kind={it.in_force ? 'good' : 'plain'}>{it.in_force ? texts.common.on : texts.common.off}</Mark>,
                },
                { title: firewall.limit, render: (_, it) => it.limit?.toLocaleString(language) ?? '–' },
                { title: firewall.allowed, dataIndex: 'allowed' },
                { title: firewall.challenged, dataIndex: 'challenged' },
                { title: firewall.blocked, dataIndex: 'blocked' },
                { title: firewall.last, render: (_, it) => showTime(it.last_at, language) },
              ]}
            />
          </Card>
          <Card title={firewall.refusals} styles={{ body: { padding: 0 } }} style={gap}>
            {data.refusals.length === 0 ? (
              <Nothing text={firewall.none} />
            ) : (
              <WideTable<Refusal>
                label={firewall.refusals}
                size="small"
                rowKey="event_id"
                height={420}
                dataSource={data.refusals}
                columns={[
                  { title: texts.audit.at, render: (_, it) => showTime(it.at, language) },
                  { title: firewall.rule, render: (_, it) => nameOf(it.rule) },
                  {
                    title: texts.audit.outcome,
                    render: (_, it) => (
                      <Mark kind={it.verdict === 'block' ? 'bad' : 'warn'}>
                        {it.verdict === 'block' ? firewall.blocked : firewall.challenged}
                      </Mark>
                    ),
                  },
                  { title: texts.audit.reason, dataIndex: 'reason' },
                  { title: texts.users.mobile, dataIndex: 'to' },
                  { title: texts.audit.address, dataIndex: 'address' },
                ]}
              />
            )}
          </Card>
          <Card title={firewall.countries} styles={{ body: { padding: 0 } }}>
            <WideTable<Country>
              label={firewall.countries}
              size="small"
              rowKey="country"
              dataSource={data.countries}
              locale={{ emptyText: <Nothing text={firewall.none} /> }}
              columns={[
                { title: firewall.country, render: (_, it) => it.country || '–' },
                { title: firewall.sent, dataIndex: 'messages' },
                { title: firewall.answered, dataIndex: 'day_answered' },
                { title: firewall.unanswered, dataIndex: 'day_unanswered' },
                { title: firewall.cost, render: (_, it) => showMoney(it.cost, language) },
              ]}
            />
          </Card>
        </>
      )}
    </Loaded>
  )
}
