/**
 * How mail gateways fared of late, whichever process sent. Each counts what it sees and adds it to the row of the day now and then: a
 * sign-in must not wait behind every other one for the row of their gateway.
 */
import { type AdminCtx, type Ctx, type Ground, transact } from '../context.ts'
import { GatewayRefusal } from './gateways/gateway.ts'
import { addMailResults, listMailResults, type Results } from './store.ts'

type Within = Ground & Pick<Ctx, 'tenant'>
export type TrialFault = { refusal: string; setting?: string; text: string }

const DAY = 86_400_000
/** Days that are looked at, today among them. */
const LAST = 7
/** What one process saw is written at most so often; the rest comes with the next e-mail, or with the clean-up. */
const EVERY = 5000

const none = (): Results => ({ sent: 0, failed: 0, failedRun: 0, lastSentAt: null, lastFailedAt: null, lastFault: null })
/** As the statement that adds them does it. */
const join = (older: Results, newer: Results): Results => ({
  sent: older.sent + newer.sent,
  failed: older.failed + newer.failed,
  failedRun: newer.sent > 0 ? newer.failedRun : older.failedRun + newer.failedRun,
  lastSentAt: newer.lastSentAt ?? older.lastSentAt,
  lastFailedAt: newer.lastFailedAt ?? older.lastFailedAt,
  lastFault: newer.lastFault ?? older.lastFault,
})

type Seen = { tenantId: string; gatewayId: string; day: number; results: Results }
type Mine = { unwritten: Map<string, Seen>; writtenAt: Map<string, number> }
const all = new WeakMap<object, Mine>()

function seen(ctx: Ground): Mine {
  let mine = all.get(ctx.database)
  if (!mine) all.set(ctx.database, (mine = { unwritten: new Map(), writtenAt: new Map() }))
  return mine
}

/** Whatever is no refusal is a fault of the gateway's own; what it says is for the log. */
export function faultOf(reason: unknown): TrialFault {
  if (!(reason instanceof GatewayRefusal)) return { refusal: 'unreachable', text: 'the gateway failed in an unexpected way; see the log' }
  const { refusal, setting, message } = reason
  return { refusal, text: message, ...(setting !== undefined && { setting }) }
}

/** Outside every transaction. Whoever sends is not kept from it by a count that cannot be written. */
export async function noteResult(ctx: Within, gatewayId: string, reason?: unknown): Promise<void> {
  const now = ctx.now()
  const fresh: Results =
    reason === undefined
      ? { ...none(), sent: 1, lastSentAt: now }
      : { ...none(), failed: 1, failedRun: 1, lastFailedAt: now, lastFault: faultOf(reason).text.slice(0, 200) }
  const { unwritten, writtenAt } = seen(ctx)
  const key = `${ctx.tenant.id} ${gatewayId}`
  const day = Math.floor(now / DAY)
  // Around midnight a few of yesterday's count for today.
  unwritten.set(key, { tenantId: ctx.tenant.id, gatewayId, day, results: join(unwritten.get(key)?.results ?? none(), fresh) })
  if (now - (writtenAt.get(key) ?? -Infinity) < EVERY) return
  await write(ctx, [key]).catch((cause: unknown) =>
    ctx.log.error({ gateway: gatewayId, err: cause }, 'how an e-mail fared could not be written'),
  )
}

async function write(ctx: Ground, keys: string[]): Promise<void> {
  const { unwritten, writtenAt } = seen(ctx)
  for (const key of keys) {
    const it = unwritten.get(key)
    if (!it) continue
    // Taken now, at once: what comes in while this is being written is a count of its own.
    unwritten.delete(key)
    writtenAt.set(key, ctx.now())
    const { tenantId, gatewayId, day, results } = it
    try {
      await transact(ctx, (ctx) => addMailResults(ctx, { tenantId, gatewayId, day, ...results, expiresAt: (day + LAST) * DAY }))
    } catch (cause) {
      unwritten.set(key, { ...it, results: join(results, unwritten.get(key)?.results ?? none()) })
      throw cause
    }
  }
}

/** With the clean-up: nothing waits for an e-mail that never comes. */
export const writeMailResults = (ctx: Ground): Promise<void> => write(ctx, [...seen(ctx).unwritten.keys()])

/** A gateway that is gone, or another one of the same name. */
export const forgetResults = (ctx: Ground, tenantId: string, gatewayId: string): void =>
  void seen(ctx).unwritten.delete(`${tenantId} ${gatewayId}`)

export async function mailResultsOf(ctx: AdminCtx, ids: string[]): Promise<Map<string, Results>> {
  const tenantId = ctx.tenant.id
  const rows = ids.length ? await listMailResults(ctx, { tenantId, since: Math.floor(ctx.now() / DAY) - LAST + 1 }) : []
  return new Map(
    ids.map((id) => {
      const mine = seen(ctx).unwritten.get(`${tenantId} ${id}`)?.results ?? none()
      return [id, [...rows.filter((it) => it.gatewayId === id), mine].reduce<Results>(join, none())]
    }),
  )
}
