/** Second factors of the administrator who looks: an authenticator app, and passkeys. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Form, Input, Modal, QRCode, Typography } from 'antd'
import { useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Rows } from '../../ui/rows.tsx'
import { Loaded } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { useLanguage } from '../languages/index.ts'
import { useSession } from '../session.ts'
import { hasPasskeys, makePasskey } from '../sign-in/passkey.ts'

type Passkeys = Reply<'GET /api/v2/admin/me/passkeys'>

export function Factors() {
  const { texts, language } = useLanguage()
  const { account, signIn } = texts
  const { session, reload } = useSession()
  const confirm = useConfirm()
  const [begun, setBegun] = useState<{ secret: string; uri: string }>()
  const [removing, setRemoving] = useState(false)
  const [failure, setFailure] = useState('')
  const passkeys = useQuery({
    queryKey: ['me', 'passkeys'],
    queryFn: () => call<Passkeys>('GET', '/api/v2/admin/me/passkeys'),
  })
  const hasTotp = session.administrator.factors.includes('totp')

  async function attempt(work: () => Promise<unknown>) {
    setFailure('')
    try {
      await work()
      await Promise.all([reload(), passkeys.refetch()])
    } catch (reason) {
      setFailure(messageOf(reason))
    }
  }

  return (
    <Card title={account.factors} style={{ marginBottom: 16 }}>
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
      <Flex justify="space-between" align="center" gap={8} wrap>
        <div>
          <Typography.Text strong>{account.authenticator}</Typography.Text>
          <br />
          <Typography.Text type="secondary">{hasTotp ? account.authenticatorOn : account.authenticatorOff}</Typography.Text>
        </div>
        {hasTotp ? (
          <Button onClick={() => setRemoving(true)}>{texts.common.remove}</Button>
        ) : (
          <Button type="primary" onClick={() => void attempt(async () => setBegun(await call('POST', '/api/v2/admin/me/totp')))}>
            {account.setUp}
          </Button>
        )}
      </Flex>
      <Typography.Paragraph strong style={{ margin: '20px 0 0' }}>
        {account.passkeys}
      </Typography.Paragraph>
      <Loaded asked={passkeys}>
        {(data) => (
          <Rows
            empty={account.noPasskeys}
            rows={data.passkeys.map((it) => ({
              key: it.id,
              title: it.name,
              about: showTime(it.used_at ?? it.created_at, language),
              actions: (
                <Button
                  onClick={() =>
                    confirm({
                      title: account.removePasskey,
                      lost: it.name,
                      act: texts.common.remove,
                      run: () => attempt(() => call('DELETE', `/api/v2/admin/me/passkeys/${it.id}`)),
                    })
                  }
                >
                  {texts.common.remove}
                </Button>
              ),
            }))}
          />
        )}
      </Loaded>
      {hasPasskeys() && <Button onClick={() => void attempt(() => makePasskey('/api/v2/admin/me/passkeys'))}>{account.addPasskey}</Button>}

      <Modal open={begun !== undefined} title={account.authenticator} footer={null} onCancel={() => setBegun(undefined)} destroyOnHidden>
        <Typography.Paragraph>{account.scan}</Typography.Paragraph>
        {begun && (
          <Flex vertical align="center" gap={12}>
            {/* Whoever cannot scan it types the secret below. */}
            <div aria-hidden="true" style={{ background: '#fff', borderRadius: 8 }}>
              <QRCode value={begun.uri} color="#000" bgColor="#fff" />
            </div>
            <Typography.Text className="mono" copyable>
              {begun.secret}
            </Typography.Text>
          </Flex>
        )}
        <Form<{ code: string }>
          layout="vertical"
          onFinish={(body) =>
            void attempt(async () => {
              await call('POST', '/api/v2/admin/me/totp/confirm', { body })
              setBegun(undefined)
            })
          }
        >
          <Form.Item name="code" label={signIn.code} rules={[{ required: true, message: texts.common.required }]}>
            <Input inputMode="numeric" maxLength={6} autoComplete="one-time-code" />
          </Form.Item>
          {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
          <Button type="primary" htmlType="submit">
            {account.confirm}
          </Button>
        </Form>
      </Modal>

      <Modal open={removing} title={account.removeAuthenticator} footer={null} onCancel={() => setRemoving(false)} destroyOnHidden>
        <Form<{ password: string }>
          layout="vertical"
          onFinish={(body) =>
            void attempt(async () => {
              await call('POST', '/api/v2/admin/me/totp/remove', { body })
              setRemoving(false)
            })
          }
        >
          <Form.Item name="password" label={signIn.password} rules={[{ required: true, message: texts.common.required }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
          <Button danger htmlType="submit">
            {texts.common.remove}
          </Button>
        </Form>
      </Modal>
    </Card>
  )
}
