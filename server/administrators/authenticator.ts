/** Authenticator apps of administrators: the secret is sealed in their row, each step of time is good once. */
import { type AdminCtx, type Ground, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { type Budget, EVERYWHERE, forget, inUnits, refund, spend } from '../limits/index.ts'
import { findStep, makeSecret } from '../mfa/index.ts'
import type { Administrator } from './sessions.ts'

const MINUTE = 60_000
const context = (id: string) => `administrator ${id} totp`

const attempts = (id: string): Budget => ({ tenantId: EVERYWHERE, key: `admin factor ${id}`, most: 10, window: 60 * MINUTE })

export async function createSecret(ctx: Ground, it: Administrator): Promise<{ sealed: string; base32: string; uri: string }> {
  const made = await makeSecret('Bowline', it.email)
  return { sealed: ctx.secrets.seal(context(it.id), made.base32), ...made }
}

/** The step this code is of. The try is counted, and on disk, before the code is looked at. */
export async function proveCode(ctx: AdminCtx, it: Administrator, sealed: string, code: string): Promise<number> {
  const wait = await transact(ctx, (ctx) => spend(ctx, attempts(it.id)))
  if (wait) fail('factorsSpent', { minutes: inUnits(wait, MINUTE) })
  return (await findStep(ctx.secrets.unseal(context(it.id), sealed), code, ctx.now(), it.totpCounter)) ?? fail('factorWrong')
}

/** A right try is no try. */
export const giveBackTry = (ctx: AdminCtx, id: string) => refund(ctx, attempts(id))
/** The factor is gone, and what was tried at it. */
export const forgetTries = (ctx: Ground, id: string) => forget(ctx, attempts(id))
