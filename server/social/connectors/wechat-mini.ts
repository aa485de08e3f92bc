/**
 * WeChat mini-programs: who called wx.login (code2Session), and the number the person let the mini-program
 * have (getPhoneNumber), which is asked with a token of the account itself (getStableAccessToken).
 */
import { createHash } from 'node:crypto'
import { type Json, text } from './ask.ts'
import { refuse, type Outside, type Profile } from './connector.ts'
import { askWechat, type WechatAccount } from './wechat-answers.ts'

/** The session_key in the answer opens what WeChat encrypts for the mini-program: it is not even read here. */
export async function readMiniProgram(account: WechatAccount, code: string, outside: Outside): Promise<Profile> {
  const exchange = { appid: account.app_id, secret: account.app_secret, js_code: code, grant_type: 'authorization_code' }
  const session = await askWechat(outside, account, 'session', '/sns/jscode2session', exchange)
  const subject = text(session['openid']) ?? refuse('unreachable', 'wechat session: neither an error nor an openid')
  const alias = text(session['unionid'])
  return { subject, ...(alias !== undefined && { alias }) }
}

type AccountToken = { token: string; until: number }

/**
 * Not cgi-bin/token: that one takes the token away from whoever else asked for this account. Unforced, the stable
 * one is the same for all who ask while it lasts.
 */
export async function fetchAccountToken(account: WechatAccount, outside: Outside): Promise<AccountToken> {
  const body = { grant_type: 'client_credential', appid: account.app_id, secret: account.app_secret, force_refresh: false }
  const answer = await askWechat(outside, account, 'token', '/cgi-bin/stable_token', {}, body)
  const { access_token: token, expires_in: seconds } = answer
  if (typeof token !== 'string' || !token || typeof seconds !== 'number' || !(seconds > 0)) {
    return refuse('unreachable', 'wechat token: neither an error nor access_token and expires_in')
  }
  // A minute early: it must still be good when the next question arrives.
  return { token, until: outside.now() + Math.max(0, seconds - 60) * 1000 }
}

const KEPT = 500
/** By a hash, so that no secret is kept as a key. What is kept is a promise: of many at once, one asks. */
const tokens = new Map<string, { until: number; asked: Promise<AccountToken> }>()

const keyOf = ({ app_id, app_secret, api_url }: WechatAccount) =>
  createHash('sha256')
    .update(JSON.stringify([app_id, app_secret, api_url]))
    .digest('base64url')

async function accountToken(account: WechatAccount, outside: Outside): Promise<string> {
  const key = keyOf(account)
  const kept = tokens.get(key)
  if (kept && outside.now() < kept.until) return (await kept.asked).token
  const asked = fetchAccountToken(account, outside)
  const entry = { until: Infinity, asked }
  tokens.delete(key)
  tokens.set(key, entry)
  const [oldest] = tokens.keys()
  if (tokens.size > KEPT && oldest !== undefined) tokens.delete(oldest)
  // A refusal is not remembered: the next person may have more luck.
  asked.then(
    ({ until }) => (entry.until = until),
    () => tokens.get(key) === entry && tokens.delete(key),
  )
  return (await asked).token
}

/** The token is not, or no longer, the account's: somebody had it renewed by force. */
const STALE = new Set([40001, 40014, 42001])
const stale: Json = {}

async function askPhone(account: WechatAccount, code: string, outside: Outside): Promise<Json> {
  for (const last of [false, true]) {
    const token = await accountToken(account, outside)
    const answer = await askWechat(
      outside,
      account,
      'phone',
      '/wxa/business/getuserphonenumber',
      { access_token: token },
      { code },
      (errcode) => (STALE.has(errcode) && !last ? stale : undefined),
    )
    if (answer !== stale) return answer
    const kept = tokens.get(keyOf(account))
    // Only the token that failed: another request may have put a new one there.
    if (kept && (await kept.asked).token === token) tokens.delete(keyOf(account))
  }
  return refuse('unreachable', 'wechat phone: no token that lasts')
}

/** The code lives five minutes, and clocks differ. */
const PHONE_AGE = 10 * 60_000

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})

export async function readMiniMobile(account: WechatAccount, code: string, outside: Outside): Promise<string> {
  const info = object((await askPhone(account, code, outside))['phone_info'])
  const { purePhoneNumber: number, countryCode: country } = info
  const watermark = object(info['watermark'])
  if (watermark['appid'] !== account.app_id) return refuse('denied', 'wechat phone: given to another mini-program')
  const at = Number(watermark['timestamp']) * 1000
  if (!(Math.abs(outside.now() - at) <= PHONE_AGE)) return refuse('denied', 'wechat phone: not given just now')
  // A number in the documentation's example, a text in answers.
  const area = String(country)
  if (typeof number !== 'string' || !/^\d{4,15}$/.test(number) || !/^[1-9]\d{0,3}$/.test(area)) {
    return refuse('unreachable', 'wechat phone: no number in the answer')
  }
  return `+${area}${number}`
}
