/** What a page shows while it has nothing to show: loading, failed, empty. */
import { Alert, Button, Empty, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { ApiFailure, messageOf } from '../api.ts'
import { fillIn, useLanguage } from '../console/languages/index.ts'

export function Failing({ reason, again }: { reason: unknown; again?: () => void }) {
  const { texts } = useLanguage()
  const { common } = texts
  const said = messageOf(reason)
  const request = reason instanceof ApiFailure && reason.requestId ? fillIn(common.request, { id: reason.requestId }) : ''
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="failing"
      style={{ margin: 16 }}
      title={common.failed}
      description={
        <>
          <div>{said}</div>
          {request && <div className="mono">{request}</div>}
        </>
      }
      action={again && <Button onClick={again}>{common.again}</Button>}
    />
  )
}

type Asked<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch(): unknown }

/** `children` once it is there; what came before stays while it is asked for again. */
export function Loaded<T>({ asked, children }: { asked: Asked<T>; children(data: T): ReactNode }) {
  if (asked.data !== undefined) return children(asked.data)
  if (asked.error) return <Failing reason={asked.error} again={() => void asked.refetch()} />
  return <Skeleton active paragraph={{ rows: 6 }} style={{ padding: 16 }} />
}

export function Nothing({ text, children }: { text?: string; children?: ReactNode }) {
  const { texts } = useLanguage()
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text ?? texts.common.empty}>
      {children}
    </Empty>
  )
}
