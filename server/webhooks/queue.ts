/** The outbox: what is to be told is written in the transaction that does it. */
import { afterCommit, type Ctx, type Ground } from '../context.ts'
import { newId } from '../secrets.ts'
import { actorOf, type Happened, readEvent, TEST, type Told } from './events.ts'
import { listListening, wants } from './hooks.ts'
import { addDelivery, renewDelivery } from './store.ts'
import { wake } from './waking.ts'

/** What was sent, and what could not be, is kept so long. */
export const KEPT = 7 * 86_400_000

/** Whose event it is: a request's; of a page that no application called, without one. */
type Within = Ground & { tenant: Pick<Ctx['tenant'], 'id'>; journey: { id: string }; app?: Ctx['app'] }

/** Called by the trail, in its transaction. */
export async function queueEvent(ctx: Within, it: Happened): Promise<void> {
  const all = readEvent(it)
  if (all.length === 0) return
  const listening = await listListening(ctx, ctx.tenant.id)
  if (listening.length === 0) return
  let queued = false
  for (const told of all) {
    const hooks = listening.filter((hook) => wants(hook, told.type))
    if (hooks.length === 0 || isThrottled(ctx, told)) continue
    const payload = write(ctx, told.type, {
      ...(it.userId !== undefined && { user_id: it.userId }),
      ...(it.sourceId !== undefined && { source_id: it.sourceId }),
      ...(ctx.app && { client_id: ctx.app.clientId }),
      journey_id: ctx.journey.id,
      actor: actorOf(it),
      ...told.more,
    })
    for (const { id } of hooks) await put(ctx, id, told.type, payload, null)
    queued = true
  }
  if (queued) afterCommit(ctx, () => wake(ctx))
}

type Key = Ground & { tenant: { id: string } }

const write = (ctx: Key, type: string, data: Record<string, unknown>): string =>
  JSON.stringify({ type, timestamp: new Date(ctx.now()).toISOString(), data: { tenant_id: ctx.tenant.id, ...data } })

/** `leasedUntil`: whoever writes it sends it. */
async function put(ctx: Key, webhookId: string, type: string, payload: string, leasedUntil: number | null): Promise<string> {
  const now = ctx.now()
  const id = newId(now)
  await addDelivery(ctx, {
    tenantId: ctx.tenant.id,
    id,
    webhookId,
    type,
    payload,
    at: now,
    nextAt: leasedUntil ?? now,
    leasedUntil,
    expiresAt: now + KEPT,
  })
  return id
}

/** For an administrator who waits for the answer. Answers the id. */
export const queueTest = (ctx: Key, webhookId: string, leasedUntil: number): Promise<string> =>
  put(ctx, webhookId, TEST, write(ctx, TEST, {}), leasedUntil)

/** Answers false while it is being sent. */
export async function queueAgain(ctx: Key, webhookId: string, id: string): Promise<boolean> {
  const now = ctx.now()
  if ((await renewDelivery(ctx, { tenantId: ctx.tenant.id, webhookId, id, now, expiresAt: now + KEPT })) === 0) return false
  afterCommit(ctx, () => wake(ctx))
  return true
}

/**
 * Somebody who attacks the firewall must not make us call for every refusal: of each rule one is told a minute, by each process. The
 * trail has them all.
 */
const MINUTE = 60_000
const lately = new WeakMap<object, Map<string, number>>()

function isThrottled(ctx: Key, { type, more }: Told): boolean {
  if (type !== 'sms.refused') return false
  let mine = lately.get(ctx.database)
  if (!mine) lately.set(ctx.database, (mine = new Map()))
  const key = `${ctx.tenant.id} ${String(more['rule'])}`
  const now = ctx.now()
  const last = mine.get(key)
  if (last !== undefined && now - last < MINUTE && now >= last) return true
  if (mine.size > 10_000) mine.clear()
  const held = mine
  // A refusal that is not written in the end was not told either.
  afterCommit(ctx, () => void held.set(key, now))
  return false
}
