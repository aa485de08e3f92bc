/** How the gateways of a tenant fared of late: the messages they took or did not, and whether they are being left alone. */
import type { AdminCtx } from '../context.ts'
import { type Breaker, breakerOf } from './breaker.ts'
import { keyOf } from './routes.ts'
import { listLastSent } from './store.ts'

/** Messages of a tenant that are looked at, and of one gateway. */
const LAST = 1000
const LAST_OF_ONE = 100

export type Results = {
  breaker: Breaker
  /** Of the last messages that went to it first or that it took: on their way or without a receipt; what nobody took. */
  sent: number
  delivered: number
  undelivered: number
  failed: number
  /** How many of the newest nobody took, one after the other. */
  failedInARow: number
  /** Milliseconds; of the newest of each. */
  lastSentAt: number | null
  lastFailedAt: number | null
  lastFault: string | null
}

export async function resultsOf(ctx: AdminCtx, ids: string[]): Promise<Map<string, Results>> {
  const rows = ids.length ? await listLastSent(ctx, { tenantId: ctx.tenant.id, most: LAST }) : []
  return new Map(
    ids.map((id) => {
      const own = rows.filter((it) => it.gatewayId === id).slice(0, LAST_OF_ONE)
      const count = (state: string) => own.filter((it) => it.state === state).length
      const failed = own.find((it) => it.state === 'failed')
      const good = own.findIndex((it) => it.state !== 'failed')
      return [
        id,
        {
          breaker: breakerOf(ctx, keyOf(ctx.tenant.id, id)),
          sent: count('sent'),
          delivered: count('delivered'),
          undelivered: count('undelivered'),
          failed: count('failed'),
          failedInARow: good < 0 ? own.length : good,
          lastSentAt: own[good]?.createdAt ?? null,
          lastFailedAt: failed?.createdAt ?? null,
          lastFault: failed?.detail ?? null,
        },
      ]
    }),
  )
}
