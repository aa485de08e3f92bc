/** What administrators do to each other and themselves, in the audit trail. It belongs to no tenant, whichever one the console shows. */
import { record, recordAct } from '../audit/index.ts'
import type { Actor, AdminCtx, Role } from '../context.ts'
import { Failure } from '../errors.ts'
import { EVERYWHERE } from '../limits/index.ts'
import type { Schema } from '../schema/tables.ts'

const everywhere = (ctx: AdminCtx): AdminCtx => ({ ...ctx, tenant: { ...ctx.tenant, id: EVERYWHERE } })

export const actorOf = (it: Pick<Schema['administrators'], 'id' | 'name' | 'role'>): Actor => ({
  kind: 'administrator',
  id: it.id,
  name: it.name,
  role: it.role as Role,
})

/** As `recordAct`. Addresses of administrators are their names here; passwords, secrets and links are never in it. */
export const recordOwn = (ctx: AdminCtx, it: { event: string; subject: string; before?: unknown; after?: unknown }): Promise<void> =>
  recordAct(everywhere(ctx), it)

/** Not awaited by the answer, and it never changes it. */
export function recordRefused(ctx: AdminCtx, event: string, failure: Failure): void {
  const { actor } = ctx
  const detail = actor.kind === 'administrator' ? { detail: { by: { administrator: actor.id, name: actor.name } } } : {}
  ctx.database
    .transact((db) =>
      record(
        { ...everywhere(ctx), db },
        { event: `admin/${event}`, outcome: 'refused', reason: failure.reason ?? failure.error, ...detail },
      ),
    )
    .catch((reason: unknown) => ctx.log.error({ requestId: ctx.requestId, err: reason }, 'a refusal could not be recorded'))
}

/** A step of a sign-in: what is refused is recorded. */
export async function attempt<T>(ctx: AdminCtx, event: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (reason) {
    if (reason instanceof Failure) recordRefused(ctx, event, reason)
    throw reason
  }
}
