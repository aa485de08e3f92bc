/** How far a try came, step by step, with what an administrator needs where it stopped. */
import { Alert, Descriptions, Flex, Timeline, Typography } from 'antd'
import { Link } from '@tanstack/react-router'
import type { Reply } from '../../api.ts'
import { Mark } from '../../ui/mark.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'

export type Try = Reply<'GET /api/v2/admin/sources/{sourceId}/tries/{tryId}'>
type Step = Try['steps'][number]

export function TrySteps({ steps }: Pick<Try, 'steps'>) {
  const { texts } = useLanguage()
  const { tries } = texts
  return (
    <Timeline
      items={steps.map((it) => ({
        key: it.step,
        color: it.state === 'done' ? 'green' : 'red',
        content: (
          <Flex vertical gap={8}>
            <Typography.Text strong>{it.state === 'done' ? tries[it.step] : tries[`${it.step}Failed`]}</Typography.Text>
            {it.fault && <Fault fault={it.fault} />}
            {it.address && <Typography.Text className="mono">{it.address}</Typography.Text>}
            {it.attributes.length > 0 && <Person attributes={it.attributes} />}
            {it.outcome && <Outcome outcome={it.outcome} />}
            {it.asked.length > 0 && <Asked asked={it.asked} open={it.state === 'failed'} />}
          </Flex>
        ),
      }))}
    />
  )
}

/** What the provider said, and what to do about it. */
function Fault({ fault }: { fault: NonNullable<Step['fault']> }) {
  const { texts } = useLanguage()
  const { tries } = texts
  return (
    <Alert
      type="error"
      showIcon
      title={<span className="mono">{fault.text}</span>}
      description={
        <>
          {fault.setting && <div>{fillIn(tries.setting, { name: fault.setting })}</div>}
          <div>{tries[fault.refusal as 'expired'] ?? ''}</div>
        </>
      }
    />
  )
}

function Person({ attributes }: Pick<Step, 'attributes'>) {
  const { texts } = useLanguage()
  return (
    <Descriptions
      size="small"
      column={1}
      items={attributes.map(({ name, value, from }) => ({
        key: name,
        label: <span className="mono">{name}</span>,
        children: (
          <Flex gap={8} wrap>
            <span style={{ overflowWrap: 'anywhere' }}>{value}</span>
            {from && <Typography.Text type="secondary">{fillIn(texts.tries.from, { name: from })}</Typography.Text>}
          </Flex>
        ),
      }))}
    />
  )
}

function Outcome({ outcome }: { outcome: NonNullable<Step['outcome']> }) {
  const { texts } = useLanguage()
  const { refused } = outcome
  return (
    <>
      {outcome.steps.map((text) => (
        <Typography.Text key={text}>{text}</Typography.Text>
      ))}
      <Flex gap={12} align="center" wrap>
        <Mark kind={outcome.status === 'SUCCESS' ? 'good' : refused ? 'bad' : 'plain'}>
          {refused ? `${refused.error_code}: ${refused.error_msg}` : outcome.status}
        </Mark>
        {outcome.user_id && <Link to={`/users/${outcome.user_id}` as '/'}>{texts.tries.user}</Link>}
      </Flex>
    </>
  )
}

/** Addresses and names, never what they say: enough to put a mapping right. */
function Asked({ asked, open }: Pick<Step, 'asked'> & { open: boolean }) {
  const { texts } = useLanguage()
  const { tries } = texts
  return (
    <details open={open}>
      <summary>{tries.asked}</summary>
      <ul style={{ margin: '8px 0 0', paddingInlineStart: 18 }}>
        {asked.map((it, n) => (
          <li key={`${n} ${it.address}`}>
            <span className="mono">
              {it.method} {it.address} → {it.status ?? tries.noAnswer}
            </span>
            {it.attributes.length > 0 && <div>{fillIn(tries.names, { names: it.attributes.join(', ') })}</div>}
          </li>
        ))}
      </ul>
    </details>
  )
}
