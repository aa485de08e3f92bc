/**
 * WeCom on this machine, written from its public protocol (developer.work.weixin.qq.com: gettoken, auth/getuserinfo,
 * user/get, auth/getuserdetail, agent/get, global error codes): it checks what WeCom checks, and answers as WeCom does,
 * everything HTTP 200 with {errcode, errmsg}. Its token is the same one for everybody until it ends.
 */
import { randomBytes } from 'node:crypto'
import { answerInTrouble, type Double, listen, type Trouble } from './testing.double.ts'

export type WecomMember = {
  userid: string
  name?: string
  avatar?: string
  mobile?: string
  email?: string
  /** 1: active, 2: switched off, 4: never came, 5: left. */
  status?: number
}

export type WecomDouble = Double & {
  trouble: Map<string, Trouble>
  /** The paths that were asked for. */
  seen: string[]
  /** Makes it answer with this code at a path, until deleted. */
  errors: Map<string, number>
  /** The member agrees; with snsapi_privateinfo, what an application of today may not read from user/get comes by a ticket. */
  agree(member: WecomMember, scope?: 'snsapi_base' | 'snsapi_privateinfo'): string
  /** Somebody who is no member opens the page. */
  agreeFromOutside(visitor: { openid: string; external_userid?: string }): string
  /** The application's token is called in before its time. */
  callInToken(): void
}

type Grant = { who: object; until: number }

const CODE_LIFE = 5 * 60_000
const TOKEN_LIFE = 7_200_000

const WORDS: Record<number, string> = {
  [-1]: 'system busy',
  40001: 'invalid credential',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40056: 'invalid agentid',
  41001: 'access_token missing',
  41002: 'corpid missing',
  41004: 'corpsecret missing',
  41008: 'missing code',
  42001: 'access_token expired',
  45009: 'api freq out of limit',
  60011: 'no privilege to access/modify contact/party/agent',
  60020: 'not allow to access from your ip',
  60111: 'userid not found',
  301002: 'not allow operate another agent with this accesstoken',
}

export async function startWecomDouble(options: { corpId: string; secret: string; agentId: string; now?(): number }): Promise<WecomDouble> {
  const { now = Date.now } = options
  const grants = new Map<string, Grant>()
  const tickets = new Map<string, WecomMember>()
  const members = new Map<string, WecomMember>()
  const tokens = new Map<string, { until: number }>()
  let current: string | undefined
  const trouble = new Map<string, Trouble>()
  const errors = new Map<string, number>()
  const seen: string[] = []

  function getToken(query: URLSearchParams): object | number {
    if (!query.get('corpid')) return 41002
    if (!query.get('corpsecret')) return 41004
    if (query.get('corpid') !== options.corpId) return 40013
    if (query.get('corpsecret') !== options.secret) return 40001
    if (!current || now() >= (tokens.get(current)?.until ?? 0)) {
      current = randomBytes(48).toString('base64url')
      tokens.set(current, { until: now() + TOKEN_LIFE })
    }
    return { access_token: current, expires_in: Math.floor(((tokens.get(current)?.until ?? 0) - now()) / 1000) }
  }

  /** What is wrong with the token; it is looked at before anything else is. */
  function faultOf(query: URLSearchParams): number | undefined {
    const token = query.get('access_token')
    if (!token) return 41001
    const found = tokens.get(token)
    if (!found) return 40014
    return now() >= found.until ? 42001 : undefined
  }

  function getUserInfo(query: URLSearchParams): object | number {
    if (!query.get('code')) return 41008
    const grant = grants.get(query.get('code') ?? '')
    if (!grant || now() >= grant.until) return 40029
    grants.delete(query.get('code') ?? '')
    return grant.who
  }

  function getUser(query: URLSearchParams): object | number {
    const member = members.get((query.get('userid') ?? '').toLowerCase())
    if (!member) return 60111
    // Picture, number and email are not for user/get any more (since June 2022).
    const { userid, name = userid, status = 1 } = member
    return { userid, name, department: [1], position: '', status, isleader: 0, telephone: '', alias: '', main_department: 1 }
  }

  function getUserDetail(body: string): object | number {
    const { user_ticket } = JSON.parse(body) as { user_ticket?: string }
    const member = tickets.get(user_ticket ?? '')
    if (!member) return 40029
    const { name: _name, status: _status, ...detail } = member
    return { gender: '1', qr_code: '', biz_mail: '', address: '', ...detail }
  }

  function getAgent(query: URLSearchParams): object | number {
    if (!/^\d+$/.test(query.get('agentid') ?? '')) return 40056
    if (query.get('agentid') !== options.agentId) return 301002
    return { agentid: Number(options.agentId), name: 'Sign in', close: 0, redirect_domain: 'app.example.com' }
  }

  const answers: Record<string, (query: URLSearchParams, body: string) => object | number> = {
    'GET /cgi-bin/gettoken': getToken,
    'GET /cgi-bin/auth/getuserinfo': getUserInfo,
    'GET /cgi-bin/user/get': getUser,
    'POST /cgi-bin/auth/getuserdetail': (_query, body) => getUserDetail(body),
    'GET /cgi-bin/agent/get': getAgent,
  }

  const server = await listen(async (request, reply) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double')
    seen.push(pathname)
    let posted = ''
    for await (const part of request) posted += part
    const instead = trouble.get(pathname)
    if (instead) return answerInTrouble(reply, instead)
    const answer = answers[`${request.method} ${pathname}`]
    if (!answer) return void reply.writeHead(404).end()
    const fault = pathname === '/cgi-bin/gettoken' ? undefined : faultOf(searchParams)
    const said = errors.get(pathname) ?? fault ?? answer(searchParams, posted)
    const hint = `hint: [${Date.now()}], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=${String(said)}`
    const body =
      typeof said === 'number' ? { errcode: said, errmsg: `${WORDS[said] ?? 'error'}, ${hint}` } : { errcode: 0, errmsg: 'ok', ...said }
    reply.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body))
  })

  const give = (who: object) => {
    const code = randomBytes(32).toString('base64url')
    grants.set(code, { who, until: now() + CODE_LIFE })
    return code
  }

  return {
    ...server,
    trouble,
    errors,
    seen,
    agree(member, scope = 'snsapi_base') {
      members.set(member.userid.toLowerCase(), member)
      if (scope === 'snsapi_base') return give({ userid: member.userid })
      const user_ticket = randomBytes(32).toString('base64url')
      tickets.set(user_ticket, member)
      return give({ userid: member.userid, user_ticket, expires_in: 1800 })
    },
    agreeFromOutside: give,
    callInToken() {
      tokens.clear()
      current = undefined
    },
  }
}
