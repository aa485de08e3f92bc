/** One-time codes: made, counted, compared, spent. */
import { type Ctx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { type Budget, inUnits, refund, spend } from '../limits/index.ts'
import { equal } from '../secrets.ts'
import { failState } from '../session/index.ts'
import { countTry, findTriedCode, useCode } from './store.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

/** A right code, compared and not yet spent: what `spendCode` takes. */
export type Proof = { mobile: string; purpose: string; stateHash: string; codeMac: string }

export const codeMac = (ctx: Ctx, mobile: string, purpose: string, code: string): string =>
  ctx.secrets.mac('code', ctx.tenant.id, mobile, purpose, code)

/** The budget that re-sending, another purpose, a restart or another process does not reset (threat row 4). */
const guesses = (ctx: Ctx, mobile: string): Budget => ({
  tenantId: ctx.tenant.id,
  key: `guess ${ctx.secrets.mac('number', mobile)}`,
  most: ctx.tenant.settings.sms.guesses_per_number_per_day,
  window: DAY,
})

/**
 * Whether this is the code that was sent. The try is counted first, in a transaction of its own that is
 * on disk before the code is looked at: fifty guesses at once, or over two processes, compare at most five.
 * `stateHash` is that of the caller's state token, or ''.
 */
export async function proveCode(ctx: Ctx, asked: { mobile: string; purpose: string; stateHash: string }, code: string): Promise<Proof> {
  const { guesses_per_code: most } = ctx.tenant.settings.sms
  const { mobile, purpose, stateHash } = asked
  // Threat row 3: a code sent under a state token is good for that one only.
  const otherStateHash = ctx.app.settings.codes_need_state ? stateHash : ''
  const tried = await transact(ctx, async (ctx) => {
    const wait = await spend(ctx, guesses(ctx, mobile))
    if (wait) fail('guessesSpent', { hours: inUnits(wait, HOUR) })
    const key = { tenantId: ctx.tenant.id, mobile, purpose, stateHash, otherStateHash, most, now: ctx.now() }
    // Thrown in here, so a guess at nothing costs nothing: only what is compared is counted.
    return (await countTry(ctx, key)) ?? fail((await findTriedCode(ctx, key)) ? 'codeExhausted' : 'codeExpired')
  })
  if (equal(tried.codeMac, codeMac(ctx, mobile, purpose, code)))
    return { mobile, purpose, stateHash: tried.stateHash, codeMac: tried.codeMac }
  ctx.metrics.codes.inc({ event: 'wrong' })
  if (stateHash) await failState(ctx, stateHash)
  return fail('codeWrong', { left: most - tried.tries })
}

/**
 * Spends a proven code, inside the transaction it was proven for, and gives back the one guess it took. The
 * budget first, then the code, as in `proveCode`: the other way round, two at once wait for each other (PostgreSQL).
 */
export async function spendCode(ctx: Ctx, proof: Proof): Promise<void> {
  await refund(ctx, guesses(ctx, proof.mobile))
  if ((await useCode(ctx, { tenantId: ctx.tenant.id, ...proof, now: ctx.now() })) === 0) fail('codeExpired')
  ctx.metrics.codes.inc({ event: 'verified' })
}
