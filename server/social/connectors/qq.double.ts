/**
 * QQ on this machine, written from its public protocol (wiki.connect.qq.com: Authorization_Code, OpenID, UnionID,
 * get_user_info, public return codes): it checks what QQ checks, and answers as QQ does: HTTP 200, and an error
 * as {error, error_description}, or {ret, msg} of get_user_info.
 */
import { randomBytes } from 'node:crypto'
import { answerInTrouble, type Double, listen, type Trouble } from './testing.double.ts'

export type QqPerson = { openid: string; unionid?: string; nickname?: string; figureurl_qq_1?: string; figureurl_qq_2?: string }

export type QqDouble = Double & {
  trouble: Map<string, Trouble>
  /** The paths that were asked for. */
  seen: string[]
  /** Makes it answer with this code at a path, until deleted. */
  errors: Map<string, number>
  /** The person agrees on QQ's page: the code the browser brings back. */
  agree(person: QqPerson, redirectUri: string): string
  /** The person agrees in the QQ application: the token the kit gives. `clientId` is the application it is for. */
  agreeInApp(person: QqPerson, clientId?: string): string
  /** What the person, or the application's owner, did not allow. */
  forbid(what: 'unionid' | 'get_user_info'): void
}

type Grant = { person: QqPerson; clientId: string; redirectUri: string; until: number; used: boolean }

const CODE_LIFE = 10 * 60_000
const TOKEN_LIFE = 7_776_000_000

const WORDS: Record<number, string> = {
  100001: 'param client_id is wrong or lost',
  100002: 'param client_secret is wrong or lost',
  100004: 'param grant_type is wrong or lost',
  100005: 'param code is wrong or lost',
  100007: 'param access_token is wrong or lost',
  100008: 'client_id is wrong',
  100009: 'client_secret is wrong',
  100010: 'redirect uri is illegal',
  100016: 'access token check failed',
  100019: 'code to access token error',
  100020: 'code is reused error',
  100030: 'this api without user authorization',
  100048: 'companyid not set',
}

export async function startQqDouble(options: { appId: string; appKey: string; now?(): number }): Promise<QqDouble> {
  const { now = Date.now } = options
  const grants = new Map<string, Grant>()
  const tokens = new Map<string, Grant>()
  const forbidden = new Set<string>()
  const trouble = new Map<string, Trouble>()
  const errors = new Map<string, number>()
  const seen: string[] = []

  const give = (grant: Grant) => {
    const token = randomBytes(16).toString('hex').toUpperCase()
    tokens.set(token, { ...grant, until: now() + TOKEN_LIFE })
    return token
  }

  function token(query: URLSearchParams): object | number {
    if (query.get('grant_type') !== 'authorization_code') return 100004
    if (!query.get('client_id')) return 100001
    if (!query.get('client_secret')) return 100002
    if (query.get('client_id') !== options.appId) return 100008
    if (query.get('client_secret') !== options.appKey) return 100009
    if (!query.get('redirect_uri')) return 100010
    if (!query.get('code')) return 100005
    const grant = grants.get(query.get('code') ?? '')
    if (!grant || now() >= grant.until) return 100019
    if (grant.redirectUri !== query.get('redirect_uri')) return 100010
    if (grant.used) return 100020
    grant.used = true
    return { access_token: give(grant), expires_in: String(TOKEN_LIFE / 1000), refresh_token: randomBytes(16).toString('hex') }
  }

  function me(query: URLSearchParams): object | number {
    if (!query.get('access_token')) return 100007
    const grant = tokens.get(query.get('access_token') ?? '')
    if (!grant || now() >= grant.until) return 100016
    const who = { client_id: grant.clientId, openid: grant.person.openid }
    if (query.get('unionid') !== '1') return who
    return forbidden.has('unionid') ? 100048 : { ...who, ...(grant.person.unionid && { unionid: grant.person.unionid }) }
  }

  function userInfo(query: URLSearchParams): object {
    const no = (ret: number) => ({ ret, msg: WORDS[ret] ?? "client request's parameters are invalid" })
    const grant = tokens.get(query.get('access_token') ?? '')
    if (!grant || now() >= grant.until) return no(100016)
    if (query.get('oauth_consumer_key') !== grant.clientId) return no(100008)
    if (query.get('openid') !== grant.person.openid) return no(-22)
    if (forbidden.has('get_user_info')) return no(100030)
    const { openid: _openid, unionid: _unionid, ...face } = grant.person
    return { ret: 0, msg: '', is_lost: 0, gender: '男', province: '', city: '', year: '1990', ...face }
  }

  const answers: Record<string, (query: URLSearchParams) => object | number> = {
    '/oauth2.0/token': token,
    '/oauth2.0/me': me,
    '/user/get_user_info': userInfo,
  }

  const server = await listen((request, reply) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double')
    seen.push(pathname)
    const instead = trouble.get(pathname)
    if (instead) return answerInTrouble(reply, instead)
    const forced = errors.get(pathname)
    const answer =
      forced === undefined ? answers[pathname]?.(searchParams) : pathname.startsWith('/user') ? { ret: forced, msg: '' } : forced
    if (answer === undefined) return void reply.writeHead(404).end()
    const body = JSON.stringify(typeof answer === 'number' ? { error: answer, error_description: WORDS[answer] ?? 'error' } : answer)
    // Without fmt=json the answer is a script, as in the days of JSONP.
    const written = searchParams.get('fmt') === 'json' ? body : `callback( ${body} );\n`
    reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(written)
  })

  return {
    ...server,
    trouble,
    errors,
    seen,
    forbid: (what) => void forbidden.add(what),
    agree(person, redirectUri) {
      const code = randomBytes(16).toString('hex').toUpperCase()
      grants.set(code, { person, clientId: options.appId, redirectUri, until: now() + CODE_LIFE, used: false })
      return code
    },
    agreeInApp: (person, clientId = options.appId) => give({ person, clientId, redirectUri: '', until: 0, used: false }),
  }
}
