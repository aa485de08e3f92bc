/**
 * WeChat on this machine, written from its public protocol (developers.weixin.qq.com: snsAccessToken,
 * snsUserInfo, global return codes): it checks what WeChat checks, and answers its errors in WeChat's
 * shapes: HTTP 200, text/plain, {errcode, errmsg}.
 */
import { randomBytes } from 'node:crypto'
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
}

type Grant = { person: WechatPerson; scope: string; more: Record<string, unknown>; until: number; used: boolean }

const CODE_LIFE = 5 * 60_000
const TOKEN_LIFE = 7_200_000

const WORDS: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40163: 'code been used',
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

  const server = await listen((request, reply) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double')
    seen.push(pathname)
    const instead = trouble.get(pathname)
    if (instead) return answerInTrouble(reply, instead)
    const answers: Record<string, typeof exchange> = { '/sns/oauth2/access_token': exchange, '/sns/userinfo': userinfo }
    const answer = errors.get(pathname) ?? answers[pathname]?.(searchParams)
    if (answer === undefined) return void reply.writeHead(404).end()
    const rid = `${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`
    const body = typeof answer === 'number' ? { errcode: answer, errmsg: `${WORDS[answer] ?? 'error'}, rid: ${rid}` } : answer
    reply.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(body))
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
  }
}
