/** What is said of a person, changed by hand; a version says what was seen. */
import { Button, Form, Input, Modal, Switch } from 'antd'
import { useState } from 'react'
import { call } from '../../api.ts'
import { EditForm } from '../../ui/edit-form.tsx'
import { useLanguage } from '../languages/index.ts'
import type { Person } from './person.tsx'

type Typed = { user_name: string; name: string; mobile: string; mobile_verified: boolean; email: string; email_verified: boolean }

export function Change({ person, refetch }: { person: Person; refetch(): void }) {
  const { texts } = useLanguage()
  const { users, common } = texts
  const [open, setOpen] = useState(false)
  const value: Typed = {
    user_name: person.user_name,
    name: person.name,
    mobile: person.mobile ?? '',
    mobile_verified: person.mobile_verified,
    email: person.email ?? '',
    email_verified: person.email_verified,
  }
  async function save(typed: Typed) {
    // Of a number that is not there nothing can be said.
    const { mobile_verified, email_verified, ...said } = typed
    await call('PUT', `/api/v2/admin/users/${person.user_id}`, {
      body: { ...said, ...(typed.mobile && { mobile_verified }), ...(typed.email && { email_verified }), version: person.version },
    })
    setOpen(false)
    refetch()
  }
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {common.edit}
      </Button>
      <Modal open={open} title={person.name} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <EditForm<Typed> value={value} save={save} reload={refetch}>
          <Form.Item name="user_name" label={users.userName} rules={[{ required: true, message: common.required }]}>
            <Input maxLength={64} />
          </Form.Item>
          <Form.Item name="name" label={common.name}>
            <Input maxLength={64} />
          </Form.Item>
          <Form.Item name="mobile" label={users.mobile}>
            <Input inputMode="tel" />
          </Form.Item>
          <Form.Item name="mobile_verified" label={users.verified} extra={users.verifiedAbout} valuePropName="checked">
            <Switch />
          </Form.Item>
          <Form.Item name="email" label={users.email}>
            <Input type="email" />
          </Form.Item>
          <Form.Item name="email_verified" label={users.verified} valuePropName="checked">
            <Switch />
          </Form.Item>
        </EditForm>
      </Modal>
    </>
  )
}
