/** Tenants of this server, and the ISV templates that stand for an application of each. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { Page } from '../../ui/page.tsx'
import { Rows } from '../../ui/rows.tsx'
import { Loaded } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { useLanguage } from '../languages/index.ts'
import { useMay, useSession } from '../session.ts'

type Tenants = Reply<'GET /api/v2/admin/tenants'>
type Tenant = Tenants['tenants'][number]
type Templates = Reply<'GET /api/v2/admin/templates'>
type Typed = { name: string; domain?: string; client_id?: string }
type Open = { kind: 'tenant'; tenant?: Tenant } | { kind: 'template' }

export function TenantsPage() {
  const { texts, language } = useLanguage()
  const { tenants, common } = texts
  const { reload } = useSession()
  const may = useMay('owner')
  const [open, setOpen] = useState<Open>()
  const list = useQuery({ queryKey: ['tenants'], queryFn: () => call<Tenants>('GET', '/api/v2/admin/tenants') })
  const templates = useQuery({ queryKey: ['templates'], queryFn: () => call<Templates>('GET', '/api/v2/admin/templates') })

  async function save(typed: Typed) {
    const domain = typed.domain?.trim() || null
    if (open?.kind === 'template') await call('POST', '/api/v2/admin/templates', { body: { name: typed.name } })
    else if (open?.tenant) {
      const { id, version } = open.tenant
      await call('PUT', `/api/v2/admin/tenants/${id}`, { body: { name: typed.name, domain, version } })
    } else await call('POST', '/api/v2/admin/tenants', { body: { name: typed.name, domain } })
    setOpen(undefined)
    await Promise.all([list.refetch(), templates.refetch(), reload()])
  }

  return (
    <Page title={texts.nav.tenants} about={tenants.about}>
      <Card
        style={{ marginBottom: 16 }}
        title={texts.nav.tenants}
        extra={
          may && (
            <Button type="primary" onClick={() => setOpen({ kind: 'tenant' })}>
              {tenants.add}
            </Button>
          )
        }
      >
        <Loaded asked={list}>
          {(data) => (
            <Rows
              rows={data.tenants.map((it) => ({
                key: it.id,
                title: <b>{it.name}</b>,
                about: (
                  <>
                    <span className="mono">{it.id}</span> · {it.domain ?? tenants.common} · {showTime(it.created_at, language)}
                  </>
                ),
                actions: may && (
                  <Button onClick={() => setOpen({ kind: 'tenant', tenant: it })}>
                    {common.edit}
                    <span className="hidden"> {it.name}</span>
                  </Button>
                ),
              }))}
            />
          )}
        </Loaded>
      </Card>
      <Card title={tenants.templates} extra={may && <Button onClick={() => setOpen({ kind: 'template' })}>{tenants.addTemplate}</Button>}>
        <Loaded asked={templates}>
          {(data) => (
            <Rows
              empty={tenants.noTemplates}
              rows={data.templates.map((it) => ({
                key: it.client_id,
                title: <b>{it.name}</b>,
                about: <span className="mono">{it.client_id}</span>,
              }))}
            />
          )}
        </Loaded>
      </Card>
      <Edit {...(open && { open })} save={save} close={() => setOpen(undefined)} />
    </Page>
  )
}

function Edit({ open, save, close }: { open?: Open; save(typed: Typed): Promise<void>; close(): void }) {
  const { texts } = useLanguage()
  const { tenants, common } = texts
  const [failure, setFailure] = useState('')
  async function submit(typed: Typed) {
    try {
      setFailure('')
      await save(typed)
    } catch (reason) {
      setFailure(messageOf(reason))
    }
  }
  const tenant = open?.kind === 'tenant' ? open.tenant : undefined
  const title = open?.kind === 'template' ? tenants.addTemplate : (tenant?.name ?? tenants.add)
  return (
    <Modal open={open !== undefined} title={title} footer={null} onCancel={close} destroyOnHidden>
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
      <Form<Typed>
        layout="vertical"
        initialValues={{ name: tenant?.name, domain: tenant?.domain ?? '' }}
        onFinish={(it) => void submit(it)}
      >
        <Form.Item name="name" label={common.name} rules={[{ required: true, message: common.required }]}>
          <Input maxLength={64} autoFocus />
        </Form.Item>
        {open?.kind === 'tenant' && (
          <Form.Item name="domain" label={tenants.domain} extra={tenants.domainAbout}>
            <Input placeholder="login.example.com" />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit">
          {common.save}
        </Button>
      </Form>
    </Modal>
  )
}
