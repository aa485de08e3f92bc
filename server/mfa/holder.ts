/** Whose factors they are, and the summary of them that the user's row keeps for the dispatcher. */
import { type Ctx, type Ground } from '../context.ts'
import { fail, failBecause } from '../errors.ts'
import type { Session } from '../http.ts'
import type { Schema } from '../schema/tables.ts'
import { findSessionById, secondMethods } from '../session/index.ts'
import { listAccountRows } from '../social/index.ts'
import { findUser, lockUser, markFactors, type User } from '../users/index.ts'
import { listFactorRows, removeFactor, removeFactorsSince } from './store.ts'

export type Kind = 'totp' | 'passkey'
type Factor = Schema['factors']

/** The kinds of a tenant that wants none of this are nobody's. */
export function requireKind(ctx: Ctx, kind: Kind): void {
  if (!ctx.tenant.settings.mfa.methods.includes(kind)) failBecause(`${kind} is not among mfa.methods`, 'factorUnknown')
}

/** Who is logged in; a disabled user changes nothing. */
export async function getHolder(ctx: Ctx, session: Session): Promise<User> {
  const user = await findUser(ctx, ctx.tenant.id, session.userId)
  return user && user.disabledAt === null ? user : fail('sessionInvalid')
}

const isHeld = (user: User, factor: Factor): boolean => user.factors.split(' ').includes(factor.kind)

/**
 * The factors of a user. Of a kind that the summary does not name there are none, whatever rows are left: an account
 * that somebody prepared with a number of another lost them when that one came (threat row 1).
 */
export const listFactors = async (ctx: Ground & Pick<Ctx, 'tenant'>, user: User): Promise<Factor[]> =>
  (await listFactorRows(ctx, { tenantId: ctx.tenant.id, userId: user.id })).filter((it) => isHeld(user, it))

/**
 * First in every transaction that adds or removes a factor: whoever comes at once for the same user waits here, and
 * then reads what the other one left; otherwise the summary could name a factor that is gone. A session that was
 * ended meanwhile changes nothing, and what the summary disowns is gone before it can be counted again.
 */
export async function lockHolder(ctx: Ctx, session: Session): Promise<User> {
  const now = ctx.now()
  await lockUser(ctx, { tenantId: ctx.tenant.id, id: session.userId, now })
  const user = await getHolder(ctx, session)
  if (!(await findSessionById(ctx, { tenantId: ctx.tenant.id, id: session.id, now }))) fail('sessionInvalid')
  for (const row of await listFactorRows(ctx, { tenantId: ctx.tenant.id, userId: user.id })) {
    if (!isHeld(user, row)) await removeFactor(ctx, { tenantId: ctx.tenant.id, userId: user.id, id: row.id })
  }
  return user
}

/** Last in it: writes the summary anew. */
export async function recount(ctx: Ctx, user: User): Promise<Factor[]> {
  const rows = await listFactorRows(ctx, { tenantId: ctx.tenant.id, userId: user.id })
  if (rows.length > ctx.tenant.settings.mfa.factors) fail('factorsFull')
  await markFactors(ctx, { tenantId: ctx.tenant.id, id: user.id, factors: summaryOf(rows), now: ctx.now() })
  return rows
}

export const summaryOf = (rows: Factor[]): string => [...new Set(rows.map((it) => it.kind))].toSorted().join(' ')

/** Takes away what was added since a time: of an account whose owner undoes a change that somebody else made. */
export async function dropFactorsSince(ctx: Ground & Pick<Ctx, 'tenant'>, user: User, since: number): Promise<void> {
  const key = { tenantId: ctx.tenant.id, userId: user.id }
  await lockUser(ctx, { tenantId: ctx.tenant.id, id: user.id, now: ctx.now() })
  const held = (await findUser(ctx, ctx.tenant.id, user.id)) ?? user
  if ((await removeFactorsSince(ctx, { ...key, since })) === 0) return
  const factors = summaryOf(await listFactors(ctx, held))
  await markFactors(ctx, { tenantId: ctx.tenant.id, id: user.id, factors, now: ctx.now() })
}

/** Refuses to take away what somebody needs to come in again: their only way, or the only second one where two are asked for. */
export async function requireWayIn(ctx: Ctx, user: User, left: Factor[]): Promise<void> {
  const after = { ...user, factors: summaryOf(left) }
  if (left.some((it) => it.kind === 'passkey')) return
  const accounts = await listAccountRows(ctx, { tenantId: ctx.tenant.id, userId: user.id })
  const ways = [
    ...(user.mobileProvenAt === null ? [] : (['sms'] as const)),
    ...(user.emailProvenAt === null ? [] : (['email'] as const)),
    ...(user.passwordSetAt === null ? [] : (['pwd'] as const)),
    ...(accounts.length ? (['social'] as const) : []),
  ]
  const two = ctx.tenant.settings.mfa.required === 'always'
  if (!ways.some((it) => !two || secondMethods(ctx, after, [it]).length > 0)) fail('lastWayIn')
}
