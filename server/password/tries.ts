/**
 * Wrong passwords in a row, and the lock they end in; and those of one network, whoever they were tried on. A try is counted
 * before the password is compared, in a transaction that is on disk by then: fifty at once, or over two processes,
 * compare at most `attempts`.
 */
import { networkOf } from '../address.ts'
import { type Ctx, type Ground, transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { type Budget, forget, inUnits, isSpent, refund, spend, spendTry } from '../limits/index.ts'
import { readMobile } from '../phone.ts'
import { findSessionOfDevice } from '../session/index.ts'
import type { User } from '../users/index.ts'

type Within = Ground & Pick<Ctx, 'tenant'>
/** A server that asks for somebody has no device; its address is the one that counts. */
type Tries = Within & Pick<Ctx, 'address'> & Partial<Pick<Ctx, 'device'>>

export type Tried = { budget: Budget; network: Budget; left: number }

const MINUTE = 60_000
const HOUR = 3_600_000

/**
 * One account has one budget, however it is named. One that does not exist has one too, under the name that was
 * typed: it is counted down and locked as if it did.
 */
function budgetOf(ctx: Within, user: User | undefined, account: string): Budget {
  const { attempts, lock_for } = ctx.tenant.settings.password
  const key = user ? `password ${user.id}` : `password ${ctx.secrets.mac('account', nameOf(ctx, account))}`
  return { tenantId: ctx.tenant.id, key, most: attempts, window: lock_for * 1000 }
}

/** One spelling of what was typed, as whoever exists is found by it. */
const nameOf = (ctx: Within, account: string) =>
  readMobile(account, ctx.tenant.settings.preferred_country) ?? readEmail(account) ?? account.normalize('NFKC').trim().toLowerCase()

/** What one network may get wrong, whichever accounts it tries (threat row 26). */
const networkBudget = (ctx: Tries): Budget => ({
  tenantId: ctx.tenant.id,
  key: `passwords from ${ctx.secrets.mac('network', networkOf(ctx.address))}`,
  most: ctx.tenant.settings.password.per_address_per_hour,
  window: HOUR,
})

/**
 * Counts a try, or refuses it, and nothing is written. While strangers have locked an account, a device its owner has
 * signed in from keeps a few tries of its own (threat row 24). A fingerprint is no proof: who knows it gets those few, no
 * more. The network comes last, here and below: all who sign in from it have that row in common.
 */
export async function countTry(ctx: Tries, user: User | undefined, account: string): Promise<Tried> {
  const network = networkBudget(ctx)
  return transact(ctx, async (ctx) => {
    const counted = await countAtAccount(ctx, user, account)
    if ('wait' in counted) {
      const seconds = Math.ceil(counted.wait / 1000)
      return fail('locked', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
    }
    const wait = await spend(ctx, network)
    if (wait) fail('passwordsSpent', { minutes: inUnits(wait, MINUTE) })
    return { ...counted, network }
  })
}

async function countAtAccount(
  ctx: Tries,
  user: User | undefined,
  account: string,
): Promise<Pick<Tried, 'budget' | 'left'> | { wait: number }> {
  const budget = budgetOf(ctx, user, account)
  const first = await spendTry(ctx, budget)
  if ('left' in first) return { budget, left: first.left }
  if (!ctx.device) return first
  const { fingerprint } = ctx.device
  if (!(await findSessionOfDevice(ctx, { tenantId: ctx.tenant.id, userId: user?.id ?? '', fingerprint }))) return first
  const most = ctx.tenant.settings.password.known_device_attempts
  const own = { ...budget, key: `${budget.key} ${ctx.secrets.mac('device', fingerprint)}`, most }
  const second = await spendTry(ctx, own)
  return 'left' in second ? { budget: own, left: second.left } : { wait: Math.min(first.wait, second.wait) }
}

/** It was never compared. */
export const takeBack = (ctx: Ground, { budget, network }: Tried) =>
  transact(ctx, async (ctx) => {
    await refund(ctx, budget)
    await refund(ctx, network)
  })

/**
 * The right password ends the row. On a known device, of its own tries only: a lock that keeps strangers out stays. The
 * network gets this one try back, no more: whoever tries other people's passwords may have an account, too.
 */
export async function endRow(ctx: Ground, { budget, network }: Tried): Promise<void> {
  await forget(ctx, budget)
  await refund(ctx, network)
}

/** A new password was set by other means: nothing counted against the one before it matters any more. */
export const unlock = (ctx: Within, user: User) => forget(ctx, budgetOf(ctx, user, ''))

/** Whether strangers' guesses have locked this user's password at this moment. */
export const isLocked = (ctx: Within, user: User): Promise<boolean> => isSpent(ctx, budgetOf(ctx, user, ''))
