/** The rules that binding, registering and signing in share. */
import type { Ctx } from '../context.ts'
import { fail } from '../errors.ts'
import { newId } from '../secrets.ts'
import { endSessionsOfUser, type Identity } from '../session/index.ts'
import { type Holder, takeMobile } from '../users/index.ts'
import { addAccount, findAccountByAlias, findAccountBySubject, removeAccountsOfUser } from './store.ts'

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
  const held = await findAccount(ctx, identity)
  if (held?.userId !== userId) fail('socialBound')
}

/** The account of this identity, by either of the two ids a provider knows a person by; its own kind first. */
export async function findAccount(ctx: Ctx, { sourceId, subject, alias }: Identity) {
  const key = { tenantId: ctx.tenant.id, sourceId }
  return (await findAccountBySubject(ctx, { ...key, subject })) ?? (alias ? findAccountByAlias(ctx, { ...key, alias }) : undefined)
}
