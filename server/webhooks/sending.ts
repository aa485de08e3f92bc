/** One POST, and what came of it. */
import type { Ground } from '../context.ts'
import { OutboundRefusal } from '../outbound.ts'
import type { Schema } from '../schema/tables.ts'
import { signedHeaders } from '../signing.ts'
import { keysOf, type WebhookRow } from './hooks.ts'

export type Delivery = Schema['webhookDeliveries']

/** Why it was not taken. What the other side wrote is not kept: it is nobody's here. */
export type Fault = 'answered' | 'gone' | 'redirect' | 'timeout' | 'forbidden_address' | 'https_required' | 'network'

/** What came of a try. `ms`: how long it took. */
export type Answer = { at: number; ms: number; status: number | null; fault: Fault | null }

const GONE = 410

/**
 * By the guarded outbound fetch: no address inside the operator's network, no redirects, an end after ten seconds. Nothing when
 * it was broken off by us: then it was no try.
 */
export async function post(
  ctx: Ground,
  fetch: typeof globalThis.fetch,
  hook: WebhookRow,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const at = ctx.now()
  const began = performance.now()
  const answer = (status: number | null, fault: Fault | null): Answer => ({ at, ms: Math.round(performance.now() - began), status, fault })
  if (!isSecure(ctx, hook.url)) return answer(null, 'https_required')
  const body = delivery.payload
  try {
    const { status } = await fetch(hook.url, {
      method: 'POST',
      body,
      headers: { ...signedHeaders(keysOf(ctx, hook), { id: delivery.id, at, body }), 'user-agent': 'Bowline' },
      redirect: 'manual',
      signal,
    })
    if (status >= 200 && status < 300) return answer(status, null)
    return answer(status, status === GONE ? 'gone' : status >= 300 && status < 400 ? 'redirect' : 'answered')
  } catch (reason) {
    if (signal.aborted) return undefined
    return answer(null, faultOf(reason))
  }
}

function faultOf(reason: unknown): Fault {
  if (!(reason instanceof OutboundRefusal)) return 'network'
  return reason.kind === 'too_large' ? 'network' : reason.kind
}

/** What is told is about people: in the open it travels nowhere but on a developer's machine. */
export const isSecure = ({ config }: Pick<Ground, 'config'>, url: string): boolean =>
  config.mode === 'development' || url.startsWith('https://')
