/** How mail gateways fared of late, of this process: what a mail server says is kept nowhere else. */
import type { Ctx, Ground } from '../context.ts'
import { GatewayRefusal } from './gateways/gateway.ts'

type Within = Ground & Pick<Ctx, 'tenant'>
export type TrialFault = { refusal: string; setting?: string; text: string }
/** Times in milliseconds. */
export type Results = {
  sent: number
  failed: number
  failedInARow: number
  lastSentAt: number | null
  lastFailedAt: number | null
  lastFault: string | null
}

const none = (): Results => ({ sent: 0, failed: 0, failedInARow: 0, lastSentAt: null, lastFailedAt: null, lastFault: null })
const all = new WeakMap<object, Map<string, Results>>()

function results(ctx: Within): Map<string, Results> {
  let mine = all.get(ctx.database)
  if (!mine) all.set(ctx.database, (mine = new Map()))
  return mine
}
const keyOf = (ctx: Within, id: string) => `${ctx.tenant.id} ${id}`

/** Whatever is no refusal is a fault of the gateway's own; what it says is for the log. */
export function faultOf(reason: unknown): TrialFault {
  if (!(reason instanceof GatewayRefusal)) return { refusal: 'unreachable', text: 'the gateway failed in an unexpected way; see the log' }
  const { refusal, setting, message } = reason
  return { refusal, text: message, ...(setting !== undefined && { setting }) }
}

export function noteResult(ctx: Within, id: string, reason?: unknown): void {
  const it = results(ctx).get(keyOf(ctx, id)) ?? none()
  if (reason === undefined) Object.assign(it, { sent: it.sent + 1, failedInARow: 0, lastSentAt: ctx.now() })
  else {
    const lastFault = faultOf(reason).text.slice(0, 200)
    Object.assign(it, { failed: it.failed + 1, failedInARow: it.failedInARow + 1, lastFailedAt: ctx.now(), lastFault })
  }
  results(ctx).set(keyOf(ctx, id), it)
}

export const mailResultsOf = (ctx: Within, id: string): Results => results(ctx).get(keyOf(ctx, id)) ?? none()
