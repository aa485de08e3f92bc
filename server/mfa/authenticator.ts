/** Codes of an authenticator app (RFC 6238): SHA-1, six digits, half a minute, each step once. */
import { type Ctx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { type Budget, inUnits, refund, spend } from '../limits/index.ts'
import type { Schema } from '../schema/tables.ts'
import { confirmFactor, useFactor } from './store.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

/** What every authenticator app can do (RFC 6238 section 1.2; the app reads it from the address). */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 }
/** Steps before and after this one that are still good (RFC 6238 section 5.2). */
const WINDOW = 1

/** Loaded when first used: who asks for no codes pays for none. */
const load = () => import('otpauth')

const context = (it: { tenantId: string; userId: string; id: string }) => `factor ${it.tenantId} ${it.userId} ${it.id}`

/** A new secret of 160 bits (RFC 4226 section 4, R6), as it is kept, typed and scanned. */
export async function createSecret(ctx: Ctx, factor: { tenantId: string; userId: string; id: string }, userName: string) {
  const { Secret, TOTP } = await load()
  const secret = new Secret({ size: 20 })
  const uri = new TOTP({ ...FORM, secret, issuer: ctx.app.name, label: userName }).toString()
  return { sealed: ctx.secrets.seal(context(factor), secret.base32), base32: secret.base32, uri }
}

/** A right code, compared and not yet used up. */
export type Shown = { factor: Schema['factors']; step: number }

/** By user: a new state token, another application or a restart does not begin it anew. */
const attempts = (ctx: Ctx, userId: string): Budget => ({
  tenantId: ctx.tenant.id,
  key: `factor ${ctx.secrets.mac('user', userId)}`,
  most: ctx.tenant.settings.mfa.attempts,
  window: HOUR,
})

/** Which of these authenticators made the code. The try is counted, and on disk, before the code is looked at. */
export async function proveStep(ctx: Ctx, userId: string, factors: Schema['factors'][], code: string): Promise<Shown> {
  const wait = await transact(ctx, (ctx) => spend(ctx, attempts(ctx, userId)))
  if (wait) fail('factorsSpent', { minutes: inUnits(wait, MINUTE) })
  const { Secret, TOTP } = await load()
  const now = ctx.now()
  for (const factor of factors) {
    const secret = Secret.fromBase32(ctx.secrets.unseal(context(factor), factor.secret))
    const delta = TOTP.validate({ ...FORM, secret, token: code.replace(/\s/g, ''), timestamp: now, window: WINDOW })
    const step = TOTP.counter({ period: FORM.period, timestamp: now }) + (delta ?? 0)
    if (delta !== null && step > factor.counter) return { factor, step }
  }
  return fail('factorWrong')
}

/** Uses the step up, and gives the try back. The budget first: the other way round, two at once wait for each other (PostgreSQL). */
export async function spendStep(ctx: Ctx, { factor, step }: Shown): Promise<void> {
  await refund(ctx, attempts(ctx, factor.userId))
  const key = { tenantId: ctx.tenant.id, userId: factor.userId, id: factor.id, counter: step, now: ctx.now() }
  const spent = factor.confirmedAt === null ? await confirmFactor(ctx, key) : await useFactor(ctx, { ...key, still: -1 })
  // By another request with the same code, at the same moment.
  if (spent === 0) fail('factorWrong')
}
