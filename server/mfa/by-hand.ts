/** Second factors taken away by an administrator: of somebody who lost their telephone. */
import type { Ctx, Ground } from '../context.ts'
import { fail } from '../errors.ts'
import { findUser, lockUser, markFactors, type User } from '../users/index.ts'
import { listFactors, summaryOf } from './holder.ts'
import { removeFactor, removeFactorsOfUser } from './store.ts'

/**
 * One factor, or without an id all of them, and what is being set up too. Inside a transaction, which waits here for
 * whoever changes this user's factors. Answers the kinds that went; `factorUnknown` when there is no such one.
 */
export async function removeByHand(ctx: Ground & Pick<Ctx, 'tenant'>, user: User, id?: string): Promise<string[]> {
  const now = ctx.now()
  const key = { tenantId: ctx.tenant.id, userId: user.id }
  await lockUser(ctx, { tenantId: ctx.tenant.id, id: user.id, now })
  const held = (await findUser(ctx, ctx.tenant.id, user.id)) ?? user
  const all = await listFactors(ctx, held)
  const gone = id === undefined ? all : all.filter((it) => it.id === id)
  if (gone.length === 0) fail('factorUnknown')
  if (id === undefined) await removeFactorsOfUser(ctx, key)
  else await removeFactor(ctx, { ...key, id })
  const factors = summaryOf(all.filter((it) => !gone.includes(it)))
  await markFactors(ctx, { tenantId: ctx.tenant.id, id: user.id, factors, now })
  return gone.map((it) => it.kind)
}
