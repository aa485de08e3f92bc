/** What vendors tell of the messages they took (delivery receipts), and what follows from it for the next ones. */
import { createCache } from '../cache.ts'
import { type Ctx, type Ground, transact } from '../context.ts'
import type { Receipt } from './gateways/gateway.ts'
import { listLastMessages, markReceipts, settleMessage } from './store.ts'

const HOUR = 3_600_000
/** A gateway that told nothing for so long is not held to it any more. */
const TELLS_FOR = 7 * 24 * HOUR

/** Receipts that were faster than our own note of what the vendor calls the message: kept a moment, of this process. */
const early = new WeakMap<object, Map<string, Receipt>>()
const MOST_EARLY = 1000

const keyOf = (tenantId: string, gatewayId: string, vendorId: string) => `${tenantId} ${gatewayId} ${vendorId}`

function waiting(ctx: Ground): Map<string, Receipt> {
  let mine = early.get(ctx.database)
  if (!mine) early.set(ctx.database, (mine = new Map()))
  return mine
}

type Teller = { id: string; gateway: string }

/** Writes down what became of messages of this gateway; of any other it can say nothing. */
export async function takeReceipts(ctx: Ground, tenantId: string, teller: Teller, receipts: Receipt[]): Promise<void> {
  const unknown = await transact(ctx, async (ctx) => {
    const now = ctx.now()
    await markReceipts(ctx, { tenantId, id: teller.id, now, since: now - HOUR })
    const missed: Receipt[] = []
    for (const it of receipts) {
      // Still on its way: nothing to write, and nothing to hold against the gateway.
      if (!it.delivered && !it.final) continue
      const state = it.delivered ? 'delivered' : 'undelivered'
      const detail = it.detail?.slice(0, 200) ?? null
      if ((await settleMessage(ctx, { tenantId, gatewayId: teller.id, vendorId: it.vendorId, state, detail, now })) === 0) missed.push(it)
    }
    return missed
  })
  for (const it of receipts) {
    if (it.delivered || it.final)
      ctx.metrics.smsMessages.inc({ gateway: teller.gateway, outcome: it.delivered ? 'delivered' : 'undelivered' })
  }
  const mine = waiting(ctx)
  for (const it of unknown) mine.set(keyOf(tenantId, teller.id, it.vendorId), it)
  // The oldest go first: a map keeps the order in which its keys came.
  for (const key of mine.keys()) {
    if (mine.size <= MOST_EARLY) break
    mine.delete(key)
  }
}

/** The receipt that came before a message had its name, if one did. */
export function takeEarly(ctx: Ground, tenantId: string, gatewayId: string, vendorId: string): Receipt | undefined {
  const key = keyOf(tenantId, gatewayId, vendorId)
  const found = waiting(ctx).get(key)
  waiting(ctx).delete(key)
  return found
}

const fares = createCache<{ badly: boolean }>()
/** So many are looked at, of the last hour; fewer than the second say nothing. */
const LAST = 20
const FEW = 5

/**
 * Whether messages of this gateway to this country get lost. An hour later they are forgotten and it is tried again, by a
 * few at first: until one of these arrives the others go on.
 */
export async function faresBadly(
  ctx: Ground & Pick<Ctx, 'tenant'>,
  route: { id: string; receiptsAt?: number | null },
  country: string,
): Promise<boolean> {
  const now = ctx.now()
  if (!route.receiptsAt || now - route.receiptsAt > TELLS_FOR) return false
  const found = await fares.get(ctx, `${ctx.tenant.id} ${route.id} ${country}`, async () => {
    const key = { tenantId: ctx.tenant.id, country, gatewayId: route.id }
    const last = await listLastMessages(ctx, { ...key, since: now - HOUR, most: LAST })
    const { wait, least } = ctx.tenant.settings.sms.receipts
    const delivered = last.filter((it) => it.state === 'delivered').length
    const lost = last.filter((it) => it.state === 'undelivered' || (it.state === 'sent' && now - it.createdAt >= wait * 1000)).length
    if (delivered === 0) return { badly: last.filter((it) => it.state !== 'failed').length >= FEW }
    return { badly: delivered + lost >= FEW && delivered * 100 < least * (delivered + lost) }
  })
  return found?.badly ?? false
}
