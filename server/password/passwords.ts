/** What other rooms and the endpoints do with passwords: prove one, make one, keep one. */
import { type Proof, returnCode } from '../codes/index.ts'
import { type Ctx, type Ground, transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail, failBecause, Failure } from '../errors.ts'
import { readMobile } from '../phone.ts'
import { newId } from '../secrets.ts'
import { findUser, findUserByName, listUsersByEmail, listUsersByMobile, markPassword, type User } from '../users/index.ts'
import { compareHash, makeHash, normalize } from './hashing.ts'
import { checkPolicy, type Person } from './policy.ts'
import {
  addOldPassword,
  addPassword,
  exchangeHash,
  findPassword,
  listOldPasswords,
  putPassword,
  removePassword,
  trimOldPasswords,
} from './store.ts'
import { countTry, endRow, takeBack } from './tries.ts'

type Within = Ground & Pick<Ctx, 'tenant'>
/** A server that asks for somebody has no device. */
type Tries = Within & Pick<Ctx, 'address'> & Partial<Pick<Ctx, 'device'>>

/** A right password, compared and still to be acted on: what `confirmPassword` takes. */
export type PasswordProof = { userId: string; hash: string }

/** The holder of a number or address is who proved it; who only claims it is not found (threat row 1). */
export async function findByMobile(ctx: Ctx, mobile: string): Promise<User | undefined> {
  const [first] = await listUsersByMobile(ctx, { tenantId: ctx.tenant.id, mobile })
  return first?.mobileProvenAt === null ? undefined : first
}

export async function findByEmail(ctx: Ctx, address: string): Promise<User | undefined> {
  const email = readEmail(address)
  const [first] = email ? await listUsersByEmail(ctx, { tenantId: ctx.tenant.id, email }) : []
  return first?.emailProvenAt === null ? undefined : first
}

export const findByUserName = (ctx: Ctx, userName: string) => findUserByName(ctx, { tenantId: ctx.tenant.id, userName })

/** A user name, a mobile number or an e-mail address. What somebody proved goes before a name that anybody may choose. */
export async function findByAccount(ctx: Ctx, account: string): Promise<User | undefined> {
  const mobile = readMobile(account, ctx.tenant.settings.preferred_country)
  const holder = mobile ? await findByMobile(ctx, mobile) : account.includes('@') ? await findByEmail(ctx, account) : undefined
  return holder ?? findByUserName(ctx, account)
}

/**
 * Whether this is the user's password: the proof, or how many tries are left. Outside transactions. `account`
 * is what was typed, where there may be no such user; the same work is done then, and where a user has none.
 */
export async function tryPassword(
  ctx: Tries,
  user: User | undefined,
  password: string,
  account = '',
): Promise<PasswordProof | { left: number }> {
  const kept = await findPassword(ctx, { tenantId: ctx.tenant.id, userId: user?.id ?? '' })
  const tried = await countTry(ctx, user, account)
  const { right, old } = await compareHash(ctx, kept?.hash, password).catch(async (reason: unknown) => {
    await takeBack(ctx, tried)
    throw reason
  })
  if (!right || !kept) return { left: tried.left }
  const newHash = old ? await remake(ctx, password, kept.hash) : kept.hash
  const key = { tenantId: ctx.tenant.id, userId: kept.userId, hash: kept.hash, newHash }
  const remade = await transact(ctx, async (ctx) => {
    await endRow(ctx, tried)
    return newHash === kept.hash || (await exchangeHash(ctx, key)) === 1
  })
  // Somebody else made it anew, or changed it, while we did: whichever it was, what counts is there now.
  return remade ? { userId: kept.userId, hash: newHash } : tryPassword(ctx, user, password, account)
}

/** A hash that another system made, made anew; left as it is when there is no room for that work now. */
const remake = (ctx: Ground, password: string, hash: string) =>
  makeHash(ctx, normalize(password)).catch((reason: unknown) => {
    if (reason instanceof Failure) return hash
    throw reason
  })

/** As `tryPassword`, and refuses: `credentialsWrong` or `locked`, the same for a wrong password, no password and no user. */
export function provePassword(ctx: Tries, user: User, password: string): Promise<PasswordProof>
export function provePassword(ctx: Tries, user: User | undefined, password: string, account: string): Promise<PasswordProof>
export async function provePassword(ctx: Tries, user: User | undefined, password: string, account = ''): Promise<PasswordProof> {
  const tried = await tryPassword(ctx, user, password, account)
  if (!('left' in tried)) return tried
  const reason = !user ? 'no such user' : user.passwordSetAt === null ? 'no password is set' : 'wrong password'
  return failBecause(reason, 'credentialsWrong', { left: tried.left })
}

/**
 * Inside the transaction that acts on a proof: that the password has not been changed meanwhile, and is not until
 * this commits. Otherwise a sign-in that was waiting its turn would outlive the change. Answers the user as they are now.
 */
export async function confirmPassword(ctx: Within, { userId, hash }: PasswordProof): Promise<User> {
  const held = await exchangeHash(ctx, { tenantId: ctx.tenant.id, userId, hash, newHash: hash })
  const user = held === 1 ? await findUser(ctx, ctx.tenant.id, userId) : undefined
  return user ?? failBecause('changed by another request', 'credentialsWrong', { left: ctx.tenant.settings.password.attempts })
}

/** Refuses what `hashPassword` would, at no price: before a code is tried. */
export const checkPassword = (ctx: Within, person: Person, password: string): void =>
  checkPolicy(ctx.tenant.settings.password, person, normalize(password))

/** The hash of a new password, once the policy is content: of a user who is here, or of one who is about to be. Outside transactions. */
export async function hashPassword(ctx: Within, person: Person & { id?: string }, password: string): Promise<string> {
  const plain = normalize(password)
  checkPolicy(ctx.tenant.settings.password, person, plain)
  if (person.id) await refuseUsed(ctx, person.id, plain)
  return makeHash(ctx, plain)
}

/** As `hashPassword`, of whoever has just proven a code: where the password is refused, the next one may come with the same code. */
export async function hashForCode(ctx: Ctx, proof: Proof, person: Person & { id?: string }, password: string): Promise<string> {
  try {
    return await hashPassword(ctx, person, password)
  } catch (reason) {
    await transact(ctx, (ctx) => returnCode(ctx, proof))
    throw reason
  }
}

/** The last few may not come again; the one that is set now is the first of them. */
async function refuseUsed(ctx: Within, userId: string, plain: string): Promise<void> {
  const { history } = ctx.tenant.settings.password
  if (history === 0) return
  const key = { tenantId: ctx.tenant.id, userId }
  const current = await findPassword(ctx, key)
  const earlier = current ? await listOldPasswords(ctx, { ...key, most: history - 1 }) : []
  for (const { hash } of current ? [current, ...earlier] : []) {
    if ((await compareHash(ctx, hash, plain)).right) fail('passwordUsed', { count: history })
  }
}

/**
 * Keeps a new password, inside the transaction that decides to. Answers the user as they are now. With `instead`, only
 * in place of that hash, or of none: of two changes at once the second finds another one. `by` is the channel it stands
 * on, as `standsOn` has it: that of the one before, where that one was shown for it.
 */
export async function savePassword(
  ctx: Within,
  user: User,
  hash: string,
  instead?: string | null,
  by = instead ? user.passwordBy : null,
): Promise<User> {
  const now = ctx.now()
  const key = { tenantId: ctx.tenant.id, userId: user.id }
  // The user's row first, here and everywhere: two changes at once wait for each other there (PostgreSQL).
  await markPassword(ctx, { tenantId: ctx.tenant.id, id: user.id, setAt: now, mustChange: 0, by, now })
  const before = await findPassword(ctx, key)
  if (instead !== undefined && (before?.hash ?? null) !== instead)
    failBecause('changed by another request', 'oldPasswordWrong', { left: ctx.tenant.settings.password.attempts })
  const most = Math.max(0, ctx.tenant.settings.password.history - 1)
  if (before && most > 0) await addOldPassword(ctx, { ...key, id: newId(now), hash: before.hash })
  await trimOldPasswords(ctx, { ...key, most })
  await putPassword(ctx, { ...key, hash, now })
  return { ...user, passwordSetAt: now, passwordMustChange: 0, passwordBy: by, updatedAt: now }
}

/** A hash that another system made, inside a transaction, where `faultOfHash` found nothing; where a password is, that one stays. */
export async function importPassword(
  ctx: Ground,
  tenantId: string,
  userId: string,
  it: { hash: string; mustChange: boolean },
): Promise<void> {
  const now = ctx.now()
  if ((await addPassword(ctx, { tenantId, userId, hash: it.hash, now })) === 0) return
  await markPassword(ctx, { tenantId, id: userId, setAt: now, mustChange: it.mustChange ? 1 : 0, by: null, now })
}

/** Takes away a password and those before it: of an account whose number is proven for the first time (threat row 1). */
export async function dropPassword(ctx: Within, userId: string): Promise<void> {
  const key = { tenantId: ctx.tenant.id, userId }
  await markPassword(ctx, { tenantId: ctx.tenant.id, id: userId, setAt: null, mustChange: 0, by: null, now: ctx.now() })
  await removePassword(ctx, key)
  await trimOldPasswords(ctx, { ...key, most: 0 })
}
