/**
 * WeChat on this machine, written from its public protocol (developers.weixin.qq.com: snsAccessToken,
 * snsUserInfo, code2Session, getStableAccessToken, getPhoneNumber, global return codes): it checks what WeChat
 * checks, and answers its errors in WeChat's shapes: HTTP 200, text/plain, {errcode, errmsg}.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { answerInTrouble, type Double, listen, type Trouble } from './testing.double.ts'

export type WechatPerson = { openid: string; unionid?: string; nickname?: string; headimgurl?: string }

export type WechatDouble = Double & {
  trouble: Map<string, Trouble>
  /** The paths that were asked for. */
  seen: string[]
  /** Makes it answer with this code at a path, until deleted. */
  errors: Map<string, number>
  /** The person agrees in WeChat: the code the browser or the mobile application brings back. */
  agree(person: WechatPerson, scope?: string, more?: Record<string, unknown>): string
  /** A mini-program calls wx.login. */
  login(person: WechatPerson): string
  /** The person lets a mini-program have the number: the code the button hands over. */
  givePhone(phone: WechatPhone): string
  /** The account's own tokens that were handed out, newest last. */
  accountTokens: string[]
  /** Somebody renews the account's token by force: the one in use is good no more. */
  renewByForce(): void
  /** Whether this address is in the account's allow list. */
  allowList: { has: boolean }
}

export type WechatPhone = { country: string | number; number: string; appId?: string; timestamp?: number }

type PhoneGrant = WechatPhone & { at: number; used: boolean }

type Grant = { person: WechatPerson; scope: string; more: Record<string, unknown>; until: number; used: boolean }

const CODE_LIFE = 5 * 60_000
const TOKEN_LIFE = 7_200_000

/** What must never leave a connector. */
export const SESSION_KEY = 'tiihtNczf5v6AKRyjwEUhQ=='

const WORDS: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40164: 'invalid ip, not in whitelist',
  40243: 'AppSecret has been frozen',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  41009: 'missing openid',
  42001: 'access_token expired',
  42003: 'code expired',
  45011: 'api minute-quota reach limit',
  48001: 'api unauthorized',
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let written = ''
  for await (const part of request) written += part
  return written ? (JSON.parse(written) as Record<string, unknown>) : {}
}

export async function startWechatDouble(options: { appId: string; appSecret: string; now?(): number }): Promise<WechatDouble> {
  const { now = Date.now } = options
  const grants = new Map<string, Grant>()
  const tokens = new Map<string, Grant>()
  const trouble = new Map<string, Trouble>()
  const errors = new Map<string, number>()
  const seen: string[] = []

  function exchange(query: URLSearchParams): object | number {
    if (!query.get('appid')) return 41002
    if (!query.get('secret')) return 41004
    if (!query.get('code')) return 41008
    if (query.get('grant_type') !== 'authorization_code') return 40002
    if (query.get('appid') !== options.appId) return 40013
    if (query.get('secret') !== options.appSecret) return 40125
    const grant = grants.get(query.get('code') ?? '')
    if (!grant) return 40029
    if (grant.used) return 40163
    if (now() >= grant.until) return 42003
    grant.used = true
    const token = randomBytes(40).toString('base64url')
    tokens.set(token, { ...grant, until: now() + TOKEN_LIFE })
    const { openid, unionid } = grant.person
    const names = { openid, scope: grant.scope, ...(unionid && grant.scope !== 'snsapi_base' && { unionid }) }
    return { access_token: token, expires_in: 7200, refresh_token: randomBytes(40).toString('base64url'), ...names, ...grant.more }
  }

  function userinfo(query: URLSearchParams): object | number {
    if (!query.get('access_token')) return 41001
    if (!query.get('openid')) return 41009
    const grant = tokens.get(query.get('access_token') ?? '')
    if (!grant) return 40001
    if (now() >= grant.until) return 42001
    if (grant.person.openid !== query.get('openid')) return 40003
    if (!['snsapi_userinfo', 'snsapi_login'].includes(grant.scope)) return 48001
    const { openid, unionid, nickname = '', headimgurl = '' } = grant.person
    // Gender and place have been empty for years; the fields are still there.
    const rest = { sex: 0, language: '', city: '', province: '', country: '', headimgurl, privilege: [] }
    return { openid, nickname, ...rest, ...(unionid && { unionid }) }
  }

  const logins = new Map<string, Grant>()
  const phones = new Map<string, PhoneGrant>()
  const accountTokens: string[] = []
  const allowList = { has: true }
  let current: { token: string; until: number } | undefined

  function session(query: URLSearchParams): object | number {
    if (!query.get('appid')) return 41002
    if (!query.get('secret')) return 41004
    if (!query.get('js_code')) return 41008
    if (query.get('grant_type') !== 'authorization_code') return 40002
    if (query.get('appid') !== options.appId) return 40013
    if (query.get('secret') !== options.appSecret) return 40125
    const grant = logins.get(query.get('js_code') ?? '')
    if (!grant || now() >= grant.until) return 40029
    if (grant.used) return 40163
    grant.used = true
    const { openid, unionid } = grant.person
    return { session_key: SESSION_KEY, openid, ...(unionid && { unionid }) }
  }

  function stableToken(_: URLSearchParams, body: Record<string, unknown>): object | number {
    if (body['grant_type'] !== 'client_credential') return 40002
    if (!body['appid']) return 41002
    if (!body['secret']) return 41004
    if (body['appid'] !== options.appId) return 40013
    if (!allowList.has) return 40164
    if (body['secret'] !== options.appSecret) return 40125
    // Unforced, the same token for all who ask while it lasts.
    if (!current || body['force_refresh'] === true || now() >= current.until) {
      current = { token: randomBytes(60).toString('base64url'), until: now() + TOKEN_LIFE }
      accountTokens.push(current.token)
    }
    return { access_token: current.token, expires_in: Math.floor((current.until - now()) / 1000) }
  }

  function phoneNumber(query: URLSearchParams, body: Record<string, unknown>): object | number {
    if (!query.get('access_token')) return 41001
    if (!current || query.get('access_token') !== current.token) return 40001
    if (now() >= current.until) return 42001
    const given = phones.get(String(body['code']))
    if (!given || given.used || now() >= given.at + CODE_LIFE) return 40029
    given.used = true
    const { country, number } = given
    const watermark = { timestamp: given.timestamp ?? Math.floor(given.at / 1000), appid: given.appId ?? options.appId }
    const phoneNumber = String(country) === '86' ? number : `+${country}${number}`
    return { errcode: 0, errmsg: 'ok', phone_info: { phoneNumber, purePhoneNumber: number, countryCode: country, watermark } }
  }

  type Answer = (query: URLSearchParams, body: Record<string, unknown>) => object | number
  const answers: Record<string, Answer> = {
    'GET /sns/oauth2/access_token': exchange,
    'GET /sns/userinfo': userinfo,
    'GET /sns/jscode2session': session,
    'POST /cgi-bin/stable_token': stableToken,
    'POST /wxa/business/getuserphonenumber': phoneNumber,
  }

  const server = await listen(async (request, reply) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double')
    seen.push(pathname)
    const instead = trouble.get(pathname)
    if (instead) return answerInTrouble(reply, instead)
    const body = await readJson(request)
    const answer = errors.get(pathname) ?? answers[`${request.method} ${pathname}`]?.(searchParams, body)
    if (answer === undefined) return void reply.writeHead(404).end()
    const rid = `${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`
    const said = typeof answer === 'number' ? { errcode: answer, errmsg: `${WORDS[answer] ?? 'error'}, rid: ${rid}` } : answer
    reply.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(said))
  })

  return {
    ...server,
    trouble,
    errors,
    seen,
    agree(person, scope = 'snsapi_login', more = {}) {
      const code = randomBytes(16).toString('hex')
      grants.set(code, { person, scope, more, until: now() + CODE_LIFE, used: false })
      return code
    },
    login(person) {
      const code = randomBytes(16).toString('hex')
      logins.set(code, { person, scope: '', more: {}, until: now() + CODE_LIFE, used: false })
      return code
    },
    givePhone(phone) {
      const code = randomBytes(32).toString('hex')
      phones.set(code, { ...phone, at: now(), used: false })
      return code
    },
    accountTokens,
    renewByForce() {
      current = { token: randomBytes(60).toString('base64url'), until: now() + TOKEN_LIFE }
    },
    allowList,
  }
}
