/**
 * A form over something the server has: what is typed is not lost by a click beside it, and what somebody else has changed
 * meanwhile is not overwritten (the server compares `version`; see changedMeanwhile in docs/errors.md).
 */
import { useBlocker } from '@tanstack/react-router'
import { Alert, App, Button, Flex, Form, type FormInstance, Modal } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiFailure, messageOf } from '../api.ts'
import { useLanguage } from '../console/languages/index.ts'

type Props<T> = {
  /** What the server has. */
  value: T
  /** Sends what is typed; resolves when the server took it. */
  save(typed: T): Promise<unknown>
  /** Fetches the server's version anew. */
  reload(): void
  disabled?: boolean
  /** Whether what is there to begin with can be saved as it is: something new. */
  startDirty?: boolean
  saveText?: string
  /** More buttons beside "save". */
  actions?: ReactNode
  children: ReactNode
}

export function EditForm<T extends object>({
  value,
  save,
  reload,
  disabled = false,
  startDirty = false,
  saveText,
  actions,
  children,
}: Props<T>) {
  const { texts } = useLanguage()
  const { common } = texts
  const { message } = App.useApp()
  const [form] = Form.useForm<T>()
  const [dirty, setDirty] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const theirs = JSON.stringify(value)
  const shown = useRef(theirs)
  useEffect(() => {
    // What is typed stays when the page is fetched again behind it. Begun anew, because setting values leaves what is only here.
    if (dirty || shown.current === theirs) return
    shown.current = theirs
    form.resetFields()
  }, [form, theirs, dirty])
  const blocker = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: () => dirty, withResolver: true })

  async function submit(typed: T) {
    setBusy(true)
    setFailure(undefined)
    try {
      await save(typed)
      setDirty(false)
      void message.success(common.saved)
    } catch (reason) {
      setFailure(reason)
      if (reason instanceof ApiFailure) markFields(form, reason)
    } finally {
      setBusy(false)
    }
  }

  const stale = failure instanceof ApiFailure && failure.status === 409
  return (
    <Form
      form={form}
      layout="vertical"
      disabled={disabled}
      initialValues={value}
      scrollToFirstError={{ focus: true }}
      onValuesChange={() => setDirty(true)}
      onFinish={(typed) => void submit(typed)}
    >
      {failure !== undefined && (
        <Alert
          type={stale ? 'warning' : 'error'}
          showIcon
          role="alert"
          style={{ marginBottom: 16 }}
          title={stale ? common.changedMeanwhile : messageOf(failure)}
          {...(stale && {
            action: (
              <Button
                onClick={() => {
                  setDirty(false)
                  setFailure(undefined)
                  reload()
                }}
              >
                {common.loadTheirs}
              </Button>
            ),
          })}
          {...(failure instanceof ApiFailure && failure.faults.length > 0 && { description: <Faults of={failure} /> })}
        />
      )}
      {children}
      <Flex gap={8} wrap>
        <Button type="primary" htmlType="submit" loading={busy} disabled={disabled || !(dirty || startDirty)}>
          {saveText ?? common.save}
        </Button>
        {actions}
      </Flex>
      <Modal
        open={blocker.status === 'blocked'}
        title={common.unsaved}
        okText={common.leave}
        cancelText={common.stay}
        onOk={() => blocker.proceed?.()}
        onCancel={() => blocker.reset?.()}
      />
    </Form>
  )
}

function Faults({ of }: { of: ApiFailure }) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: 18 }}>
      {of.faults.map(({ path, fault }) => (
        <li key={`${path} ${fault}`}>
          <span className="mono">{path}</span>: {fault}
        </li>
      ))}
    </ul>
  )
}

type Name = (string | number)[]

/** `sms.routes[0].gateways` and `prices["a b"]`, as the names of a form are written. */
const nameOf = (path: string): Name =>
  [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|[^.[\]/]+/g)].map(([whole, key, place]) => key ?? (place ? Number(place) : whole))

/** Faults stand beside their fields; one of something within a field beside that, with what it is there. The first is gone to. */
function markFields<T>(form: FormInstance<T>, { faults }: ApiFailure) {
  type Fields = Parameters<FormInstance<T>['setFields']>[0]
  const known = new Map(form.getFieldsError().map(({ name }) => [JSON.stringify(name), name as Name]))
  const found = new Map<string, string[]>()
  for (const { path, fault } of faults) {
    const name = nameOf(path)
    const depth = name.findLastIndex((_, i) => known.has(JSON.stringify(name.slice(0, i + 1)))) + 1
    if (depth === 0) continue
    const at = JSON.stringify(name.slice(0, depth))
    const inner = name.slice(depth).map((it) => (typeof it === 'number' ? it + 1 : it))
    found.set(at, [...(found.get(at) ?? []), inner.length ? `${inner.join(' ')}: ${fault}` : fault])
  }
  form.setFields([...found].map(([at, errors]) => ({ name: known.get(at), errors })) as unknown as Fields)
  const [first] = found.keys()
  if (first) form.scrollToField(known.get(first) as never, { focus: true, block: 'center' })
}
