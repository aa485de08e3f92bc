/**
 * A number that changed hands. Whoever holds it now may have an account of their own by it: the account that had it
 * loses it, and nothing else. Nobody gets into that account by this, and its owner is told (threat row 10).
 */
import { record } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { spend } from '../limits/index.ts'
import { announce, keepUndo } from '../notices/index.ts'
import { findUser, lockUser, provenSince, setMobile, type User } from '../users/index.ts'

const DAY = 86_400_000

/** What is to be told once it is committed: `user` is the row from before. */
export type Released = { user: User; undo?: string | undefined }

/**
 * Takes a number from `holder`, inside the transaction that gives it to the user `to`, who has just proven it. Nothing
 * where its last proof still counts, and where the tenant lets nothing go (`accounts.release_numbers`).
 */
export async function releaseNumber(ctx: Ctx, holder: User, to: string): Promise<Released | undefined> {
  // Whom an administrator shut out does not come back by waiting.
  if (!ctx.tenant.settings.accounts.release_numbers || holder.disabledAt !== null || !isOld(ctx, holder)) return undefined
  const now = ctx.now()
  const key = { tenantId: ctx.tenant.id, id: holder.id, now }
  // Its owner may be proving it at this very moment: then it is theirs, and this one waits until that is written.
  await lockUser(ctx, key)
  const user = await findUser(ctx, ctx.tenant.id, holder.id)
  if (!user?.mobile || user.mobileProvenAt === null || user.mobile !== holder.mobile || !isOld(ctx, user)) return undefined
  await setMobile(ctx, { ...key, mobile: null, provenAt: null })
  const undo = await keep(ctx, user, { mobile: user.mobile, provenAt: user.mobileProvenAt, to })
  await record(ctx, { event: 'mobile-release', outcome: 'SUCCESS', userId: user.id })
  return { user, undo }
}

const isOld = (ctx: Ctx, { mobileProvenAt }: User): boolean => mobileProvenAt !== null && mobileProvenAt < provenSince(ctx)

/**
 * Only where somebody would read of it, and once in the age of a number: whoever gave up their number could take it from
 * its new holder again and again. Who proves it twice keeps it.
 */
async function keep(ctx: Ctx, user: User, before: { mobile: string; provenAt: number; to: string }): Promise<string | undefined> {
  if (user.emailProvenAt === null) return undefined
  const window = ctx.tenant.settings.accounts.number_age * DAY
  if (await spend(ctx, { tenantId: ctx.tenant.id, key: `release ${user.id}`, most: 1, window })) return undefined
  return keepUndo(ctx, user.id, 'mobile_released', before)
}

/** After the commit, by every channel but the number: that one reaches its new holder. */
export async function tellReleased(ctx: Ctx, released: Released | undefined): Promise<void> {
  if (released) await announce(ctx, released.user, { kind: 'mobile_released', undo: released.undo, except: 'sms' })
}
