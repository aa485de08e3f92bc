/** What every binding call does once it knows how the user is found: one transaction, and what is told after it. */
import { record } from '../audit/index.ts'
import { type Ctx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { newId } from '../secrets.ts'
import { closeState, finishLogin, type Identity, type Login, type Method, type OpenState } from '../session/index.ts'
import { createUser, mayRegister, type NewUser, type User } from '../users/index.ts'
import { claimAccount, tie, waitForPerson } from './accounts.ts'
import { keepBound, type Notice, tellBound } from './owner.ts'
import { type Released, releaseNumber, tellReleased } from './released.ts'

/** The state tokens that binding accepts, and those that registering does. */
export const BINDING = ['SOCIAL_BIND', 'SOCIAL_CHOICE'] as const
export const REGISTERING = ['USER_REGISTER', 'SOCIAL_CHOICE'] as const

/**
 * Who the social account is to belong to. `stale`: by a number whose last proof is too old to count alone. `released`:
 * they were made by a number that somebody else had.
 */
export type Owner = { user: User; stale?: true; isNew?: true; released?: Released | undefined }

/**
 * A social account nobody here knew, and its owner: logged in and tied, or what is still missing. Before a second factor is
 * shown nothing is tied: the identity waits in the state token. Somebody who was made this very moment is no stranger to it.
 */
export async function join(ctx: Ctx, identity: Identity, { user, stale, isNew }: Owner, methods: Method[]): Promise<Joined> {
  // A number that old is no second factor either: counted as shown, it is not asked for.
  const shown: Method[] = stale && !methods.includes('sms') ? ['sms', ...methods] : methods
  const how = { methods: [...shown, 'social'] as Method[], sourceId: identity.sourceId, link: identity, ...(stale && { stale }) }
  const login = await finishLogin(ctx, user, how)
  if (login.status === 'ACCESS_DENIED' || (login.status === 'MFA_AUTH' && !isNew)) return { login }
  const added = await tie(ctx, identity, user.id)
  const notice = added && !isNew ? await keepBound(ctx, user, identity, methods) : undefined
  return { login, bound: added, ...(notice && { notice }) }
}

/** `bound`: they did not have it before. */
export type Joined = { login: Login; bound?: boolean; notice?: Notice; released?: Released | undefined }

export type Binding = {
  pending: OpenState<(typeof BINDING)[number] | (typeof REGISTERING)[number]>
  /** What was shown besides the social account. */
  methods: Method[]
  /** Spends what was shown: first of all, so that it stays spent when nobody is found. */
  spend?: (ctx: Ctx) => Promise<void>
  find(ctx: Ctx): Promise<Owner | undefined>
}

/**
 * Nothing when there is nobody to bind to: what was shown stays spent, the state token does not, and another number may
 * be tried. A user who is denied keeps no new account, and the state token stays good for another one too.
 */
export function bindWith(ctx: Ctx, binding: Binding & { find(ctx: Ctx): Promise<Owner> }): Promise<Login>
export function bindWith(ctx: Ctx, binding: Binding): Promise<Login | undefined>
export async function bindWith(ctx: Ctx, { pending, methods, spend, find }: Binding): Promise<Login | undefined> {
  const identity = pending.payload
  const joined = await transact(ctx, async (ctx): Promise<Joined | undefined> => {
    await spend?.(ctx)
    await waitForPerson(ctx, identity)
    const owner = await find(ctx)
    if (!owner) return undefined
    const joined = await join(ctx, identity, owner, methods)
    const { status } = joined.login
    if (status !== 'ACCESS_DENIED') await closeState(ctx, pending)
    const event = owner.isNew ? 'register' : 'bind'
    const came = { bound: joined.bound === true, signedIn: status === 'SUCCESS' }
    await record(ctx, { event, outcome: status, userId: owner.user.id, sourceId: identity.sourceId, came })
    return { ...joined, released: owner.released }
  })
  if (joined?.login.status === 'ACCESS_DENIED' && joined.login.stale) fail('proofStale')
  await tellBound(ctx, joined?.notice)
  await tellReleased(ctx, joined?.released)
  return joined?.login
}

/** At most so many characters, and no half of one at the end (threat row 25). */
export const cut = (text: string, most: number): string => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')

const WEB = /^https?:\/\//i

/** What the provider told of somebody new, in the published names of the profile (user-api 2.8, admin reference 2.4). */
export function introduce({ nickname, avatar }: Pick<Identity, 'nickname' | 'avatar'>): NewUser {
  const name = nickname && cut(nickname, 100)
  const attributes = {
    ...(name && { attr_nick_name: name }),
    ...(avatar && WEB.test(avatar) && URL.canParse(avatar) && { head_img: avatar }),
  }
  return { ...(name && { name }), attributes }
}

/**
 * Who holds a number or an address proven just now; a user who is made for it, where people may register. One made by a
 * number that somebody had, long ago, is no way into their account.
 */
export async function findOrRegister(ctx: Ctx, identity: Identity, target: string): Promise<Owner | undefined> {
  const holder = await claimAccount(ctx, target)
  if ((holder && !holder.stale) || !mayRegister(ctx)) return holder
  const now = ctx.now()
  const id = newId(now)
  const released = holder && (await releaseNumber(ctx, holder.user, id))
  // Kept, or given to somebody else at the same moment: then they are who holds it.
  if (holder && !released) return claimAccount(ctx, target)
  const proven = target.includes('@') ? { email: target, emailProvenAt: now } : { mobile: target, mobileProvenAt: now }
  const user = await createUser(ctx, ctx.tenant.id, { id, ...introduce(identity), ...proven })
  // Lost to another registration of it at the same moment: then they are who holds it.
  return user ? { user, isNew: true, released } : claimAccount(ctx, target)
}
