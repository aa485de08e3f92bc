/** The authenticator apps of users: secrets, tries and steps that were used. The codes themselves: steps.ts. */
import { type Ctx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { type Budget, inUnits, refund, spend } from '../limits/index.ts'
import type { Schema } from '../schema/tables.ts'
import { findStep, makeSecret } from './steps.ts'
import { confirmFactor, useFactor } from './store.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

const context = (it: { tenantId: string; userId: string; id: string }) => `factor ${it.tenantId} ${it.userId} ${it.id}`

/** A new secret, as it is kept, typed and scanned. */
export async function createSecret(ctx: Ctx, factor: { tenantId: string; userId: string; id: string }, userName: string) {
  const made = await makeSecret(ctx.app.name, userName)
  return { sealed: ctx.secrets.seal(context(factor), made.base32), ...made }
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
  for (const factor of factors) {
    const step = await findStep(ctx.secrets.unseal(context(factor), factor.secret), code, ctx.now(), factor.counter)
    if (step !== undefined) return { factor, step }
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
