/** What one administrator may do to another, and what follows from it at once. */
import type { AdminCtx } from '../context.ts'
import { fail } from '../errors.ts'
import { EVERYWHERE } from '../limits/index.ts'
import type { Administrator } from './sessions.ts'
import { findAdministrator, listAdministratorRows, lockOwners, removeInvitationsBy, removeSessions } from './store.ts'

/** First in the transaction: owners who are changed at once wait for each other, and the second reads what the first one left. */
export async function holdOther(ctx: AdminCtx, id: string): Promise<Administrator> {
  await lockOwners(ctx, { tenantId: EVERYWHERE })
  return (await findAdministrator(ctx, { tenantId: EVERYWHERE, id })) ?? fail('administratorUnknown')
}

const isOwner = (it: Pick<Administrator, 'role' | 'disabledAt'>): boolean => it.role === 'owner' && it.disabledAt === null

/** Refuses to leave nobody who could make an owner. `after`: nothing of one who is removed. */
export async function requireOwner(
  ctx: AdminCtx,
  before: Administrator,
  after?: Pick<Administrator, 'role' | 'disabledAt'>,
): Promise<void> {
  if (!isOwner(before) || (after && isOwner(after))) return
  const all = await listAdministratorRows(ctx, { tenantId: EVERYWHERE })
  if (!all.some((it) => it.id !== before.id && isOwner(it))) fail('lastOwner')
}

/** Who may do less than before has no way back in that they made themselves: what they invited goes; their sessions, if they may do nothing. */
export async function takeBack(ctx: AdminCtx, id: string, { sessions }: { sessions: boolean }): Promise<void> {
  await removeInvitationsBy(ctx, { tenantId: EVERYWHERE, createdBy: id })
  if (sessions) await removeSessions(ctx, { tenantId: EVERYWHERE, administratorId: id, keep: '' })
}
