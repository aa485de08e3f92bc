/** Where a person is signed in, what else they show, and what happened to them. */
import { Link } from '@tanstack/react-router'
import { Button, Card, List, Table, Tag, Typography } from 'antd'
import { useConfirm } from '../../ui/confirm.tsx'
import { showAgent, showTime } from '../../ui/times.ts'
import { fillIn, useLanguage } from '../languages/index.ts'
import type { Part, Person } from './person.tsx'

const gap = { marginBottom: 16 }

export function Sessions({ person, may, act }: Part) {
  const { texts, language } = useLanguage()
  const { users, account } = texts
  const confirm = useConfirm()
  const end = (lost: string, body: object) =>
    confirm({ title: account.endSession, lost, act: account.endSession, run: () => act('sessions/end', body) })
  return (
    <Card
      title={users.sessions}
      style={gap}
      extra={
        may &&
        person.sessions.length > 1 && (
          <Button onClick={() => end(fillIn(users.endAllLost, { count: person.sessions.length }), {})}>{users.endAll}</Button>
        )
      }
    >
      <List<Person['sessions'][number]>
        dataSource={person.sessions}
        rowKey="session_id"
        locale={{ emptyText: users.noSessions }}
        renderItem={(it) => (
          <List.Item
            actions={
              may
                ? [
                    <Button key="end" onClick={() => end(`${showAgent(it.device.agent)} · ${it.address}`, { session_id: it.session_id })}>
                      {account.endSession}
                    </Button>,
                  ]
                : []
            }
          >
            <List.Item.Meta
              title={`${showAgent(it.device.agent)} · ${it.app}`}
              description={`${it.address} · ${showTime(it.created_at, language)} · ${it.methods.join(', ')}`}
            />
          </List.Item>
        )}
      />
    </Card>
  )
}

export function Factors({ person, may, act }: Part) {
  const { texts, language } = useLanguage()
  const { users, account, common } = texts
  const confirm = useConfirm()
  if (person.factors.length === 0) return null
  return (
    <Card title={account.factors} style={gap}>
      <List<Person['factors'][number]>
        dataSource={person.factors}
        rowKey="factor_id"
        renderItem={(it) => (
          <List.Item
            actions={
              may
                ? [
                    <Button
                      key="remove"
                      onClick={() =>
                        confirm({
                          title: users.removeFactor,
                          lost: fillIn(users.removeFactorLost, { name: it.name || it.kind }),
                          act: common.remove,
                          run: () => act('factors/remove', { factor_id: it.factor_id }),
                        })
                      }
                    >
                      {common.remove}
                    </Button>,
                  ]
                : []
            }
          >
            <List.Item.Meta title={it.name || it.kind} description={`${it.kind} · ${showTime(it.used_at ?? it.created_at, language)}`} />
          </List.Item>
        )}
      />
    </Card>
  )
}

export function Events({ person }: { person: Person }) {
  const { texts, language } = useLanguage()
  const { users, audit } = texts
  return (
    <Card
      title={users.history}
      styles={{ body: { padding: 0 } }}
      extra={
        <Link to={'/audit' as '/'} search={{ user_id: person.user_id } as never}>
          {users.allHistory}
        </Link>
      }
    >
      <Table<Person['events'][number]>
        rowKey="event_id"
        size="small"
        dataSource={person.events}
        pagination={false}
        scroll={{ x: 'max-content', y: 420 }}
        columns={[
          { title: audit.at, render: (_, it) => showTime(it.at, language) },
          { title: audit.event, render: (_, it) => <span className="mono">{it.event}</span> },
          {
            title: audit.outcome,
            render: (_, it) => <Tag color={it.outcome === 'refused' || it.outcome === 'failed' ? 'red' : 'default'}>{it.outcome}</Tag>,
          },
          { title: audit.reason, render: (_, it) => <Typography.Text type="secondary">{it.reason}</Typography.Text> },
          { title: audit.address, dataIndex: 'address' },
        ]}
      />
    </Card>
  )
}
