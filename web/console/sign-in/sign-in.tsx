/** Sign-in of an administrator: password, then the second factor they have; or a passkey alone. */
import { Alert, Button, Divider, Form, Input } from 'antd'
import { useState } from 'react'
import { ApiFailure, call, caller, messageOf } from '../../api.ts'
import { useLanguage } from '../languages/index.ts'
import { Frame } from './frame.tsx'
import { askPasskey, hasPasskeys } from './passkey.ts'

type Answer = { status: 'SUCCESS' | 'MFA_AUTH'; csrf_token?: string; factors?: string[] }

export function SignIn({ done }: { done(): void }) {
  const { texts } = useLanguage()
  const { signIn } = texts
  const [second, setSecond] = useState<string[]>()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')

  async function attempt(work: () => Promise<Answer>) {
    setBusy(true)
    setFailure('')
    try {
      const answer = await work()
      if (answer.csrf_token) caller.csrf = answer.csrf_token
      if (answer.status === 'MFA_AUTH') setSecond(answer.factors ?? ['totp'])
      else done()
    } catch (reason) {
      // The half-finished sign-in is over: from the beginning.
      if (reason instanceof ApiFailure && reason.status === 401) setSecond(undefined)
      setFailure(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }

  const passkey = (
    <Button block loading={busy} onClick={() => void attempt(() => askPasskey<Answer>('/api/v2/admin/session'))}>
      {signIn.passkey}
    </Button>
  )
  return (
    <Frame title={second ? signIn.second : signIn.title}>
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
      {second ? (
        <>
          {second.includes('totp') && (
            <Form<{ code: string }>
              layout="vertical"
              requiredMark={false}
              onFinish={(it) => void attempt(() => call('POST', '/api/v2/admin/session/totp', { body: it }))}
            >
              <Form.Item name="code" label={signIn.code} rules={[{ required: true, message: texts.common.required }]}>
                <Input size="large" inputMode="numeric" autoComplete="one-time-code" autoFocus maxLength={6} />
              </Form.Item>
              <Button type="primary" size="large" htmlType="submit" block loading={busy}>
                {signIn.submit}
              </Button>
            </Form>
          )}
          {second.includes('passkey') && <div style={{ marginTop: 12 }}>{passkey}</div>}
          <Button type="link" block style={{ marginTop: 12 }} onClick={() => setSecond(undefined)}>
            {signIn.other}
          </Button>
        </>
      ) : (
        <Form<{ email: string; password: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={(it) => void attempt(() => call('POST', '/api/v2/admin/session', { body: it }))}
        >
          <Form.Item name="email" label={signIn.email} rules={[{ required: true, message: texts.common.required }]}>
            <Input size="large" type="email" autoComplete="username" autoFocus />
          </Form.Item>
          <Form.Item name="password" label={signIn.password} rules={[{ required: true, message: texts.common.required }]}>
            <Input.Password size="large" autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" size="large" htmlType="submit" block loading={busy}>
            {signIn.submit}
          </Button>
          {hasPasskeys() && (
            <>
              <Divider plain />
              {passkey}
            </>
          )}
        </Form>
      )}
    </Frame>
  )
}
