/** The rules that binding, registering and signing in share. */
import type { Ctx } from '../context.ts'
import { fail } from '../errors.ts'
import { newId } from '../secrets.ts'
import { endSessionsOfUser, type Identity } from '../session/index.ts'
import { type Holder, takeMobile } from '../users/index.ts'
import { addAccount, findAccount, removeAccountsOfUser } from './store.ts'

/**
 * The user who holds a number proven just now. Somebody may have prepared that account with a number that
 * was not theirs and waited (pre-hijacking, threat row 1): if the number was never proven before, every
 * session and every social account it collected goes.
 */
export async function claimAccount(ctx: Ctx, mobile: string): Promise<Holder | undefined> {
  const holder = await takeMobile(ctx, mobile)
  if (holder && !holder.provenBefore) {
    await endSessionsOfUser(ctx, { tenantId: ctx.tenant.id, userId: holder.user.id, now: ctx.now() })
    await removeAccountsOfUser(ctx, { tenantId: ctx.tenant.id, userId: holder.user.id })
  }
  return holder
}

/** Ties a social account to a user. Once tied it stays with them; tying it to the same user again is no error. */
export async function linkAccount(ctx: Ctx, identity: Identity, userId: string): Promise<void> {
  const now = ctx.now()
  const added = await addAccount(ctx, {
    tenantId: ctx.tenant.id,
    sourceId: identity.sourceId,
    subject: identity.subject,
    alias: identity.alias ?? null,
    id: newId(now),
    userId,
    nickname: identity.nickname ?? null,
    avatar: identity.avatar ?? null,
    createdAt: now,
    updatedAt: now,
  })
  if (added === 1) return
  const held = await findAccount(ctx, { tenantId: ctx.tenant.id, ...subjects(identity) })
  if (held?.userId !== userId) fail('socialBound')
}

/** Both ids by which a provider knows a person; an absent alias matches nothing. */
export const subjects = (identity: Identity) => ({ sourceId: identity.sourceId, subject: identity.subject, alias: identity.alias ?? identity.subject })
