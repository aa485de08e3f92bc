/** Who administers: owners invite, change roles, disable and remove. */
import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Card, Flex, Form, Input, Modal, Select, Switch, Typography } from 'antd'
import { useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { Secret } from '../../ui/secret.tsx'
import { Loaded } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { WideTable } from '../../ui/wide-table.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'
import { type Role, roles, useMay, useSession } from '../session.ts'

type List = Reply<'GET /api/v2/admin/administrators'>
type Listed = List['administrators'][number]
const PATH = '/api/v2/admin/administrators'

export function Administrators() {
  const { texts, language } = useLanguage()
  const { administrators, common } = texts
  const { session } = useSession()
  const { message } = App.useApp()
  const confirm = useConfirm()
  const may = useMay('owner')
  const [inviting, setInviting] = useState(false)
  const [link, setLink] = useState('')
  const asked = useQuery({
    queryKey: ['administrators'],
    queryFn: () => call<List>('GET', PATH),
  })
  const options = roles.map((value) => ({ value, label: administrators[value] }))

  async function change(it: Listed, more: { role?: Role; disabled?: boolean }) {
    try {
      await call('PUT', `${PATH}/${it.id}`, { body: { ...more, version: it.version } })
    } catch (reason) {
      void message.error(messageOf(reason), 8)
    }
    await asked.refetch()
  }
  const remove = (it: Pick<Listed, 'id' | 'email' | 'name'>, title: string, lost: string) =>
    confirm({
      title,
      lost,
      act: common.remove,
      run: async () => {
        await call('DELETE', `${PATH}/${it.id}`)
        await asked.refetch()
      },
    })

  return (
    <Page
      title={texts.nav.administrators}
      about={administrators.about}
      actions={
        may && (
          <Button type="primary" onClick={() => setInviting(true)}>
            {administrators.invite}
          </Button>
        )
      }
    >
      {link && <Secret about={administrators.link} value={link} />}
      <Card styles={{ body: { padding: 0 } }}>
        <Loaded asked={asked}>
          {(data) => (
            <WideTable<Listed>
              label={texts.nav.administrators}
              rowKey="id"
              dataSource={data.administrators}
              columns={[
                {
                  title: common.name,
                  render: (_, it) => (
                    <>
                      <div>{it.name}</div>
                      <Typography.Text type="secondary">{it.email}</Typography.Text>
                    </>
                  ),
                },
                {
                  title: administrators.role,
                  render: (_, it) =>
                    may && it.id !== session.administrator.id ? (
                      <Select<Role>
                        aria-label={administrators.role}
                        value={it.role}
                        options={options}
                        style={{ minWidth: 140 }}
                        onChange={(role) => void change(it, { role })}
                      />
                    ) : (
                      administrators[it.role]
                    ),
                },
                {
                  title: administrators.factors,
                  render: (_, it) =>
                    it.factors.length ? (
                      it.factors.map((one) => <Mark key={one}>{one}</Mark>)
                    ) : (
                      <Mark kind="warn">{administrators.none}</Mark>
                    ),
                },
                { title: administrators.lastSeen, render: (_, it) => showTime(it.last_login_at, language) || common.never },
                {
                  title: common.enabled,
                  render: (_, it) => (
                    <Switch
                      aria-label={common.enabled}
                      checked={!it.disabled}
                      disabled={!may || it.id === session.administrator.id}
                      onChange={(on) => void change(it, { disabled: !on })}
                    />
                  ),
                },
                {
                  title: common.actions,
                  render: (_, it) =>
                    may &&
                    it.id !== session.administrator.id && (
                      <Button
                        danger
                        onClick={() =>
                          remove(it, administrators.remove, fillIn(administrators.removeLost, { name: it.name, email: it.email }))
                        }
                      >
                        {common.remove}
                      </Button>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
      {asked.data && asked.data.invitations.length > 0 && (
        <Card title={administrators.invited} style={{ marginTop: 16 }}>
          {asked.data.invitations.map((it) => (
            <Flex key={it.id} gap={12} align="center" wrap style={{ padding: '6px 0' }}>
              <span style={{ flex: 1 }}>{it.email}</span>
              <Mark>{administrators[it.role]}</Mark>
              <Typography.Text type="secondary">{showTime(it.expires_at, language)}</Typography.Text>
              {may && (
                <Button onClick={() => remove({ ...it, name: '' }, administrators.withdraw, it.email)}>{administrators.withdraw}</Button>
              )}
            </Flex>
          ))}
        </Card>
      )}
      <Invite
        open={inviting}
        close={() => setInviting(false)}
        options={options}
        done={(made) => {
          setLink(made)
          setInviting(false)
          void asked.refetch()
        }}
      />
    </Page>
  )
}

type Wanted = { email: string; role: Role }
type InviteProps = { open: boolean; close(): void; done(link: string): void; options: { value: Role; label: string }[] }

function Invite({ open, close, done, options }: InviteProps) {
  const { texts } = useLanguage()
  const [failure, setFailure] = useState('')
  const required = [{ required: true, message: texts.common.required }]
  async function invite(body: Wanted) {
    try {
      setFailure('')
      done((await call<{ link: string }>('POST', PATH, { body })).link)
    } catch (reason) {
      setFailure(messageOf(reason))
    }
  }
  return (
    <Modal open={open} title={texts.administrators.invite} footer={null} onCancel={close} destroyOnHidden>
      <Typography.Paragraph type="secondary">{texts.administrators.inviteAbout}</Typography.Paragraph>
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
      <Form<Wanted> layout="vertical" initialValues={{ role: 'administrator' }} onFinish={(it) => void invite(it)}>
        <Form.Item name="email" label={texts.signIn.email} rules={required}>
          <Input type="email" />
        </Form.Item>
        <Form.Item name="role" label={texts.administrators.role} rules={required}>
          <Select options={options} />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {texts.administrators.invite}
        </Button>
      </Form>
    </Modal>
  )
}
