/** Gateways in the order they are tried in, how they fare, and a real message through one of them. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Form, Input, Modal, Typography } from 'antd'
import { useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Order } from '../../ui/order.tsx'
import { Rows } from '../../ui/rows.tsx'
import type { Schema } from '../../ui/settings-form.tsx'
import { Loaded } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { fillIn, useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { GatewayForm } from './gateway-form.tsx'

type List = Reply<'GET /api/v2/admin/gateways'>
export type Gateway = List['gateways'][number]
export type Kind = Omit<List['kinds'][number], 'settings'> & { settings: Schema }

export function Gateways({ path, to }: { path: string; to: string }) {
  const { texts, language } = useLanguage()
  const { messages, common, sources } = texts
  const may = useMay('administrator')
  const [editing, setEditing] = useState<Gateway | 'new'>()
  const [testing, setTesting] = useState('')
  const asked = useQuery({ queryKey: ['gateways', path], queryFn: () => call<{ gateways: Gateway[]; kinds: Kind[] }>('GET', path) })

  return (
    <Card
      extra={
        may && (
          <Button type="primary" onClick={() => setEditing('new')}>
            {messages.addGateway}
          </Button>
        )
      }
      title={messages.tried}
    >
      <Loaded asked={asked}>
        {({ gateways, kinds }) => (
          <>
            <Rows
              empty={messages.noGateway}
              rows={gateways.map((it, n) => ({
                key: it.id,
                title: (
                  <Flex gap={12} align="center">
                    <Badge name={it.gateway} />
                    <div>
                      <Flex gap={8} align="center" wrap>
                        <Typography.Text strong>{it.id}</Typography.Text>
                        <Mark kind={it.health.failing ? 'bad' : it.health.sent + it.health.delivered > 0 ? 'good' : 'plain'}>
                          {it.health.failing
                            ? messages.failing
                            : it.health.sent + it.health.delivered > 0
                              ? messages.working
                              : messages.unused}
                        </Mark>
                        {it.health.breaker === 'open' && <Mark kind="warn">{messages.resting}</Mark>}
                        {!it.served && <Mark kind="warn">{sources.unserved}</Mark>}
                      </Flex>
                      <Typography.Text type="secondary">
                        {labelOf(kinds, it.gateway, language)} ·{' '}
                        {fillIn(messages.fared, {
                          sent: it.health.sent,
                          delivered: it.health.delivered,
                          failed: it.health.failed + it.health.undelivered,
                        })}
                        {it.health.last_sent_at !== null && ` · ${showTime(it.health.last_sent_at, language)}`}
                      </Typography.Text>
                      {it.health.failing && it.health.last_fault && <div>{it.health.last_fault}</div>}
                    </div>
                  </Flex>
                ),
                actions: may && (
                  <>
                    <Order path={`${path}/order`} ids={gateways.map((one) => one.id)} at={n} name={it.id} done={asked.refetch} />
                    <Button onClick={() => setTesting(it.id)}>{messages.test}</Button>
                    <Button onClick={() => setEditing(it)}>
                      {common.edit}
                      <span className="hidden"> {it.id}</span>
                    </Button>
                  </>
                ),
              }))}
            />
            <GatewayForm
              key={editing === 'new' ? 'new' : editing?.id}
              path={path}
              kinds={kinds}
              open={editing !== undefined}
              {...(editing && editing !== 'new' && { gateway: editing })}
              close={() => {
                setEditing(undefined)
                void asked.refetch()
              }}
            />
          </>
        )}
      </Loaded>
      <Test path={`${path}/${testing}/test`} to={to} open={testing !== ''} close={() => setTesting('')} done={() => void asked.refetch()} />
    </Card>
  )
}

const labelOf = (kinds: Kind[], id: string, language: string) => {
  const label = kinds.find((it) => it.id === id)?.label
  return (language === 'zh-CN' ? label?.zh : label?.en) ?? id
}

type Tried = Reply<'POST /api/v2/admin/gateways/{gatewayId}/test'>

function Test({ path, to, open, close, done }: { path: string; to: string; open: boolean; close(): void; done(): void }) {
  const { texts } = useLanguage()
  const { messages, common } = texts
  const [tried, setTried] = useState<Tried>()
  const [failure, setFailure] = useState('')
  async function send(body: { to: string }) {
    try {
      setFailure('')
      setTried(await call<Tried>('POST', path, { body }))
      done()
    } catch (reason) {
      setFailure(messageOf(reason))
    }
  }
  const good = tried && !tried.fault
  return (
    <Modal
      open={open}
      title={messages.test}
      footer={null}
      destroyOnHidden
      onCancel={() => {
        setTried(undefined)
        setFailure('')
        close()
      }}
    >
      <Typography.Paragraph type="secondary">{messages.testAbout}</Typography.Paragraph>
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
      {tried && (
        <Alert
          type={good ? 'success' : 'error'}
          showIcon
          role="status"
          style={{ marginBottom: 16 }}
          title={good ? messages.taken : messages.refused}
          {...(tried.fault && { description: tried.fault.text })}
        />
      )}
      <Form<{ to: string }> layout="vertical" onFinish={(it) => void send(it)}>
        <Form.Item name="to" label={to} rules={[{ required: true, message: common.required }]}>
          <Input />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {messages.sendIt}
        </Button>
      </Form>
    </Modal>
  )
}
