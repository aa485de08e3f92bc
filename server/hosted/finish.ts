/** What comes of a step of a sign-in: the next page, or the way back to where people came from. */
import { transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { answerAsked, type Browser, writeSession } from '../oauth/index.ts'
import { readMobile } from '../phone.ts'
import { hashToken } from '../secrets.ts'
import { endSession, findSessionByToken, issueTicket, nextStep, readMethods } from '../session/index.ts'
import { findUser, type User } from '../users/index.ts'
import type { Reply } from './ask.ts'
import { go, type Here, type Result } from './here.ts'
import { faultPage } from './layout.ts'

/** As the user API answers every way in (user-api 0.6). */
export async function settle(here: Here, reply: Reply): Promise<Result> {
  const { flow } = here
  const status = String(reply['status'])
  delete flow.code
  delete flow.pending
  delete flow.passkey
  if (status === 'SUCCESS') return enter(here, String(reply['session_token']), Number(reply['expire']))
  if (status === 'ACCESS_DENIED') {
    flow.told = 'denied'
    return go(here, '/login')
  }
  const data = typeof reply['data'] === 'string' ? (JSON.parse(reply['data']) as Record<string, unknown>) : {}
  flow.pending = { status, token: String(reply['state_token']), data }
  if (status === 'MFA_AUTH') return go(here, '/login/second-factor')
  if (status === 'PASSWORD_WARN' || status === 'PASSWORD_EXPIRED') return go(here, '/login/password-expired')
  return go(here, '/login/bind')
}

/** A new session for this browser. The one it had stays, unless it was somebody else's. */
async function enter(here: Here, token: string, lifetime: number): Promise<Result> {
  const { ctx, browser, cookies } = here
  cookies.push(writeSession(ctx, ctx.tenant, token, lifetime * 1000))
  const session = await findSessionByToken(ctx, { tenantId: ctx.tenant.id, tokenHash: hashToken(token), now: ctx.now() })
  const user = session && (await findUser(ctx, ctx.tenant.id, session.userId))
  if (!session || !user) return faultPage(here, here.t.fault.lost_title, here.t.fault.lost, 400)
  if (browser && browser.user.id !== user.id) {
    await transact(ctx, (ctx) => endSession(ctx, { tenantId: ctx.tenant.id, id: browser.session.id, now: ctx.now() }))
  }
  return finish(here, { session, token, user })
}

/** Signed in: on to where they wanted to go. */
export async function finish(here: Here, { session }: Browser): Promise<Result> {
  const { world, ctx, flow, t } = here
  flow.done = true
  const { goal } = flow
  if (goal.kind === 'account') return go(here, '/account')
  if (goal.kind === 'request') {
    const login = { accountId: session.id, ts: Math.floor(session.createdAt / 1000) }
    const location = await answerAsked(world, ctx.tenant, goal.id, { login })
    // Sent twice, or gone back: the request was answered, and they are signed in.
    return location ? { location } : faultPage(here, t.fault.done_title, t.fault.done, 200)
  }
  const ticket = await issueTicket(ctx, { session, clientId: ctx.app.clientId, fingerprint: goal.fingerprint })
  const back = new URL(goal.uri)
  back.searchParams.set('sso_ticket', ticket)
  if (goal.state) back.searchParams.set('state', goal.state)
  return { location: back.href }
}

/**
 * A page or form that comes after they were signed in already (sent twice, gone back, or meanwhile in another tab): there is nothing
 * more to do but go on.
 */
export const finishAgain = async (here: Here): Promise<Result | undefined> =>
  here.browser && (here.flow.done || isOvertaken(here, here.browser)) ? finish(here, here.browser) : undefined

/**
 * By a session that is younger than this sign-in, so that it was asked for anew, and has shown all that this application asks for. A
 * step that waits is not passed over: an account elsewhere that is to be joined would not be.
 */
const isOvertaken = (here: Here, { session, user }: Browser): boolean =>
  !here.flow.pending &&
  session.createdAt > here.flow.at &&
  isTheirs(here, user) &&
  nextStep(here.ctx, user, { methods: readMethods(session.methods), warned: true }).status === 'SUCCESS'

/** Whoever types somebody else's name wants to be somebody else. A passkey says by itself whose it is. */
function isTheirs({ ctx, form, flow }: Here, user: User): boolean {
  if (form['response']) return false
  const said = (form['target'] ?? form['account'] ?? flow.code?.target)?.trim()
  if (said === undefined) return true
  const mobile = readMobile(said, ctx.tenant.settings.preferred_country)
  return said.toLowerCase() === user.userName.toLowerCase() || (mobile ?? readEmail(said) ?? '') === (mobile ? user.mobile : user.email)
}
