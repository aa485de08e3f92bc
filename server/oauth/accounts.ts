/**
 * Who is behind what the engine issues. Its account is a session of ours: where that was ended, by whomever, there is no
 * account any more, and whatever came from it is worth nothing.
 */
import { ground } from '../context.ts'
import { issueIdToken, readMethods, findSessionById, subjectOf, userInfo } from '../session/index.ts'
import { issuerOf, readIdToken } from '../tenants/index.ts'
import { findUser, type User } from '../users/index.ts'
import { findBrowser } from './browser.ts'
import { findClient } from './clients.ts'
import { hasAgreed } from './consents.ts'
import type { Account, EngineClient, EngineContext, EngineGrant, EngineSession, HookContext, IssuedToken } from './engine-types.ts'
import type { Around } from './engine.ts'

type Session = NonNullable<Awaited<ReturnType<typeof findSessionById>>>
export type Person = { user: User; session: Session }

const people = new WeakMap<Account, Person>()

/** Nobody when the session is over or its user disabled. */
export async function findAccount({ world, tenant }: Around, id: string): Promise<Account | undefined> {
  const ctx = ground(world)
  const session = await findSessionById(ctx, { tenantId: tenant.id, id, now: ctx.now() })
  const user = session && (await findUser(ctx, tenant.id, session.userId))
  if (!session || !user || user.disabledAt !== null) return undefined
  const account = { accountId: id, claims: () => claimsOf(user) }
  people.set(account, { user, session })
  return account
}

export const personOf = ({ oidc }: HookContext): Person | undefined => oidc.account && people.get(oidc.account)

/** The published five, and what OpenID Connect Core, section 5.1 calls them. */
const claimsOf = (user: User) => ({
  ...userInfo(user),
  preferred_username: user.userName,
  email_verified: user.emailProvenAt !== null,
  ...(user.mobile !== null && { phone_number: user.mobile, phone_number_verified: user.mobileProvenAt !== null }),
})

export const subject = async ({ world, tenant }: Around, client: EngineClient, user: User): Promise<string> => {
  const app = await findClient(world, tenant.id, client.clientId)
  return app ? subjectOf(app, user) : user.id
}

/**
 * The engine's session, made to follow ours: the cookie of ours says who is signed in, and the engine keeps only what it gave out
 * since. Its name stays over a new sign-in: a request that is under way knows it by that.
 */
export async function withBrowser(
  { world, tenant, engine }: Around,
  ctx: EngineContext,
  get: () => Promise<EngineSession>,
): Promise<EngineSession> {
  const browser = await findBrowser(ground(world), tenant, ctx.req.headers)
  const kept = await get()
  if (kept.accountId === browser?.session.id) return kept
  if (!browser) return engine().Session.instantiate({})
  const { id, createdAt, methods } = browser.session
  delete kept.authorizations
  kept.loginAccount({ accountId: id, loginTs: Math.floor(createdAt / 1000), amr: readMethods(methods) })
  return kept
}

/** What this person has granted this application: all it asks, where it is the tenant's own; else what they once agreed to. */
export async function grantFor(around: Around, ctx: HookContext): Promise<EngineGrant | undefined> {
  const { world, tenant, engine } = around
  const { client, account, requestParamOIDCScopes } = ctx.oidc
  const person = personOf(ctx)
  const app = await findClient(world, tenant.id, client.clientId)
  if (!account || !person || !app) return undefined
  const asked = [...requestParamOIDCScopes]
  if (app.settings.oauth.consent && !(await hasAgreed(ground(world), tenant.id, person.user.id, app.clientId, asked))) return undefined
  const grant = new (engine().Grant)({ clientId: client.clientId, accountId: account.accountId })
  grant.addOIDCScope(asked.join(' '))
  await grant.save()
  return grant
}

/** The id_token of the user API (user-api 7.2 b), with what the protocol adds. */
export async function issueToken({ world, tenant }: Around, { ctx, extra }: IssuedToken): Promise<string> {
  const person = personOf(ctx)
  const app = await findClient(world, tenant.id, ctx.oidc.client.clientId)
  if (!person || !app) throw new Error('an id_token for nobody')
  const { user, session } = person
  const { nonce } = extra
  const more = { auth_time: Math.floor(session.createdAt / 1000), ...(nonce !== undefined && { nonce }) }
  return issueIdToken({ ...ground(world), tenant, app }, user, session.id, readMethods(session.methods), more)
}

/**
 * An id_token that comes back as a hint of who should be there. It may have expired (OpenID Connect RP-Initiated Logout,
 * section 2; Core, section 3.1.2.1): it is checked as of when it was issued.
 */
export async function readHint({ world, tenant, module }: Around, jwt: string, client: Pick<EngineClient, 'clientId'>) {
  const ctx = ground(world)
  const issued = issuedAt(jwt)
  const payload = await readIdToken({ ...ctx, now: () => issued }, tenant, client.clientId, jwt)
  if (!payload || payload['iss'] !== issuerOf(ctx, tenant)) throw new module.errors.InvalidRequest('id_token_hint is not one of ours')
  return { payload }
}

function issuedAt(jwt: string): number {
  try {
    const { iat } = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { iat?: unknown }
    return typeof iat === 'number' ? iat * 1000 : 0
  } catch {
    return 0
  }
}
