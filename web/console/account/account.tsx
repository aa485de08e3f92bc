/** The account of the administrator who looks: name, password, second factors, and where they are signed in. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Form, Input } from 'antd'
import { call, type Reply } from '../../api.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { EditForm } from '../../ui/edit-form.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { Rows } from '../../ui/rows.tsx'
import { Loaded } from '../../ui/states.tsx'
import { showAgent, showTime } from '../../ui/times.ts'
import { useLanguage } from '../languages/index.ts'
import { type Administrator, useSession } from '../session.ts'
import { Factors } from './factors.tsx'

export function Account() {
  const { texts } = useLanguage()
  const { session, reload } = useSession()
  const { account, signIn, common } = texts
  const required = [{ required: true, message: common.required }]
  return (
    <Page title={texts.nav.account} about={session.administrator.email}>
      {session.second_factor_needed && <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={account.factorNeeded} />}
      <Card title={account.profile} style={{ marginBottom: 16 }}>
        <EditForm<Pick<Administrator, 'name'>>
          value={{ name: session.administrator.name }}
          save={async ({ name }) => {
            await call('PUT', '/api/v2/admin/me', { body: { name } })
            await reload()
          }}
          reload={() => void reload()}
        >
          <Form.Item name="name" label={signIn.name} rules={required}>
            <Input maxLength={100} autoComplete="name" />
          </Form.Item>
        </EditForm>
      </Card>
      <Factors />
      <Card title={signIn.password} style={{ marginBottom: 16 }}>
        <EditForm<{ old_password: string; password: string }>
          value={{ old_password: '', password: '' }}
          saveText={account.changePassword}
          save={(body) => call('POST', '/api/v2/admin/me/password', { body })}
          reload={() => {}}
        >
          <Form.Item name="old_password" label={account.oldPassword} rules={required}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Form.Item name="password" label={signIn.newPassword} rules={[...required, { min: 12, message: signIn.newPassword }]}>
            <Input.Password autoComplete="new-password" />
          </Form.Item>
        </EditForm>
      </Card>
      <Sessions />
    </Page>
  )
}

type Places = Reply<'GET /api/v2/admin/me/sessions'>
type Place = Places['sessions'][number]

function Sessions() {
  const { texts, language } = useLanguage()
  const { account } = texts
  const confirm = useConfirm()
  const asked = useQuery({ queryKey: ['me', 'sessions'], queryFn: () => call<Places>('GET', '/api/v2/admin/me/sessions') })
  const end = (it: Place) =>
    confirm({
      title: account.endSession,
      lost: `${showAgent(it.agent)} · ${it.address}`,
      act: account.endSession,
      run: async () => {
        await call('DELETE', `/api/v2/admin/me/sessions/${it.id}`)
        await asked.refetch()
      },
    })
  return (
    <Card
      title={account.sessions}
      extra={
        (asked.data?.sessions.length ?? 0) > 1 && (
          <Button
            onClick={() => {
              void call('POST', '/api/v2/admin/me/sessions/end-others').then(() => asked.refetch())
            }}
          >
            {account.endOthers}
          </Button>
        )
      }
    >
      <Loaded asked={asked}>
        {({ sessions }) => (
          <Rows
            rows={sessions.map((it) => ({
              key: it.id,
              title: (
                <Flex gap={8} wrap>
                  {showAgent(it.agent)} {it.current && <Mark kind="good">{account.thisOne}</Mark>}
                </Flex>
              ),
              about: `${it.address} · ${showTime(it.seen_at, language)}`,
              actions: !it.current && <Button onClick={() => end(it)}>{account.endSession}</Button>,
            }))}
          />
        )}
      </Loaded>
    </Card>
  )
}
