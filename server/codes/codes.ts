/** One-time codes: made, counted, compared, spent. */
import { afterCommit, type Ctx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { answerMessage, type Budget, inUnits, refund, spend } from '../limits/index.ts'
import { equal } from '../secrets.ts'
import { failState } from '../session/index.ts'
import { findTestCode } from './test-numbers.ts'
import { countTry, findTriedCode, returnTry, useCode } from './store.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
/** How often in a day a right code may come back unspent: more than anybody needs to find a good password. */
const RETURNS = 20

/** What a code is good for. The types of the wire (user-api 2.2.4, 2.2.5) are names of these. */
export type Purpose = 'REGISTER' | 'LOGIN' | 'FORGET_PWD' | 'BIND' | 'UPDATE' | 'MFA_AUTH' | 'CHANGE_PWD'

/** A right code, compared and not yet spent: what `spendCode` takes. */
export type Proof = { target: string; purpose: Purpose; stateHash: string; codeMac: string }

export const codeMac = (ctx: Ctx, target: string, purpose: Purpose, code: string): string =>
  ctx.secrets.mac('code', ctx.tenant.id, target, purpose, code)

/** The budget that re-sending, another purpose, a restart or another process does not reset (threat row 4). */
const guesses = (ctx: Ctx, target: string): Budget => ({
  tenantId: ctx.tenant.id,
  key: `guess ${ctx.secrets.mac('number', target)}`,
  most: ctx.tenant.settings.sms.guesses_per_number_per_day,
  window: DAY,
})

/**
 * Whether this is the code that was sent. The try is counted first, in a transaction of its own that is
 * on disk before the code is looked at: fifty guesses at once, or over two processes, compare at most five.
 * `stateHash` is that of the caller's state token, or ''.
 */
export async function proveCode(ctx: Ctx, asked: { target: string; purpose: Purpose; stateHash: string }, code: string): Promise<Proof> {
  const { guesses_per_code: most } = ctx.tenant.settings.sms
  const { target, purpose, stateHash } = asked
  // Threat row 3: a code sent under a state token is good for that one only.
  const otherStateHash = ctx.app.settings.codes_need_state ? stateHash : ''
  const tried = await transact(ctx, async (ctx) => {
    const wait = await spend(ctx, guesses(ctx, target))
    if (wait) fail('guessesSpent', { hours: inUnits(wait, HOUR) })
    const key = { tenantId: ctx.tenant.id, target, purpose, stateHash, otherStateHash, most, now: ctx.now() }
    // Thrown in here, so a guess at nothing costs nothing: only what is compared is counted.
    return (await countTry(ctx, key)) ?? fail((await findTriedCode(ctx, key)) ? 'codeExhausted' : 'codeExpired')
  })
  if (await isRight(ctx, tried.codeMac, asked, code)) return { target, purpose, stateHash: tried.stateHash, codeMac: tried.codeMac }
  ctx.metrics.codes.inc({ event: 'wrong' })
  if (stateHash) await failState(ctx, stateHash)
  return fail(target.includes('@') ? 'mailCodeWrong' : 'codeWrong', { left: most - tried.tries })
}

/** How a code is written down that a vendor made, or wants to hear of: behind the hash, or a dash for it, our id of its message. */
export const linkedMac = (codeMac: string | undefined, message: string): string => `${codeMac ?? '-'} ${message}`

/** Ours is compared here; one that a vendor made only that vendor can compare. */
async function isRight(ctx: Ctx, kept: string, { target, purpose }: { target: string; purpose: Purpose }, code: string): Promise<boolean> {
  const [mac = '', message] = kept.split(' ', 2)
  if (mac === '-' && message) return (await ctx.vendors?.compare(ctx, message, target, code)) ?? false
  return equal(mac, codeMac(ctx, target, purpose, code))
}

/**
 * Spends a proven code, inside the transaction it was proven for, and gives back the one guess it took. The
 * budget first, then the code, as in `proveCode`: the other way round, two at once wait for each other (PostgreSQL).
 */
export async function spendCode(ctx: Ctx, proof: Proof): Promise<void> {
  await refund(ctx, guesses(ctx, proof.target))
  if ((await useCode(ctx, { tenantId: ctx.tenant.id, ...proof, now: ctx.now() })) === 0) fail('codeExpired')
  afterCommit(ctx, () => {
    ctx.metrics.codes.inc({ event: 'verified' })
    // Somebody reads what is sent there: the firewall before the next messages goes by that.
    if (!proof.target.includes('@') && !findTestCode(ctx, proof.target)) answerMessage(ctx, ctx.tenant.id, proof.target)
    const [, message] = proof.codeMac.split(' ', 2)
    if (message) ctx.vendors?.proven(ctx, message, proof.target)
  })
}

/**
 * A right code for what is refused for another reason: it stays good, and the try and the guess it took are given back.
 * Not without end: a refusal may tell something, such as which password was used before. Inside a transaction.
 */
export async function returnCode(ctx: Ctx, proof: Proof): Promise<void> {
  const key = `return ${ctx.secrets.mac('number', proof.target)}`
  if (await spend(ctx, { tenantId: ctx.tenant.id, key, most: RETURNS, window: DAY })) return
  await refund(ctx, guesses(ctx, proof.target))
  await returnTry(ctx, { tenantId: ctx.tenant.id, ...proof })
}
