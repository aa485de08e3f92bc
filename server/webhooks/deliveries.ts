/** A delivery from its lease to what came of it. */
import { type Ground, transact } from '../context.ts'
import { forgetWebhooks, type WebhookRow } from './hooks.ts'
import { type Answer, type Delivery, post } from './sending.ts'
import { finishDelivery, markRefused, markTaken, takeDelivery, turnOff } from './store.ts'
import { TEST } from './events.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long a process has a delivery for itself: longer than any try takes. */
export const LEASE = MINUTE

/** After each try that failed, as Standard Webhooks recommends; then it is given up. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR]
/** Up to so much longer, so that what failed together does not come back together. */
const JITTER = 0.2
/** An endpoint that took nothing for so long, and has now failed a message to the last try, is turned off. */
const PATIENCE = 5 * DAY
/** Answers that are kept of one delivery, the last. */
const MOST_ANSWERS = 20

/** Told, in the transaction that turns one off, by whoever keeps the trail. */
export type TellOff = (ctx: Ground, it: { tenantId: string; webhookId: string; why: 'gone' | 'failing' }) => Promise<void>

export type Sender = { fetch: typeof fetch; signal: AbortSignal; tellOff: TellOff }

/** Of those that are due: the ones this process has now, and nobody else. */
export const take = (ctx: Ground, due: Delivery[]): Promise<Delivery[]> =>
  transact(ctx, async (ctx) => {
    const until = ctx.now() + LEASE
    const mine: Delivery[] = []
    for (const it of due) {
      if ((await takeDelivery(ctx, { tenantId: it.tenantId, id: it.id, seen: it.nextAt, until })) === 1)
        mine.push({ ...it, nextAt: until, leasedUntil: until })
    }
    return mine
  })

/** One try of one that is ours, and what it leaves. */
export async function deliver(ctx: Ground, sender: Sender, hook: WebhookRow, delivery: Delivery): Promise<Answer | undefined> {
  const answer = await post(ctx, sender.fetch, hook, delivery, sender.signal)
  await transact(ctx, (ctx) => (answer ? finish(ctx, sender, hook, delivery, answer) : giveBack(ctx, delivery)))
  if (answer) ctx.metrics.webhooks.inc({ outcome: answer.fault ?? 'taken' })
  if (answer?.fault)
    ctx.log.info(
      { webhook: hook.id, delivery: delivery.id, status: answer.status, fault: answer.fault },
      'a webhook did not take a message',
    )
  return answer
}

/** Broken off because the server stops: due at once, for whoever comes next. */
async function giveBack(ctx: Ground, { tenantId, id, leasedUntil, tries, answers }: Delivery): Promise<void> {
  await finishDelivery(ctx, { tenantId, id, leased: leasedUntil ?? 0, state: 'waiting', nextAt: ctx.now(), tries, answers })
}

async function finish(ctx: Ground, sender: Sender, hook: WebhookRow, delivery: Delivery, answer: Answer): Promise<void> {
  const { tenantId, id } = delivery
  const { status, fault } = answer
  const now = ctx.now()
  const tries = delivery.tries + 1
  const isTest = delivery.type === TEST
  const wait = fault === null || fault === 'gone' || isTest ? undefined : WAITS[tries - 1]
  const answers = JSON.stringify([...(JSON.parse(delivery.answers) as Answer[]), answer].slice(-MOST_ANSWERS))
  const finished = await finishDelivery(ctx, {
    tenantId,
    id,
    leased: delivery.leasedUntil ?? 0,
    state: fault === null ? 'sent' : wait === undefined ? 'failed' : 'waiting',
    nextAt: wait === undefined ? null : now + Math.round(wait * (1 + Math.random() * JITTER)),
    tries,
    answers,
  })
  // Our lease was over: whoever has it now says how it ends.
  if (finished === 0) return
  const key = { tenantId, id: hook.id, url: hook.url }
  if (fault === null) return void (await markTaken(ctx, { ...key, at: answer.at, status }))
  await markRefused(ctx, { ...key, at: answer.at, status, fault })
  const why = fault === 'gone' ? 'gone' : wait === undefined && !isTest ? 'failing' : undefined
  if (why === undefined) return
  const before = why === 'gone' ? now : now - PATIENCE
  if ((await turnOff(ctx, { ...key, now, by: why, before })) === 0) return
  await sender.tellOff(ctx, { tenantId, webhookId: hook.id, why })
  forgetWebhooks(ctx)
}
