/** The social accounts that are this person, and the knot untied or tied by hand. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { call, messageOf } from '../../api.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Rows } from '../../ui/rows.tsx'
import { showTime } from '../../ui/times.ts'
import { fillIn, useLanguage } from '../languages/index.ts'
import type { Part, Person } from './person.tsx'

export function Accounts({ person, may, act }: Part) {
  const { texts, language } = useLanguage()
  const { users } = texts
  const confirm = useConfirm()
  const [binding, setBinding] = useState(false)
  function unbind({ account_id, source, nickname, subject }: Person['accounts'][number]) {
    const last = person.accounts.length === 1 && !person.mobile ? users.lastWay : ''
    confirm({
      title: users.unbind,
      lost: fillIn(users.unbindLost, { source, name: nickname ?? subject, last }),
      act: users.unbind,
      run: () => act('unbind', { account_id }),
    })
  }
  return (
    <Card title={users.accounts} extra={may && <Button onClick={() => setBinding(true)}>{users.bind}</Button>} style={{ marginBottom: 16 }}>
      <Rows
        empty={users.noAccounts}
        rows={person.accounts.map((it) => ({
          key: it.account_id,
          title: `${it.source}${it.nickname ? ` · ${it.nickname}` : ''}`,
          about: (
            <>
              <span className="mono">{it.subject}</span> · {showTime(it.created_at, language)}
            </>
          ),
          actions: may && <Button onClick={() => unbind(it)}>{users.unbind}</Button>,
        }))}
      />
      <Bind open={binding} close={() => setBinding(false)} act={act} />
    </Card>
  )
}

type Wanted = { source_id: string; subject: string }

function Bind({ open, close, act }: Pick<Part, 'act'> & { open: boolean; close(): void }) {
  const { texts } = useLanguage()
  const { users, common } = texts
  const [failure, setFailure] = useState('')
  const sources = useQuery({
    queryKey: ['sources'],
    queryFn: () => call<{ sources: { id: string; name: string }[] }>('GET', '/api/v2/admin/sources'),
    enabled: open,
  })
  const required = [{ required: true, message: common.required }]
  async function bind(typed: Wanted) {
    try {
      setFailure('')
      await act('bind', typed)
      close()
    } catch (reason) {
      setFailure(messageOf(reason))
    }
  }
  return (
    <Modal open={open} title={users.bind} footer={null} onCancel={close} destroyOnHidden>
      <Alert type="warning" showIcon title={users.bindAbout} style={{ marginBottom: 16 }} />
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
      <Form<Wanted> layout="vertical" onFinish={(it) => void bind(it)}>
        <Form.Item name="source_id" label={users.source} rules={required}>
          <Select loading={sources.isPending} options={(sources.data?.sources ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="subject" label={users.subject} extra={users.subjectAbout} rules={required}>
          <Input autoComplete="off" className="mono" />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {users.bind}
        </Button>
      </Form>
    </Modal>
  )
}
