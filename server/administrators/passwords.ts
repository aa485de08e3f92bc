/**
 * Passwords of administrators: what they must be like, and proving one. A try is counted, and on disk, before it is compared; an
 * address nobody has is counted down, compared and locked as one that somebody has.
 */
import { networkOf } from '../address.ts'
import { type AdminCtx, type Ground, transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail, failBecause, Failure } from '../errors.ts'
import { type Budget, EVERYWHERE, forget, inUnits, refund, spend, spendTry } from '../limits/index.ts'
import { checkPolicy, compareHash, makeHash, normalize } from '../password/index.ts'
import { fill, TenantSettings } from '../schema/documents.ts'
import type { Administrator } from './sessions.ts'
import { findAdministratorByEmail } from './store.ts'

const MINUTE = 60_000

/** Length instead of signs (NIST SP 800-63B section 5.1.1.2), and nothing that attackers try first. Of no tenant: none may weaken it. */
const POLICY = { ...fill(TenantSettings, {}).password, min_length: 12, max_length: 64, classes: 1 }

/** Wrong passwords in a row for one administrator, and how long they are locked out. A passkey opens all the same (threat row 24). */
const ATTEMPTS = { most: 10, window: 30 * MINUTE }
/** Sign-ins that came to nothing, from one network. */
const FROM_ONE_ADDRESS = { most: 30, window: 10 * MINUTE }

/** One spelling of what was typed. */
const nameOf = (typed: string) => readEmail(typed) ?? typed.normalize('NFKC').trim().toLowerCase()
const triesOf = (ctx: Ground, email: string): Budget => ({
  tenantId: EVERYWHERE,
  key: `admin password ${ctx.secrets.mac('admin', nameOf(email))}`,
  ...ATTEMPTS,
})
const addressOf = (ctx: AdminCtx): Budget => ({
  tenantId: EVERYWHERE,
  key: `admin address ${ctx.secrets.mac('network', networkOf(ctx.address))}`,
  ...FROM_ONE_ADDRESS,
})

/** Counts a try to get in from this network, or refuses it; what succeeds gives it back. */
export async function countEntry(ctx: AdminCtx): Promise<void> {
  const wait = await transact(ctx, (ctx) => spend(ctx, addressOf(ctx)))
  if (wait) fail('triesSpent', { minutes: inUnits(wait, MINUTE) })
}
export const uncountEntry = (ctx: AdminCtx) => refund(ctx, addressOf(ctx))

/** A new password by other means: nothing counted against the one before it matters. */
export const unlock = (ctx: Ground, email: string) => forget(ctx, triesOf(ctx, email))

/** Whose password it is; refuses alike, after the same work, a wrong one, an unknown address and a disabled administrator. */
export async function provePassword(
  ctx: AdminCtx,
  typed: string,
  password: string,
  wrong: 'credentialsWrong' | 'oldPasswordWrong' = 'credentialsWrong',
): Promise<Administrator> {
  await countEntry(ctx)
  const tries = triesOf(ctx, typed)
  const tried = await transact(ctx, (ctx) => spendTry(ctx, tries))
  if ('wait' in tried) {
    const seconds = inUnits(tried.wait, 1000)
    return fail('locked', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
  }
  const administrator = await findAdministratorByEmail(ctx, { tenantId: EVERYWHERE, email: nameOf(typed) })
  const { right } = await compareHash(ctx, administrator?.passwordHash, password).catch(async (reason: unknown) => {
    // It was never compared.
    if (reason instanceof Failure) await transact(ctx, (ctx) => refund(ctx, tries))
    throw reason
  })
  if (!right || !administrator || administrator.disabledAt !== null) {
    const reason = !administrator
      ? 'no such administrator'
      : right
        ? `disabled: ${administrator.id}`
        : `wrong password: ${administrator.id}`
    return failBecause(reason, wrong, { left: tried.left })
  }
  await transact(ctx, (ctx) => forget(ctx, tries))
  return administrator
}

/** Of two requests at once, the other one changed it. */
export const changedMeanwhile = (name: 'credentialsWrong' | 'oldPasswordWrong'): never =>
  failBecause('changed by another request', name, { left: ATTEMPTS.most })

export const checkPassword = (email: string, password: string): void => checkPolicy(POLICY, { email }, normalize(password))

/** Outside transactions. */
export async function hashPassword(ctx: Ground, email: string, password: string): Promise<string> {
  checkPassword(email, password)
  return makeHash(ctx, normalize(password))
}
