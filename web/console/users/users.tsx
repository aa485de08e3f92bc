/** People: found by the beginning of a name, a number, an address or an id, among as many as there are. */
import { useNavigate } from '@tanstack/react-router'
import { Button, Card, Flex, Input, Select, Typography } from 'antd'
import { useDeferredValue, useState } from 'react'
import type { Reply } from '../../api.ts'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { showTime } from '../../ui/times.ts'
import { useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { NewPerson } from './new-person.tsx'

type Listed = Reply<'GET /api/v2/admin/users'>['users'][number]

export function Users() {
  const { texts, language } = useLanguage()
  const { users, common } = texts
  const navigate = useNavigate()
  const may = useMay('administrator')
  const [typed, setTyped] = useState('')
  const [state, setState] = useState<string>('')
  const [adding, setAdding] = useState(false)
  const query = useDeferredValue(typed.trim())
  const open = (id: string) => void navigate({ to: '/users/$userId' as '/', params: { userId: id } as never })
  return (
    <Page
      title={texts.nav.users}
      about={users.about}
      actions={
        may && (
          <>
            <Button onClick={() => void navigate({ to: '/users/import' as '/' })}>{users.importExport}</Button>
            <Button type="primary" onClick={() => setAdding(true)}>
              {users.add}
            </Button>
          </>
        )
      }
    >
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Input.Search
          allowClear
          autoFocus
          aria-label={common.search}
          placeholder={users.search}
          style={{ flex: 1, minWidth: 220 }}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Select
          aria-label={common.state}
          value={state}
          style={{ minWidth: 140 }}
          onChange={setState}
          options={[
            { value: '', label: users.anyState },
            { value: 'enabled', label: common.enabled },
            { value: 'disabled', label: common.disabled },
          ]}
        />
      </Flex>
      <Card styles={{ body: { padding: 0 } }}>
        <PagedTable<Listed>
          label={texts.nav.users}
          path="/api/v2/admin/users"
          query={{ query, state }}
          rows="users"
          rowKey="user_id"
          empty={<div style={{ padding: 24 }}>{query ? users.nobody : users.none}</div>}
          columns={[
            {
              title: users.person,
              render: (_, it) => (
                <Button type="link" style={{ padding: 0, height: 'auto', textAlign: 'start' }} onClick={() => open(it.user_id)}>
                  <span>
                    {it.name}
                    <Typography.Text type="secondary" style={{ display: 'block' }}>
                      {it.user_name}
                    </Typography.Text>
                  </span>
                </Button>
              ),
            },
            { title: users.mobile, render: (_, it) => <Proven value={it.mobile} proven={it.mobile_verified} /> },
            { title: users.email, render: (_, it) => <Proven value={it.email} proven={it.email_verified} /> },
            {
              title: common.state,
              render: (_, it) => (it.disabled ? <Mark kind="bad">{common.disabled}</Mark> : <Mark kind="good">{common.enabled}</Mark>),
            },
            { title: users.since, render: (_, it) => showTime(it.created_at, language) },
          ]}
        />
      </Card>
      <NewPerson
        open={adding}
        close={() => setAdding(false)}
        done={(id) => {
          setAdding(false)
          open(id)
        }}
      />
    </Page>
  )
}

/** A number or address, and whether it is known to be theirs. */
export function Proven({ value, proven }: { value: string | null; proven: boolean }) {
  const { texts } = useLanguage()
  if (!value) return <Typography.Text type="secondary">–</Typography.Text>
  return (
    <Flex gap={6} align="center">
      {value} {!proven && <Mark>{texts.users.claimed}</Mark>}
    </Flex>
  )
}
