/**
 * Wrong passwords in a row, and the lock they end in. A try is counted before the password is compared, in a
 * transaction that is on disk by then: fifty at once, or over two processes, compare at most `attempts`.
 */
import { type Ctx, transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { type Budget, forget, refund, spendTry } from '../limits/index.ts'
import { readMobile } from '../phone.ts'
import { findSessionOfDevice } from '../session/index.ts'
import type { User } from '../users/index.ts'

export type Tried = { budget: Budget; left: number }

/**
 * One account has one budget, however it is named. One that does not exist has one too, under the name that was
 * typed: it is counted down and locked as if it did.
 */
function budgetOf(ctx: Ctx, user: User | undefined, account: string): Budget {
  const { attempts, lock_for } = ctx.tenant.settings.password
  const key = user ? `password ${user.id}` : `password ${ctx.secrets.mac('account', nameOf(ctx, account))}`
  return { tenantId: ctx.tenant.id, key, most: attempts, window: lock_for * 1000 }
}

/** One spelling of what was typed, as whoever exists is found by it. */
const nameOf = (ctx: Ctx, account: string) =>
  readMobile(account, ctx.tenant.settings.preferred_country) ?? readEmail(account) ?? account.normalize('NFKC').trim().toLowerCase()

/**
 * Counts a try, or refuses it. While strangers have locked an account, a device its owner has signed in from
 * keeps a few tries of its own (threat row 24). A fingerprint is no proof: who knows it gets those few, no more.
 */
export async function countTry(ctx: Ctx, user: User | undefined, account: string): Promise<Tried> {
  const budget = budgetOf(ctx, user, account)
  const counted = await transact(ctx, async (ctx) => {
    const first = await spendTry(ctx, budget)
    if ('left' in first) return { budget, left: first.left }
    const device = { tenantId: ctx.tenant.id, userId: user?.id ?? '', fingerprint: ctx.device.fingerprint }
    if (!(await findSessionOfDevice(ctx, device))) return first
    const most = ctx.tenant.settings.password.known_device_attempts
    const own = { ...budget, key: `${budget.key} ${ctx.secrets.mac('device', ctx.device.fingerprint)}`, most }
    const second = await spendTry(ctx, own)
    return 'left' in second ? { budget: own, left: second.left } : { wait: Math.min(first.wait, second.wait) }
  })
  if ('left' in counted) return counted
  const seconds = Math.ceil(counted.wait / 1000)
  return fail('locked', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}

/** It was never compared. */
export const takeBack = (ctx: Ctx, { budget }: Tried) => transact(ctx, (ctx) => refund(ctx, budget))

/** The right password ends the row. On a known device, of its own tries only: a lock that keeps strangers out stays. */
export const endRow = (ctx: Ctx, { budget }: Tried) => forget(ctx, budget)

/** A new password was set by other means: nothing counted against the one before it matters any more. */
export const unlock = (ctx: Ctx, user: User) => forget(ctx, budgetOf(ctx, user, ''))
