/** Where a try leads back to: what the provider sent stands behind the #, is handed to the server once, and goes from the address. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Card, Typography } from 'antd'
import { useState } from 'react'
import { call, messageOf } from '../../api.ts'
import { Page } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { useLanguage } from '../languages/index.ts'
import { type Try, TrySteps } from './try-steps.tsx'

function takeAnswer(): Record<string, string> | undefined {
  const said = Object.fromEntries(new URLSearchParams(window.location.hash.slice(1)))
  if (!said['state']) return undefined
  // A code has no business in the history.
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
  return said
}

export function Tried() {
  const { sourceId, tryId } = useParams({ strict: false }) as { sourceId: string; tryId: string }
  const { texts } = useLanguage()
  const { tries, common } = texts
  const navigate = useNavigate()
  const [said] = useState(takeAnswer)
  const path = `/api/v2/admin/sources/${encodeURIComponent(sourceId)}/tries/${encodeURIComponent(tryId)}`
  const asked = useQuery({
    queryKey: ['tried', tryId],
    queryFn: () => (said ? call<Try>('POST', `${path}/answer`, { body: said }) : call<Try>('GET', path)),
    // It is answered once: nothing sends it again.
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  return (
    <Page
      title={tries.back}
      about={tries.closeAbout}
      actions={
        <>
          <Button onClick={() => window.close()}>{common.close}</Button>
          <Button onClick={() => void navigate({ to: `/sources/${sourceId}` as '/' })}>{tries.toSource}</Button>
        </>
      }
    >
      <Card>
        {asked.error ? (
          <Alert type="error" showIcon role="alert" title={messageOf(asked.error)} />
        ) : (
          <Loaded asked={asked}>
            {({ steps, state }) => (
              <>
                <Typography.Paragraph role="status">{state === 'done' ? tries.done : tries.asking}</Typography.Paragraph>
                <TrySteps steps={steps} />
              </>
            )}
          </Loaded>
        )}
      </Card>
    </Page>
  )
}
