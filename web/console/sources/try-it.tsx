/** The real round trip to a provider, in a window of its own. It comes back to tried.tsx; this page asks the server how far it is. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { ApiFailure, call, messageOf, type Reply } from '../../api.ts'
import { useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import type { Source } from './sources.tsx'
import { type Try, TrySteps } from './try-steps.tsx'

type Begun = Reply<'POST /api/v2/admin/sources/{sourceId}/tries'>
/** Asked so often, in milliseconds, while somebody is at the provider. */
const EVERY = 1500

export function TryIt({ source }: { source: Source }) {
  const { texts } = useLanguage()
  const { tries } = texts
  const may = useMay('administrator')
  const [begun, setBegun] = useState<Begun>()
  const [blocked, setBlocked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const path = `/api/v2/admin/sources/${source.id}/tries`
  const asked = useQuery({
    queryKey: ['tries', begun?.try_id],
    queryFn: () => call<Try>('GET', `${path}/${begun?.try_id}`),
    enabled: begun !== undefined && begun.state !== 'done',
    refetchInterval: ({ state }) => (state.data?.state === 'done' || state.error ? false : EVERY),
    // It goes on behind the other window.
    refetchIntervalInBackground: true,
    retry: (_, reason) => !(reason instanceof ApiFailure),
  })
  const current: Try | undefined = asked.data ?? begun

  async function begin() {
    // Within the click, or the browser takes it for an advertisement.
    const opened = source.served ? window.open('about:blank', '_blank', 'popup,width=560,height=760') : null
    setBusy(true)
    setFailure('')
    try {
      const it = await call<Begun>('POST', path)
      setBegun(it)
      setBlocked(it.url !== null && !opened)
      if (it.url && opened) opened.location.replace(it.url)
      else opened?.close()
    } catch (reason) {
      opened?.close()
      setFailure(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }

  async function send(code: string) {
    try {
      setFailure('')
      await call('POST', `${path}/${begun?.try_id}/answer`, { body: { code } })
      await asked.refetch()
    } catch (reason) {
      setFailure(messageOf(reason))
    }
  }

  const waits = current && current.state !== 'done' && !asked.error
  return (
    <Card title={tries.title} style={{ marginTop: 16 }}>
      <Typography.Paragraph type="secondary">{tries.about}</Typography.Paragraph>
      <Typography.Paragraph>
        {tries.callback}: <Typography.Text className="mono">{source.redirect_uri}</Typography.Text>
        <br />
        <Typography.Text type="secondary">{tries.callbackAbout}</Typography.Text>
      </Typography.Paragraph>
      {may && (
        <Button loading={busy} onClick={() => void begin()}>
          {current ? tries.anew : tries.begin}
        </Button>
      )}
      {(failure || asked.error) && (
        <Alert type="error" showIcon role="alert" title={failure || messageOf(asked.error)} style={{ marginTop: 16 }} />
      )}
      {current && (
        <div style={{ marginTop: 20 }}>
          <Typography.Paragraph role="status">
            {asked.error
              ? ''
              : current.state === 'done'
                ? tries.done
                : current.state === 'asking'
                  ? tries.asking
                  : current.by_code
                    ? tries.byCode
                    : tries.waiting}
          </Typography.Paragraph>
          {waits && blocked && begun?.url && (
            <Typography.Paragraph>
              {tries.blocked}{' '}
              <a href={begun.url} target="_blank" rel="noreferrer">
                {tries.open}
              </a>
            </Typography.Paragraph>
          )}
          {waits && current.by_code && <Paste send={send} />}
          <TrySteps steps={current.steps} />
        </div>
      )}
    </Card>
  )
}

/** For whoever has no page: the code that an application on a device was given. */
function Paste({ send }: { send(code: string): Promise<void> }) {
  const { texts } = useLanguage()
  const { tries, common } = texts
  const [busy, setBusy] = useState(false)
  return (
    <Form<{ pasted: string }>
      layout="vertical"
      onFinish={({ pasted }) => {
        setBusy(true)
        void send(pasted.trim()).finally(() => setBusy(false))
      }}
    >
      <Flex gap={8} align="end" wrap>
        <Form.Item name="pasted" label={tries.code} rules={[{ required: true, message: common.required }]} style={{ flex: '1 1 240px' }}>
          <Input className="mono" autoComplete="off" maxLength={4096} />
        </Form.Item>
        <Form.Item>
          <Button htmlType="submit" loading={busy}>
            {tries.send}
          </Button>
        </Form.Item>
      </Flex>
    </Form>
  )
}
