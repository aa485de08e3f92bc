/** The applications of the tenant. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Form, Input, Modal, Typography } from 'antd'
import { useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { Rows } from '../../ui/rows.tsx'
import { Loaded } from '../../ui/states.tsx'
import { useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'

export type Application = Reply<'GET /api/v2/admin/apps'>['apps'][number]
export const APPS = '/api/v2/admin/apps'

const logoOf = ({ settings }: Application) => (settings['hosted'] as { logo?: string } | undefined)?.logo

export function Applications() {
  const { texts } = useLanguage()
  const { apps, common } = texts
  const navigate = useNavigate()
  const may = useMay('administrator')
  const [adding, setAdding] = useState(false)
  const asked = useQuery({ queryKey: ['apps'], queryFn: () => call<{ apps: Application[] }>('GET', APPS) })
  const open = (id: string) => void navigate({ to: `/applications/${id}` as '/' })
  return (
    <Page
      title={texts.nav.applications}
      about={apps.about}
      actions={
        may && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {apps.add}
          </Button>
        )
      }
    >
      <Card>
        <Loaded asked={asked}>
          {(data) => (
            <Rows
              empty={apps.none}
              rows={data.apps.map((it) => ({
                key: it.client_id,
                title: (
                  <Flex gap={12} align="center">
                    <Badge name={it.name} picture={logoOf(it)} />
                    <div>
                      <Flex gap={8} align="center">
                        <Typography.Text strong>{it.name}</Typography.Text>
                        {it.disabled && <Mark kind="bad">{common.disabled}</Mark>}
                        {!it.has_secret && <Mark>{apps.noSecret}</Mark>}
                      </Flex>
                      <Typography.Text type="secondary" className="mono">
                        {it.client_id}
                      </Typography.Text>
                    </div>
                  </Flex>
                ),
                actions: (
                  <Button onClick={() => open(it.client_id)}>
                    {common.edit}
                    <span className="hidden"> {it.name}</span>
                  </Button>
                ),
              }))}
            />
          )}
        </Loaded>
      </Card>
      <NewApplication open={adding} close={() => setAdding(false)} done={open} />
    </Page>
  )
}

function NewApplication({ open, close, done }: { open: boolean; close(): void; done(id: string): void }) {
  const { texts } = useLanguage()
  const client = useQueryClient()
  const [failure, setFailure] = useState('')
  async function make(body: { name: string }) {
    try {
      setFailure('')
      const made = await call<Application>('POST', APPS, { body })
      await client.invalidateQueries({ queryKey: ['apps'] })
      done(made.client_id)
    } catch (reason) {
      setFailure(messageOf(reason))
    }
  }
  return (
    <Modal open={open} title={texts.apps.add} footer={null} onCancel={close} destroyOnHidden>
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
      <Form<{ name: string }> layout="vertical" onFinish={(it) => void make(it)}>
        <Form.Item
          name="name"
          label={texts.common.name}
          extra={texts.apps.nameAbout}
          rules={[{ required: true, message: texts.common.required }]}
        >
          <Input maxLength={64} autoFocus />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {texts.apps.add}
        </Button>
      </Form>
    </Modal>
  )
}
