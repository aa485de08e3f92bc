/** The dispatcher: somebody proved who they are; what comes next is decided here and nowhere else. */
import type { Ctx, Ground } from '../context.ts'
import { fail } from '../errors.ts'
import { writeMobile } from '../phone.ts'
import { hashToken, newId, randomToken } from '../secrets.ts'
import { issuerOf, signIdToken } from '../tenants/index.ts'
import type { User } from '../users/index.ts'
import { amrOf } from './amr.ts'
import { type How, nextStep, shownOf } from './policy.ts'
import { issueState, type Method } from './state.ts'
import { addSession } from './store.ts'
import { Type } from '../type.ts'

const HOUR = 3_600_000

export type Login =
  | { status: 'SUCCESS'; sessionId: string; sessionToken: string; expire: number; user: User; methods: Method[] }
  /**
   * `stale`: a refusal of the step that asked, not of the user (threat row 10). `until`: a way that is theirs counts only
   * from then on.
   */
  | { status: 'ACCESS_DENIED'; stale?: true; until?: number }
  | { status: 'MFA_AUTH' | 'PASSWORD_WARN' | 'PASSWORD_EXPIRED'; stateToken: string; data: string }

/** What every way in answers (user-api 0.6, 2.4). */
export const LoginReply = Type.Object({
  status: Type.String({ description: 'SUCCESS, PASSWORD_WARN, PASSWORD_EXPIRED, MFA_AUTH, SOCIAL_BIND, USER_REGISTER or ACCESS_DENIED' }),
  session_token: Type.Optional(Type.String()),
  id_token: Type.Optional(Type.String()),
  expire: Type.Optional(Type.Integer({ description: 'Lifetime of the session_token. Unit: second.' })),
  state_token: Type.Optional(Type.String()),
  data: Type.Optional(Type.String({ description: 'A JSON string: which proofs may be used, or what a new password must be like.' })),
})

export const sessionLifetime = (ctx: Ctx): number => ctx.app.settings.session_lifetime || ctx.tenant.settings.session_lifetime

/** Refused by policy: an answer, not an error (user-api 0.6). */
export const denyLogin = (): Login => ({ status: 'ACCESS_DENIED' })

/**
 * Decides from the user's row and the settings alone, inside the transaction of the step that calls it. Every
 * login is a new session with a new token; nothing issued before is promoted (threat row 9).
 */
export async function finishLogin(ctx: Ctx, user: User, how: How): Promise<Login> {
  const step = nextStep(ctx, user, how)
  if (step.status === 'ACCESS_DENIED') {
    ctx.log.info({ requestId: ctx.requestId, reason: step.reason }, 'login denied')
    return { ...denyLogin(), ...(step.stale && { stale: true }), ...(step.until && { until: step.until }) }
  }
  if (step.status !== 'SUCCESS') return wait(ctx, user, how, step)
  const now = ctx.now()
  const id = newId(now)
  const sessionToken = randomToken(32)
  const expire = sessionLifetime(ctx)
  const methods = shownOf(how)
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
    methods: methods.join(' '),
    createdAt: now,
    expiresAt: now + expire * 1000,
  })
  return { status: 'SUCCESS', sessionId: id, sessionToken, expire, user, methods }
}

/** Something is still missing: a state token for it, and what the application needs to ask for it. */
async function wait(
  ctx: Ctx,
  user: User,
  { methods, sourceId, link, stale }: How,
  step: Exclude<ReturnType<typeof nextStep>, { status: 'SUCCESS' | 'ACCESS_DENIED' }>,
): Promise<Login> {
  const waiting = { userId: user.id, methods, ...(sourceId && { sourceId }) }
  const { token } =
    step.status === 'MFA_AUTH'
      ? await issueState(ctx, 'MFA_AUTH', { ...waiting, ...(link && { link }), ...(stale && { number: numberOf(ctx, user) }) })
      : await issueState(ctx, step.status, waiting)
  const data = step.status === 'MFA_AUTH' ? { mfaMethods: step.methods } : passwordForm(ctx)
  return { status: step.status, stateToken: token, data: JSON.stringify(data) }
}

/** Which number was proven: by the time another way is shown, the user may have another one. */
export const numberOf = (ctx: Ctx, user: User): string => ctx.secrets.mac('number', user.mobile ?? '')

/** What the form for a new password needs to know (user-api 7.2 a). */
export function passwordForm(ctx: Ctx) {
  const { min_length: minLength, max_length: maxLength, classes } = ctx.tenant.settings.password
  return { maxLength, minLength, regEx: classPattern(classes) }
}

const CLASSES = ['a-z', 'A-Z', '0-9', '^a-zA-Z0-9']

/** At least so many of the four classes, as the published sample says it: no password may lack more. */
function classPattern(least: number): string {
  const kept = (n: number): string[][] =>
    n === 0
      ? [[]]
      : CLASSES.flatMap((it, at) =>
          kept(n - 1)
            .filter((rest) => rest.every((other) => CLASSES.indexOf(other) > at))
            .map((rest) => [it, ...rest]),
        )
  return `^(?:${kept(least)
    .map((all) => all.map((it) => `(?=.*[${it}])`).join(''))
    .join('|')}).*$`
}

/** The answer on the wire. Outside the transaction: an RSA signature is no work for the one writer. */
export async function loginReply(ctx: Ctx, login: Login) {
  if (login.status === 'ACCESS_DENIED')
    return login.until ? fail('factorTooNew', { hours: Math.ceil((login.until - ctx.now()) / HOUR) }) : { status: login.status }
  if (login.status !== 'SUCCESS') return { status: login.status, state_token: login.stateToken, data: login.data }
  return {
    status: login.status,
    session_token: login.sessionToken,
    id_token: await issueIdToken(ctx, login.user, login.sessionId, login.methods),
    expire: login.expire,
  }
}

/** What `sub` holds for this application. */
export const subjectOf = (app: Ctx['app'], user: User): string => (app.settings.id_token_subject === 'user_name' ? user.userName : user.id)

/**
 * The flat form of the published id_token, with `sid` so that an ended session ends it (user-api 7.2 b). `more`: what the
 * OpenID provider adds, such as the nonce.
 */
export function issueIdToken(
  ctx: Ground & Pick<Ctx, 'tenant' | 'app'>,
  user: User,
  sessionId: string,
  methods: Method[],
  more: Record<string, unknown> = {},
): Promise<string> {
  const { id_token_algorithm, id_token_lifetime } = ctx.app.settings
  const now = Math.floor(ctx.now() / 1000)
  return signIdToken(ctx, ctx.tenant, id_token_algorithm, {
    iss: issuerOf(ctx, ctx.tenant),
    aud: ctx.app.clientId,
    sub: subjectOf(ctx.app, user),
    iat: now,
    nbf: now - 120,
    exp: now + id_token_lifetime,
    jti: randomToken(22),
    sid: sessionId,
    ...(methods.length > 0 && { amr: amrOf(methods) }),
    ...userInfo(user),
    ...more,
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
