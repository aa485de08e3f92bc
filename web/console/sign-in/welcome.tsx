/** The page of a one-time link: the first administrator, or one who was invited. The token is in the fragment, which no server and no referrer sees. */
import { Alert, Button, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { call, caller, messageOf } from '../../api.ts'
import { useLanguage } from '../languages/index.ts'
import { Frame } from './frame.tsx'

const token = new URLSearchParams(window.location.hash.slice(1)).get('token') ?? ''

type Wanted = { email?: string; name: string; password: string }

export function Welcome({ kind, done }: { kind: 'first-run' | 'invitation'; done(): void }) {
  const { texts } = useLanguage()
  const { signIn, common } = texts
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState(token ? '' : signIn.linkMissing)
  const required = [{ required: true, message: common.required }]

  async function create(wanted: Wanted) {
    setBusy(true)
    try {
      const answer = await call<{ csrf_token: string }>('POST', `/api/v2/admin/${kind}`, { body: { token, ...wanted } })
      caller.csrf = answer.csrf_token
      done()
    } catch (reason) {
      setFailure(messageOf(reason))
      setBusy(false)
    }
  }

  return (
    <Frame title={kind === 'first-run' ? signIn.firstRun : signIn.invitation}>
      {kind === 'first-run' && <Typography.Paragraph type="secondary">{signIn.firstRunAbout}</Typography.Paragraph>}
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
      <Form<Wanted> layout="vertical" requiredMark={false} disabled={!token} onFinish={(it) => void create(it)}>
        {kind === 'first-run' && (
          <Form.Item name="email" label={signIn.email} rules={required}>
            <Input size="large" type="email" autoComplete="username" autoFocus />
          </Form.Item>
        )}
        <Form.Item name="name" label={signIn.name} rules={required}>
          <Input size="large" autoComplete="name" maxLength={100} />
        </Form.Item>
        <Form.Item name="password" label={signIn.newPassword} rules={[...required, { min: 12, message: signIn.newPassword }]}>
          <Input.Password size="large" autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" size="large" htmlType="submit" block loading={busy}>
          {signIn.create}
        </Button>
      </Form>
    </Frame>
  )
}
