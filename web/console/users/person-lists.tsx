/** Where a person is signed in, what else they show, and what happened to them. */
import { Link } from '@tanstack/react-router'
import { Button, Card, Typography } from 'antd'
import { useConfirm } from '../../ui/confirm.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Rows } from '../../ui/rows.tsx'
import { showAgent, showTime } from '../../ui/times.ts'
import { WideTable } from '../../ui/wide-table.tsx'
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
      <Rows
        empty={users.noSessions}
        rows={person.sessions.map((it) => ({
          key: it.session_id,
          title: `${showAgent(it.device.agent)} · ${it.app}`,
          about: `${it.address} · ${showTime(it.created_at, language)} · ${it.methods.join(', ')}`,
          actions: may && (
            <Button onClick={() => end(`${showAgent(it.device.agent)} · ${it.address}`, { session_id: it.session_id })}>
              {account.endSession}
            </Button>
          ),
        }))}
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
      <Rows
        rows={person.factors.map((it) => ({
          key: it.factor_id,
          title: it.name || it.kind,
          about: `${it.kind} · ${showTime(it.used_at ?? it.created_at, language)}`,
          actions: may && (
            <Button
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
            </Button>
          ),
        }))}
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
      <WideTable<Person['events'][number]>
        label={users.history}
        height={460}
        rowKey="event_id"
        size="small"
        dataSource={person.events}
        columns={[
          { title: audit.at, render: (_, it) => showTime(it.at, language) },
          { title: audit.event, render: (_, it) => <span className="mono">{it.event}</span> },
          {
            title: audit.outcome,
            render: (_, it) => <Mark kind={it.outcome === 'refused' || it.outcome === 'failed' ? 'bad' : 'plain'}>{it.outcome}</Mark>,
          },
          { title: audit.reason, render: (_, it) => <Typography.Text type="secondary">{it.reason}</Typography.Text> },
          { title: audit.address, dataIndex: 'address' },
        ]}
      />
    </Card>
  )
}
