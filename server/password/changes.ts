/** What every change of a password has in common. */
import { record } from '../audit/index.ts'
import { type Ctx, transact } from '../context.ts'
import { fail, failBecause, Failure } from '../errors.ts'
import type { Session } from '../http.ts'
import { announce } from '../notices/index.ts'
import { type Proof, proveCode, type Purpose, spendCode } from '../codes/index.ts'
import { endOtherSessions, endSessionsOfUser, type Method, readMethods, standsOn } from '../session/index.ts'
import { Type } from '../type.ts'
import { findUser, provenSince, takeEmail, takeMobile, type User } from '../users/index.ts'
import { checkPassword, findByEmail, findByMobile, hashForCode, savePassword } from './passwords.ts'
import { unlock } from './tries.ts'

/** Long enough for every password that a policy allows, in any form of Unicode; what is longer is not worth hashing. */
export const passwordField = (description: string) => Type.String({ minLength: 1, maxLength: 256, description })
export const codeField = (type: string) => Type.String({ minLength: 1, maxLength: 16, description: `A code of the type ${type}.` })

export type Channel = 'mobile' | 'email'
/** How the trail, notices and tokens call it. */
export const methodOf = { mobile: 'sms', email: 'email' } as const

/**
 * The change itself, inside its transaction: the password, the sessions made with the one before, the trail. `keep`
 * is the session it was made in; without one, all end. What strangers guessed at the old password counts no more. `shown`
 * is all that was shown for it: the channel of a code alone is no second factor to it for a while.
 */
export async function change(
  ctx: Ctx,
  user: User,
  hash: string,
  how: { outcome: 'changed' | 'set' | 'reset'; shown: Method[]; keep?: string; instead?: string | null },
): Promise<User> {
  const changed = await savePassword(ctx, user, hash, how.instead, standsOn(ctx, user, how.shown))
  const key = { tenantId: ctx.tenant.id, userId: user.id, now: ctx.now() }
  await (how.keep ? endOtherSessions(ctx, { ...key, keep: how.keep }) : endSessionsOfUser(ctx, key))
  await unlock(ctx, user)
  await record(ctx, { event: 'password', outcome: how.outcome, userId: user.id })
  return changed
}

/** After the commit: the owner hears of it, on every channel but the one that it came by. */
export const tellOwner = (ctx: Ctx, user: User, channel?: Channel) =>
  announce(ctx, user, { kind: 'password_changed', ...(channel && { except: methodOf[channel] }) })

/** The user a session or state token names. */
export const getUser = async (ctx: Ctx, id: string): Promise<User> =>
  (await findUser(ctx, ctx.tenant.id, id)) ?? failBecause('the user is gone', 'sessionInvalid')

/** The number or address a user has proven: the only one a code may go to. */
function ownTarget(user: User, channel: Channel): string {
  const [target, provenAt] = channel === 'mobile' ? [user.mobile, user.mobileProvenAt] : [user.email, user.emailProvenAt]
  if (target === null || provenAt === null) return fail(channel === 'mobile' ? 'mobileUnknown' : 'emailUnknown')
  return target
}

/**
 * A new password by a code sent to the user's own number or address. `work` is the rest of the transaction; the
 * history is looked at only after the code: asked before, it would tell whoever holds a stolen token what the password was.
 */
export async function changeByCode<T>(
  ctx: Ctx,
  asked: { user: User; channel: Channel; stateHash: string; code: string; password: string },
  work: (ctx: Ctx, user: User, hash: string) => Promise<T>,
): Promise<T> {
  const { user, channel, stateHash, code, password } = asked
  const target = ownTarget(user, channel)
  checkPassword(ctx, user, password)
  const proof = await proveCode(ctx, { target, purpose: 'CHANGE_PWD', stateHash }, code)
  const hash = await hashForCode(ctx, proof, user, password)
  const done = await transact(ctx, async (ctx) => {
    await spendCode(ctx, proof)
    const now = await getUser(ctx, user.id)
    // It may have gone to somebody else while we were hashing.
    if (ownTarget(now, channel) !== target) return fail('codeExpired')
    return work(ctx, now, hash)
  })
  await tellOwner(ctx, user, channel)
  return done
}

/** Logged in: by code, and the session stays (user-api 7.1, rows 30 to 33). */
export async function changeOwn(ctx: Ctx, session: Session, channel: Channel, code: string, password: string): Promise<void> {
  const user = await getUser(ctx, session.userId)
  const shown = [...readMethods(session.methods), methodOf[channel]]
  await changeByCode(ctx, { user, channel, stateHash: '', code, password }, (ctx, user, hash) =>
    change(ctx, user, hash, { outcome: user.passwordSetAt === null ? 'set' : 'changed', shown, keep: session.id }),
  )
}

/**
 * Forgotten: by a code for the number or address of whoever holds it proven. Who only claims it is not found; they
 * sign in by code first, which takes away what others may have put into that account (threat row 1). Whether anybody
 * was found is told after the right code, which stays spent (threat row 13).
 */
export async function resetByCode(ctx: Ctx, channel: Channel, target: string, code: string, password: string): Promise<void> {
  checkPassword(ctx, {}, password)
  const proof = await proveEither(ctx, target, code)
  const found = channel === 'mobile' ? await findByMobile(ctx, target) : await findByEmail(ctx, target)
  // A number that may be somebody else's by now gives nobody's account a new password (threat row 10).
  const stale = channel === 'mobile' && found !== undefined && (found.mobileProvenAt ?? 0) < provenSince(ctx)
  const holder = stale ? undefined : found
  const hash = holder && (await hashForCode(ctx, proof, holder, password))
  const done = await transact(ctx, async (ctx) => {
    await spendCode(ctx, proof)
    if (!hash) return undefined
    const held = channel === 'mobile' ? await takeMobile(ctx, target) : await takeEmail(ctx, target)
    // It may have changed hands while we were hashing.
    if (held?.user.id !== holder.id || held.stale) return undefined
    return change(ctx, held.user, hash, { outcome: 'reset', shown: [methodOf[channel]] })
  })
  if (stale) return fail('proofStale')
  if (!holder || !done) return fail(channel === 'mobile' ? 'mobileUnknown' : 'emailUnknown')
  await tellOwner(ctx, holder, channel)
}

/** Three products send FORGET_PWD for this; the pages of one of them say CHANGE_PWD (user-api 7.2 d). */
async function proveEither(ctx: Ctx, target: string, code: string): Promise<Proof> {
  const prove = (purpose: Purpose) => proveCode(ctx, { target, purpose, stateHash: '' }, code)
  try {
    return await prove('FORGET_PWD')
  } catch (reason) {
    if (reason instanceof Failure && reason.error === 'codeExpired') return prove('CHANGE_PWD')
    throw reason
  }
}
