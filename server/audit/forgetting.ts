/** Erasing a person from the trail: the events stay, with the id that is nobody's any more. */
import type { AdminCtx } from '../context.ts'
import { idAt } from '../secrets.ts'
import { blankJourneys, blankSends, listEventsOfUser, rewriteDetail } from './store.ts'

/** A send is recorded in the transaction that counts the message, or a gateway's time later. Milliseconds. */
const LATEST_SEND = 60_000

/** Events of one person that an administrator caused are few; of more than so many the oldest are left out. */
const MOST = 100_000

/**
 * Inside the transaction that erases. `sent`: when messages went to their number, and `masked` how it is written in the
 * trail. Answers how many events lost something. Who did it, and that it was done, stays.
 */
export async function forgetPerson(ctx: AdminCtx, userId: string, numbers: { masked: string; sent: number[] }[]): Promise<number> {
  const key = { tenantId: ctx.tenant.id, userId }
  let changed = await blankJourneys(ctx, key)
  for (const { masked, sent } of numbers) {
    for (const at of sent) {
      const moment = { from: idAt(at), until: idAt(at + LATEST_SEND) }
      changed += await blankSends(ctx, { tenantId: ctx.tenant.id, ...moment, pattern: `%"to":"${masked}"%` })
    }
  }
  for (const { id, event, detail } of await listEventsOfUser(ctx, { ...key, most: MOST })) {
    // The proof of an erasure holds no more than that it was.
    if (!event.startsWith('admin/') || event === 'admin/user-erase' || detail === null) continue
    const { by, subject } = JSON.parse(detail) as { by?: unknown; subject?: unknown }
    changed += await rewriteDetail(ctx, { tenantId: ctx.tenant.id, id, detail: JSON.stringify({ by, subject }) })
  }
  return changed
}
