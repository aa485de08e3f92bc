/**
 * A form over something the server has: what is typed is not lost by a click beside it, and what somebody else has changed
 * meanwhile is not overwritten (the server compares `version`; see changedMeanwhile in docs/errors.md).
 */
import { useBlocker } from '@tanstack/react-router'
import { Alert, App, Button, Flex, Form, type FormInstance, Modal } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
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
  useEffect(() => {
    // What is typed stays when the page is fetched again behind it.
    if (!dirty) form.setFieldsValue(value as Parameters<typeof form.setFieldsValue>[0])
  }, [form, value, dirty])
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

/** Faults stand beside their fields, where there is one of that name. */
function markFields<T>(form: FormInstance<T>, { faults }: ApiFailure) {
  type Fields = Parameters<FormInstance<T>['setFields']>[0]
  form.setFields(faults.map(({ path, fault }) => ({ name: path.split(/[./]/).filter(Boolean), errors: [fault] })) as unknown as Fields)
}
