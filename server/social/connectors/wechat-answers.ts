/** How WeChat answers: HTTP 200 with {errcode, errmsg} for an error, and JSON sent as text/plain. */
import { address, askJson, type Json } from './ask.ts'
import { ConnectorRefusal, refuse, refuseSetting, type Outside, type Refusal } from './connector.ts'
import { blaming } from './oauth2.ts'

/** Of the settings, what every question needs. */
export type WechatAccount = { app_id: string; app_secret: string; api_url?: string }

export const API = 'https://api.weixin.qq.com'

/** `token` is the account's own token (stable_token), `phone` the number of a mini-program. */
export type WechatStep = 'access_token' | 'userinfo' | 'session' | 'token' | 'phone'

/** From the table of global return codes; whatever is not here is a plain no. */
const ERRORS = new Map<number, Refusal>([
  [40029, 'expired'], // invalid code
  [40163, 'expired'], // code been used
  [41008, 'expired'], // missing code
  [42003, 'expired'], // code timed out
  [42001, 'expired'], // access_token timed out, between our two calls
  [40002, 'misconfigured'], // invalid grant_type
  [40164, 'misconfigured'], // our address is not in the account's allow list
  [-1, 'unreachable'], // system busy
  [45009, 'unreachable'], // daily quota used up
  [45011, 'unreachable'], // called too often
])

/** These name a setting. */
const SETTINGS = new Map<number, 'app_id' | 'app_secret'>([
  [40013, 'app_id'], // invalid appid
  [41002, 'app_id'], // appid missing
  [40125, 'app_secret'], // invalid appsecret
  [40243, 'app_secret'], // appsecret frozen by an administrator of the account
  [41004, 'app_secret'], // appsecret missing
])

/** Wrong AppSecret where the secret was sent, wrong access_token where that was sent. */
const INVALID_CREDENTIAL = 40001

/** The allow list of addresses guards the account's own token only; signing in needs none. */
const ADDRESS_NOT_ALLOWED = 40164
export const isAddressNotAllowed = (reason: unknown): boolean =>
  reason instanceof ConnectorRefusal && reason.message.endsWith(` errcode ${ADDRESS_NOT_ALLOWED}`)

const sendsSecret = (step: WechatStep) => step === 'access_token' || step === 'session' || step === 'token'

/** One question. `read` sees the errcode first, where a step has its own meaning of it. */
export async function askWechat(
  outside: Outside,
  account: WechatAccount,
  step: WechatStep,
  path: string,
  query: Record<string, string>,
  body?: object,
  read?: (errcode: number) => Json | undefined,
): Promise<Json> {
  const request = body && { method: 'POST' as const, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const ask = async () => askJson(outside, `wechat ${step}`, address(account.api_url ?? API, path, query), request)
  const answer = await ask().catch(blaming('api_url'))
  if (answer.status !== 200) return refuse('unreachable', `wechat ${step}: HTTP ${answer.status}`)
  const { errcode } = answer.body
  if (errcode === undefined || errcode === 0) return answer.body
  if (typeof errcode !== 'number') return refuse('unreachable', `wechat ${step}: an errcode that is no number`)
  const own = read?.(errcode)
  if (own) return own
  const detail = `wechat ${step}: errcode ${errcode}`
  if (sendsSecret(step)) {
    const setting = errcode === INVALID_CREDENTIAL ? 'app_secret' : SETTINGS.get(errcode)
    if (setting) return refuseSetting(setting, detail)
  }
  return refuse(ERRORS.get(errcode) ?? 'denied', detail)
}
