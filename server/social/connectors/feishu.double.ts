/**
 * Feishu on this machine, written from its public documents ("Obtain OAuth code", "Get user_access_token" v2, "Get user
 * information"): it checks what Feishu checks, and answers errors as {code, error, error_description} or {code, msg}.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Answer, createCodes, type Json, type ProviderDouble, readPage } from './provider.double.ts'
import { answerInTrouble, listen, type Trouble } from './testing.double.ts'

export type FeishuPerson = {
  open_id: string
  union_id?: string
  name?: string
  en_name?: string
  avatar_url?: string
  mobile?: string
  email?: string
  enterprise_email?: string
}

export type FeishuDouble = ProviderDouble & {
  /** Makes it answer with this number at a path, until deleted. */
  errors: Map<string, number>
  /** The person agrees on the page: what the browser brings back. Throws what the page would complain about. */
  agree(authorizeUrl: string, person: FeishuPerson): { code: string; state: string; query: URLSearchParams }
}

export const TOKEN = '/open-apis/authen/v2/oauth/token'
export const USERINFO = '/open-apis/authen/v1/user_info'
const PAGE = '/open-apis/authen/v1/authorize'

type Options = { appId: string; appSecret: string; redirectUris: string[]; now?(): number }

const ERROR_WORDS: Record<number, [status: number, error: string]> = {
  20001: [400, 'invalid_request'],
  20002: [400, 'invalid_client'],
  20003: [400, 'invalid_grant'],
  20004: [400, 'invalid_grant'],
  20010: [403, 'access_denied'],
  20024: [400, 'invalid_grant'],
  20036: [400, 'unsupported_grant_type'],
  20048: [400, 'invalid_client'],
  20049: [400, 'invalid_grant'],
  20050: [500, 'server_error'],
  20063: [400, 'invalid_request'],
  20065: [400, 'invalid_grant'],
  20071: [400, 'invalid_grant'],
}

async function readBody(request: IncomingMessage): Promise<Json | undefined> {
  let written = ''
  for await (const part of request) written += part
  if (!request.headers['content-type']?.startsWith('application/json')) return undefined
  try {
    return JSON.parse(written) as Json
  } catch {
    return undefined
  }
}

export async function startFeishuDouble({ appId, appSecret, redirectUris, now = Date.now }: Options): Promise<FeishuDouble> {
  const codes = createCodes<FeishuPerson>(now, 5 * 60_000)
  const tokens = new Map<string, { person: FeishuPerson; until: number }>()
  const trouble = new Map<string, Trouble>()
  const errors = new Map<string, number>()
  const seen: string[] = []

  function exchange(body: Json | undefined): number | Json {
    if (!body) return 20063
    for (const name of ['grant_type', 'client_id', 'client_secret', 'code']) if (!body[name]) return 20001
    if (body['grant_type'] !== 'authorization_code') return 20036
    if (body['client_id'] !== appId) return 20048
    if (body['client_secret'] !== appSecret) return 20002
    const grant = codes.take(new URLSearchParams(body as Record<string, string>), appId)
    if (typeof grant === 'string')
      return { unknown: 20003, used: 20065, late: 20004, client: 20024, redirect: 20071, verifier: 20049 }[grant]
    const token = `eyJ.${randomBytes(40).toString('base64url')}`
    tokens.set(token, { person: grant.person, until: now() + 7_200_000 })
    return { code: 0, access_token: token, expires_in: 7200, scope: grant.scope, token_type: 'Bearer' }
  }

  function userinfo(request: IncomingMessage): Answer {
    const [, token = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? []
    const grant = tokens.get(token)
    if (!grant) return { status: 400, body: { code: 99991668, msg: 'Invalid access token for authorization.' } }
    if (now() >= grant.until) return { status: 401, body: { code: 99991677, msg: 'Authentication token expired' } }
    const blank = { name: '', en_name: '', avatar_url: '', mobile: '', email: '', enterprise_email: '', tenant_key: '736588c92lxf175d' }
    return { status: 200, body: { code: 0, msg: 'success', data: { ...blank, ...grant.person } } }
  }

  const tell = (code: number): Answer => {
    const [status, error] = ERROR_WORDS[code] ?? [400, 'error']
    return { status, body: { code, error, error_description: `number ${code}` } }
  }

  const server = await listen(async (request, reply) => {
    const { pathname } = new URL(request.url ?? '/', 'http://double')
    const path = `${request.method} ${pathname}`
    seen.push(path)
    const body = await readBody(request)
    const instead = trouble.get(pathname)
    if (instead) return answerInTrouble(reply, instead)
    const set = errors.get(pathname)
    let answer: Answer = { status: 404, body: {} }
    if (path === `GET ${USERINFO}`) answer = set === undefined ? userinfo(request) : { status: 400, body: { code: set, msg: 'error' } }
    if (path === `POST ${TOKEN}`) {
      const outcome = set ?? exchange(body)
      answer = typeof outcome === 'number' ? tell(outcome) : { status: 200, body: outcome }
    }
    reply.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer.body))
  })

  return {
    ...server,
    trouble,
    errors,
    seen,
    agree(authorizeUrl, person) {
      const { query, state, grant } = readPage(authorizeUrl, { page: server.url + PAGE, clientId: appId, redirectUris, pkce: true })
      return { code: codes.issue({ ...grant, person }), state, query }
    },
  }
}
