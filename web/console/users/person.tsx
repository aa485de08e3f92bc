/** A person's page: who they are, what is bound to them, where they are signed in, and what happened. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { App, Button, Card, Descriptions, Flex } from 'antd'
import { call, type Reply } from '../../api.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { fillIn, useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { Accounts } from './person-accounts.tsx'
import { Change } from './person-change.tsx'
import { Events, Factors, Sessions } from './person-lists.tsx'
import { Proven } from './users.tsx'

export type Person = Reply<'GET /api/v2/admin/users/{id}'>

/** What a part of the page is handed. */
export type Part = { person: Person; may: boolean; act(path: string, body?: object): Promise<unknown> }

export function PersonPage() {
  const { userId } = useParams({ strict: false }) as { userId: string }
  const { texts, language } = useLanguage()
  const { users, common } = texts
  const may = useMay('administrator')
  const confirm = useConfirm()
  const { message } = App.useApp()
  const path = `/api/v2/admin/users/${userId}`
  const asked = useQuery({ queryKey: ['users', userId], queryFn: () => call<Person>('GET', path) })

  async function act(part: string, body: object = {}) {
    const answer = await call(part === 'enable' || part === 'disable' ? 'PUT' : 'POST', `${path}/${part}`, { body })
    await asked.refetch()
    return answer
  }

  function erase(person: Person) {
    confirm({
      title: users.erase,
      lost: fillIn(users.eraseLost, { accounts: person.accounts.length, sessions: person.sessions.length }),
      act: users.erase,
      type: person.user_name,
      run: async () => {
        const proof = await call<Reply<'POST /api/v2/admin/users/{id}/erase'>>('POST', `${path}/erase`, {
          body: { confirm: person.user_name },
        })
        const rows = Object.values(proof.rows).reduce((sum, it) => sum + it, 0)
        void message.success(fillIn(users.erased, { rows }), 10)
        window.history.back()
      },
    })
  }

  return (
    <Loaded asked={asked}>
      {(person) => (
        <Page
          title={person.name || person.user_name}
          about={<span className="mono">{person.user_id}</span>}
          actions={
            may && (
              <>
                <Change person={person} refetch={() => void asked.refetch()} />
                {person.disabled ? (
                  <Button onClick={() => void act('enable')}>{common.enable}</Button>
                ) : (
                  <Button
                    onClick={() =>
                      confirm({
                        title: users.disable,
                        lost: fillIn(users.disableLost, { sessions: person.sessions.length }),
                        act: common.disable,
                        run: () => act('disable'),
                      })
                    }
                  >
                    {common.disable}
                  </Button>
                )}
                <Button danger onClick={() => erase(person)}>
                  {users.erase}
                </Button>
              </>
            )
          }
        >
          <Card style={{ marginBottom: 16 }}>
            <Descriptions
              column={{ xs: 1, md: 2 }}
              items={[
                { key: 'user_name', label: users.userName, children: person.user_name },
                {
                  key: 'state',
                  label: common.state,
                  children: (
                    <Flex gap={4}>
                      {person.disabled ? <Mark kind="bad">{common.disabled}</Mark> : <Mark kind="good">{common.enabled}</Mark>}
                      {person.password?.locked && <Mark kind="warn">{users.locked}</Mark>}
                    </Flex>
                  ),
                },
                { key: 'mobile', label: users.mobile, children: <Contact value={person.mobile} provenAt={person.mobile_proven_at} /> },
                { key: 'email', label: users.email, children: <Contact value={person.email} provenAt={person.email_proven_at} /> },
                {
                  key: 'password',
                  label: texts.signIn.password,
                  children: person.password ? showTime(person.password.set_at, language) : users.noPassword,
                },
                { key: 'since', label: users.since, children: showTime(person.created_at, language) },
                ...Object.entries(person.attributes)
                  .filter(([, value]) => value !== null && value !== '')
                  .map(([name, value]) => ({ key: `a ${name}`, label: name, children: String(value) })),
              ]}
            />
          </Card>
          <Accounts person={person} may={may} act={act} />
          <Sessions person={person} may={may} act={act} />
          <Factors person={person} may={may} act={act} />
          <Events person={person} />
        </Page>
      )}
    </Loaded>
  )
}

function Contact({ value, provenAt }: { value: string | null; provenAt: number | null }) {
  const { texts, language } = useLanguage()
  return (
    <div>
      <Proven value={value} proven={provenAt !== null} />
      {provenAt !== null && <small>{fillIn(texts.users.provenAt, { at: showTime(provenAt, language) })}</small>}
    </div>
  )
}
