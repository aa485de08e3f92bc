/** Systems of the operator's that are told what happens: how each fares. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Card, Flex, Typography } from 'antd'
import { call, type Reply } from '../../api.ts'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { Rows } from '../../ui/rows.tsx'
import { Loaded } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { fillIn, useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'

export const HOOKS = '/api/v2/admin/webhooks'
export type List = Reply<'GET /api/v2/admin/webhooks'>
export type Webhook = List['webhooks'][number]

export const useWebhooks = () => useQuery({ queryKey: ['webhooks'], queryFn: () => call<List>('GET', HOOKS) })

export function Webhooks() {
  const { texts } = useLanguage()
  const { webhooks } = texts
  const navigate = useNavigate()
  const may = useMay('administrator')
  const asked = useWebhooks()
  const open = (id: string) => void navigate({ to: `/webhooks/${id}` as '/' })

  return (
    <Page
      title={texts.nav.webhooks}
      about={webhooks.about}
      actions={
        may && (
          <Button type="primary" onClick={() => open('new')}>
            {webhooks.add}
          </Button>
        )
      }
    >
      <Card>
        <Loaded asked={asked}>
          {({ webhooks: list }) => (
            <Rows
              empty={webhooks.none}
              rows={list.map((it) => ({
                key: it.id,
                title: (
                  <Flex gap={8} align="center" wrap>
                    <Typography.Text strong>{it.name}</Typography.Text>
                    <State hook={it} />
                  </Flex>
                ),
                about: (
                  <>
                    <div className="mono">{it.url}</div>
                    <div>
                      {it.events.includes('*') ? webhooks.everything : fillIn(webhooks.someEvents, { count: it.events.length })} ·{' '}
                      <LastAnswer hook={it} />
                    </div>
                  </>
                ),
                actions: (
                  <Button onClick={() => open(it.id)}>
                    {may ? texts.common.edit : webhooks.open}
                    <span className="hidden"> {it.name}</span>
                  </Button>
                ),
              }))}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  )
}

export function State({ hook }: { hook: Webhook }) {
  const { texts } = useLanguage()
  const { webhooks, common } = texts
  if (hook.disabled) {
    return <Mark kind={hook.disabled_by === 'hand' ? 'plain' : 'bad'}>{hook.disabled_by === 'hand' ? common.off : webhooks.turnedOff}</Mark>
  }
  if (hook.failing_since !== null) return <Mark kind="bad">{webhooks.failing}</Mark>
  return <Mark kind={hook.last_at === null ? 'plain' : 'good'}>{hook.last_at === null ? webhooks.unused : common.on}</Mark>
}

function LastAnswer({ hook }: { hook: Webhook }) {
  const { texts, language } = useLanguage()
  const { webhooks } = texts
  if (hook.last_at === null) return webhooks.noAnswer
  return fillIn(webhooks.lastAnswer, {
    answer: useAnswerWords()(hook.last_status, hook.last_fault),
    time: showTime(hook.last_at, language),
  })
}

/** "503", "no answer in time", … */
export function useAnswerWords(): (status: number | null, fault: string | null) => string {
  const { texts } = useLanguage()
  const faults = texts.webhookFaults
  return (status, fault) => {
    const why = fault !== null && fault !== 'answered' ? (faults[fault as keyof typeof faults] ?? fault) : ''
    return [status ?? '', why].filter(Boolean).join(' · ')
  }
}
