/**
 * audit: what happened, append-only. Owns `audit_events`.
 *
 * Its law: an event of something done is written in the transaction that does it, so neither exists
 * without the other; a refusal is written on its own, with the reason the caller is not told. Nothing is taken out, and
 * one thing only is ever changed: of a person who is erased, what tells who they were (forgetting.ts).
 */
import { type AdminCtx, afterCommit, type Ctx, type Ground, transact } from '../context.ts'
import type { Failure } from '../errors.ts'
import { newId } from '../secrets.ts'
import { type Happened, queueEvent } from '../webhooks/index.ts'
import { addEvent } from './store.ts'

export { countSince } from './counting.ts'
export { forgetPerson } from './forgetting.ts'
export { type Event, searchEvents, type Wanted } from './searching.ts'
export { findEventOfUser, listEventsOfUser, listJourney } from './store.ts'

/** Whose event it is: a request's; of a page that no application called, without one. */
export type Told = Ground & Pick<Ctx, 'tenant' | 'address' | 'requestId' | 'journey'> & { app?: Ctx['app'] }

/** Writes one event of this request. Numbers, codes and tokens do not belong in `detail`. */
export async function record(ctx: Told, it: Happened): Promise<void> {
  const at = ctx.now()
  // A transaction may be undone, or run again.
  afterCommit(ctx, () => ctx.metrics.journeys.inc({ event: it.event, outcome: it.outcome }))
  await addEvent(ctx, {
    tenantId: ctx.tenant.id,
    id: newId(at),
    at,
    journeyId: ctx.journey.id,
    event: it.event,
    outcome: it.outcome,
    reason: it.reason ?? null,
    clientId: ctx.app?.clientId ?? null,
    userId: it.userId ?? null,
    sourceId: it.sourceId ?? null,
    address: ctx.address,
    requestId: ctx.requestId,
    detail: it.detail ? JSON.stringify(it.detail) : null,
  })
  await queueEvent(ctx, it)
}

/**
 * Something an administrator did, in the transaction that does it. `before` and `after`: what of it can be read, without
 * secrets; nothing on one side is something made or removed.
 */
export async function recordAct(
  ctx: AdminCtx,
  it: { event: string; subject: string; userId?: string; sourceId?: string; before?: unknown; after?: unknown },
): Promise<void> {
  const { event, subject, before, after, ...more } = it
  const { actor } = ctx
  const by =
    actor.kind === 'administrator' ? { administrator: actor.id, name: actor.name } : actor.kind === 'app' ? { app: actor.clientId } : {}
  await record(ctx, { event: `admin/${event}`, outcome: 'done', ...more, detail: { by, subject, before, after } })
}

/**
 * A refusal of a known application. Not awaited by the caller's answer, and it never changes it: it joins
 * the next commit.
 */
export function recordRefusal(ctx: Ctx, url: string, failure: Failure): void {
  const event = url.slice(url.indexOf('/', '/api/v2/'.length) + 1)
  // What the caller was told, where the reason is another.
  const told = failure.reason === undefined ? {} : { detail: { error: failure.error } }
  transact({ ...ctx, db: ctx.database }, (ctx) =>
    record(ctx, { event, outcome: 'refused', reason: failure.reason ?? failure.error, ...told }),
  ).catch((reason: unknown) => ctx.log.error({ requestId: ctx.requestId, err: reason }, 'a refusal could not be recorded'))
}
