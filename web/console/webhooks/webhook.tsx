/** One webhook: where it leads and what it is told, its secret, a test, and what came of each message. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Card, Flex, Form, Input, Switch, Typography } from 'antd'
import { useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { EditForm } from '../../ui/edit-form.tsx'
import { Page } from '../../ui/page.tsx'
import { Secret } from '../../ui/secret.tsx'
import { Loaded } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { fillIn, useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { Deliveries } from './deliveries.tsx'
import { EventsInput } from './events-input.tsx'
import { Verify } from './verify.tsx'
import { HOOKS, type List, State, useAnswerWords, useWebhooks, type Webhook } from './webhooks.tsx'

export function WebhookPage() {
  const { webhookId } = useParams({ strict: false }) as { webhookId: string }
  const asked = useWebhooks()
  const { texts } = useLanguage()
  // Shown on the page of what was just made: it is never told again.
  const [made, setMade] = useState<{ id: string; secret: string }>()
  return (
    <Loaded asked={asked}>
      {({ webhooks, types }) => {
        const hook = webhooks.find((it) => it.id === webhookId)
        if (!hook && webhookId !== 'new') return <Alert type="error" showIcon title={texts.webhooks.gone} />
        return (
          <Page
            title={hook?.name ?? texts.webhooks.add}
            about={hook && <span className="mono">{hook.id}</span>}
            actions={hook && <State hook={hook} />}
          >
            {made?.id === webhookId && <Secret about={texts.webhooks.secretShown} value={made.secret} />}
            {hook?.disabled && hook.disabled_by !== 'hand' && (
              <Alert
                type="warning"
                showIcon
                style={{ marginBottom: 16 }}
                title={hook.disabled_by === 'gone' ? texts.webhooks.offGone : texts.webhooks.offFailing}
              />
            )}
            <Edit key={`edit ${webhookId}`} types={types} setMade={setMade} refetch={() => asked.refetch()} {...(hook && { hook })} />
            {hook && <SigningSecret hook={hook} show={(secret) => setMade({ id: hook.id, secret })} refetch={() => asked.refetch()} />}
            {hook && <Deliveries key={`told ${hook.id}`} hook={hook} />}
            <Verify />
          </Page>
        )
      }}
    </Loaded>
  )
}

type Typed = { name: string; url: string; events: string[]; on: boolean }
type EditProps = { hook?: Webhook; types: List['types']; setMade(made: { id: string; secret: string }): void; refetch(): Promise<unknown> }

function Edit({ hook, types, setMade, refetch }: EditProps) {
  const { texts } = useLanguage()
  const { webhooks, common } = texts
  const navigate = useNavigate()
  const confirm = useConfirm()
  const may = useMay('administrator')

  async function save({ on, ...typed }: Typed) {
    const body = { ...typed, disabled: !on }
    if (hook) {
      await call('PUT', `${HOOKS}/${hook.id}`, { body: { ...body, version: hook.version } })
      await refetch()
      return
    }
    const { id, secret } = await call<Reply<'POST /api/v2/admin/webhooks'>>('POST', HOOKS, { body })
    setMade({ id, secret })
    await refetch()
    // After the form knows that it is saved.
    setTimeout(() => void navigate({ to: `/webhooks/${id}` as '/' }))
  }
  const remove = (it: Webhook) =>
    confirm({
      title: webhooks.remove,
      lost: fillIn(webhooks.removeLost, { name: it.name }),
      act: common.remove,
      type: it.name,
      run: async () => {
        await call('DELETE', `${HOOKS}/${it.id}`)
        await navigate({ to: '/webhooks' as '/' })
        await refetch()
      },
    })

  return (
    <EditForm<Typed>
      value={useTyped(hook)}
      disabled={!may}
      startDirty={!hook}
      reload={() => void refetch()}
      save={save}
      actions={
        hook &&
        may && (
          <Button danger onClick={() => remove(hook)}>
            {common.remove}
          </Button>
        )
      }
    >
      <Card style={{ marginBottom: 16 }}>
        <Form.Item name="name" label={common.name} rules={[{ required: true, message: common.required }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="url" label={webhooks.url} extra={webhooks.urlAbout} rules={[{ required: true, message: common.required }]}>
          <Input className="mono" maxLength={2000} placeholder="https://" inputMode="url" autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="events"
          label={webhooks.events}
          rules={[{ required: true, type: 'array', min: 1, message: webhooks.chooseEvents }]}
        >
          <EventsInput types={types} disabled={!may} />
        </Form.Item>
        <Form.Item name="on" label={common.enabled} valuePropName="checked" extra={webhooks.onAbout} style={{ marginBottom: 0 }}>
          <Switch />
        </Form.Item>
      </Card>
    </EditForm>
  )
}

/** The same object as long as it is the same state: what is typed is not reset by a look at how it fares. */
function useTyped(hook: Webhook | undefined): Typed {
  const make = (): Typed => ({ name: hook?.name ?? '', url: hook?.url ?? '', events: hook?.events ?? [], on: !hook?.disabled })
  const [held, setHeld] = useState(() => ({ version: hook?.version, typed: make() }))
  if (held.version === hook?.version) return held.typed
  const next = { version: hook?.version, typed: make() }
  setHeld(next)
  return next.typed
}

type Tried = Reply<'POST /api/v2/admin/webhooks/{webhookId}/test'>
type SecretProps = { hook: Webhook; show(secret: string): void; refetch(): Promise<unknown> }

/** The secret, and whether it arrives. */
function SigningSecret({ hook, show, refetch }: SecretProps) {
  const { texts, language } = useLanguage()
  const { webhooks } = texts
  const { message } = App.useApp()
  const client = useQueryClient()
  const confirm = useConfirm()
  const say = useAnswerWords()
  const may = useMay('administrator')
  const [tried, setTried] = useState<Tried>()
  const [busy, setBusy] = useState(false)
  if (!may) return null

  async function test() {
    setBusy(true)
    try {
      setTried(await call<Tried>('POST', `${HOOKS}/${hook.id}/test`))
      await Promise.all([refetch(), client.invalidateQueries({ queryKey: ['list'] })])
    } catch (reason) {
      void message.error(messageOf(reason), 8)
    } finally {
      setBusy(false)
    }
  }
  const replace = (keep_old: boolean) =>
    confirm({
      title: webhooks.newSecret,
      lost: keep_old ? webhooks.newSecretLost : webhooks.newSecretNowLost,
      act: webhooks.newSecret,
      run: async () => {
        show((await call<{ secret: string }>('POST', `${HOOKS}/${hook.id}/secret`, { body: { keep_old } })).secret)
        await refetch()
        window.scrollTo({ top: 0 })
      },
    })
  const answer = tried?.answers.at(-1)
  const good = tried?.state === 'sent'
  return (
    <Card title={webhooks.secret} style={{ margin: '16px 0' }}>
      <Typography.Paragraph type="secondary">
        {webhooks.secretAbout}
        {hook.old_secret_until !== null && ` ${fillIn(webhooks.oldUntil, { time: showTime(hook.old_secret_until, language) })}`}
      </Typography.Paragraph>
      {tried && (
        <Alert
          type={good ? 'success' : 'error'}
          showIcon
          role="status"
          style={{ marginBottom: 16 }}
          title={good ? webhooks.taken : webhooks.notTaken}
          {...(answer && { description: fillIn(webhooks.answered, { answer: say(answer.status, answer.fault), ms: answer.ms }) })}
        />
      )}
      <Flex gap={8} wrap>
        <Button type="primary" loading={busy} onClick={() => void test()}>
          {webhooks.test}
        </Button>
        <Button onClick={() => replace(true)}>{webhooks.newSecret}</Button>
        <Button danger onClick={() => replace(false)}>
          {webhooks.newSecretNow}
        </Button>
      </Flex>
    </Card>
  )
}
