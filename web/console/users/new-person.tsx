/** A user made by hand. */
import { Alert, Button, Form, Input, Modal, Switch } from 'antd'
import { useState } from 'react'
import { call, messageOf } from '../../api.ts'
import { useLanguage } from '../languages/index.ts'

type Wanted = { user_name: string; name?: string; mobile?: string; mobile_verified: boolean; email?: string; password?: string }

export function NewPerson({ open, close, done }: { open: boolean; close(): void; done(id: string): void }) {
  const { texts } = useLanguage()
  const { users, common, signIn } = texts
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  async function make({ mobile_verified, ...typed }: Wanted) {
    setBusy(true)
    setFailure('')
    try {
      const said = Object.fromEntries(Object.entries(typed).filter(([, value]) => value))
      const body = { ...said, ...(typed.mobile && { mobile_verified }) }
      done((await call<{ user_id: string }>('POST', '/api/v2/admin/users', { body })).user_id)
    } catch (reason) {
      setFailure(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open={open} title={users.add} footer={null} onCancel={close} destroyOnHidden>
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
      <Form<Wanted> layout="vertical" initialValues={{ mobile_verified: false }} onFinish={(it) => void make(it)}>
        <Form.Item name="user_name" label={users.userName} rules={[{ required: true, message: common.required }]}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={common.name}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item name="mobile" label={users.mobile}>
          <Input inputMode="tel" autoComplete="off" placeholder="+8613800138000" />
        </Form.Item>
        <Form.Item name="mobile_verified" label={users.verified} extra={users.verifiedAbout} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="email" label={users.email}>
          <Input type="email" autoComplete="off" />
        </Form.Item>
        <Form.Item name="password" label={signIn.password} extra={users.passwordAbout}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {users.add}
        </Button>
      </Form>
    </Modal>
  )
}
