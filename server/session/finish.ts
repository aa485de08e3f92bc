/** The dispatcher: somebody proved who they are; what comes next is decided here and nowhere else. */
import type { Ctx } from '../context.ts'
import { writeMobile } from '../phone.ts'
import { hashToken, newId, randomToken } from '../secrets.ts'
import { issuerOf, signIdToken } from '../tenants/index.ts'
import type { User } from '../users/index.ts'
import { addSession } from './store.ts'
import { Type } from '../type.ts'

export type Login = { status: 'SUCCESS'; sessionId: string; sessionToken: string; expire: number; user: User } | { status: 'ACCESS_DENIED' }

/** What every way in answers (user-api 0.6, 2.4). */
export const LoginReply = Type.Object({
  status: Type.String({ description: 'SUCCESS, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED' }),
  session_token: Type.Optional(Type.String()),
  id_token: Type.Optional(Type.String()),
  expire: Type.Optional(Type.Integer({ description: 'Lifetime of the session_token. Unit: second.' })),
  state_token: Type.Optional(Type.String()),
  data: Type.Optional(Type.String({ description: 'A JSON string: which proofs may be used.' })),
})

export const sessionLifetime = (ctx: Ctx): number => ctx.app.settings.session_lifetime || ctx.tenant.settings.session_lifetime

/** Refused by policy: an answer, not an error (user-api 0.6). */
export const denyLogin = (): Login => ({ status: 'ACCESS_DENIED' })

/**
 * Decides from the user's row and the tenant's settings alone, inside the transaction of the step that
 * calls it. Every login is a new session with a new token; nothing issued before is promoted (threat row 9).
 */
export async function finishLogin(ctx: Ctx, user: User): Promise<Login> {
  if (user.disabledAt !== null) return denyLogin()
  const now = ctx.now()
  const id = newId(now)
  const sessionToken = randomToken(32)
  const expire = sessionLifetime(ctx)
  await addSession(ctx, {
    tenantId: ctx.tenant.id,
    id,
    tokenHash: hashToken(sessionToken),
    userId: user.id,
    clientId: ctx.app.clientId,
    fingerprint: ctx.device.fingerprint,
    system: ctx.device.system,
    agent: ctx.device.agent,
    address: ctx.address,
    createdAt: now,
    expiresAt: now + expire * 1000,
  })
  return { status: 'SUCCESS', sessionId: id, sessionToken, expire, user }
}

/** The answer on the wire. Outside the transaction: an RSA signature is no work for the one writer. */
export async function loginReply(ctx: Ctx, login: Login) {
  if (login.status !== 'SUCCESS') return { status: login.status }
  return {
    status: login.status,
    session_token: login.sessionToken,
    id_token: await issueIdToken(ctx, login.user, login.sessionId),
    expire: login.expire,
  }
}

/** The flat form of the published id_token, with `sid` so that an ended session ends it (user-api 7.2 b). */
export function issueIdToken(ctx: Ctx, user: User, sessionId: string): Promise<string> {
  const { id_token_algorithm, id_token_lifetime, id_token_subject } = ctx.app.settings
  const now = Math.floor(ctx.now() / 1000)
  return signIdToken(ctx, ctx.tenant, id_token_algorithm, {
    iss: issuerOf(ctx, ctx.tenant),
    aud: ctx.app.clientId,
    sub: id_token_subject === 'user_name' ? user.userName : user.id,
    iat: now,
    nbf: now - 120,
    exp: now + id_token_lifetime,
    jti: randomToken(22),
    sid: sessionId,
    ...userInfo(user),
  })
}

/** The five published fields of a user. */
export const userInfo = (user: User) => ({
  id: user.id,
  userName: user.userName,
  name: user.name,
  mobile: user.mobile ? writeMobile(user.mobile) : '',
  email: user.email ?? '',
})
