/**
 * The pages ask what an application would ask: the calls of the user API, by their own functions and in this process, with the same
 * checks of the body, limits, state tokens, refusals and traces in the audit trail.
 */
import { recordRefusal } from '../audit/index.ts'
import { checkText } from '../body.ts'
import * as captcha from '../captcha/index.ts'
import type { Ctx } from '../context.ts'
import { fail, Failure } from '../errors.ts'
import type { AppEndpoint, Endpoint, Session } from '../http.ts'
import * as login from '../login/index.ts'
import * as mail from '../mail/index.ts'
import * as mfa from '../mfa/index.ts'
import * as password from '../password/index.ts'
import * as profile from '../profile/index.ts'
import * as register from '../register/index.ts'
import * as session from '../session/index.ts'
import * as sms from '../sms/index.ts'
import * as social from '../social/index.ts'

const rooms = [captcha, sms, mail, session, login, social, mfa, register, password, profile]
const calls = new Map(
  rooms.flatMap((room) => room.endpoints as Endpoint[]).map((it) => [`${it.method} ${it.url}`, it as unknown as AppEndpoint]),
)

type More = { stateToken?: string | undefined; session?: Session; query?: Record<string, string> }
export type Reply = Record<string, unknown>

/** `call` as in the papers, without what all share: `POST login/mobile-verify-code`. */
export async function ask(ctx: Ctx, call: string, said: Record<string, unknown> = {}, more: More = {}): Promise<Reply> {
  const [method, path] = call.split(' ')
  const url = `/api/v2/sdk/${path}`
  const it = calls.get(`${method} ${url}`)
  if (!it) throw new Error(`there is no call ${call}`)
  try {
    const body = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== ''))
    await check(it, body)
    const { stateToken = '', query = {} } = more
    if (it.needsState === true && !stateToken) fail('stateTokenInvalid')
    if (it.caller === 'session' && !more.session) fail('sessionInvalid')
    const answer = await it.handle({ ctx, body, query, stateToken, session: more.session as Session, headers: {} } as never)
    return (answer ?? {}) as Reply
  } catch (reason) {
    if (reason instanceof Failure) recordRefusal(ctx, url, reason)
    throw reason
  }
}

/** As http.ts has it checked: what is missing in the words of the call, everything else by its name. */
async function check(it: AppEndpoint, body: Record<string, unknown>): Promise<void> {
  checkText(body)
  if (!it.body) return
  for (const name of it.body.required ?? []) {
    if (body[name] !== undefined) continue
    const own = it.missing?.[name]
    if (own) throw new Failure(own, {})
    fail('paramMissing', { name })
  }
  const { Value } = await import('typebox/value')
  const [wrong] = Value.Errors(it.body, body)
  if (wrong) fail('paramInvalid', { name: wrong.instancePath.split('/')[1] ?? '' })
}
