/**
 * DingTalk on this machine, written from its public protocol (open.dingtalk.com: obtain-user-token,
 * dingtalk-retrieve-user-information, obtain-the-access_token-of-an-internal-app): it checks what DingTalk checks, and
 * answers its errors as HTTP 4xx with {code, requestid, message}.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { answerInTrouble, type Double, listen, type Trouble } from './testing.double.ts'

export type DingtalkPerson = {
  unionId: string
  openId: string
  nick?: string
  avatarUrl?: string
  mobile?: string
  stateCode?: string
  email?: string
}

export type DingtalkDouble = Double & {
  trouble: Map<string, Trouble>
  /** The paths that were asked for. */
  seen: string[]
  /** Makes it answer with this status and code at a path, until deleted. */
  errors: Map<string, [status: number, code: string]>
  /** The person agrees on DingTalk's page: the `authCode` the browser brings back. */
  agree(person: DingtalkPerson): string
  /** The code is looked at before the application: nothing in the documentation forbids it. */
  lookAtTheCodeFirst(): void
  /** The administrator never asked for Contact.User.Read. */
  forbidContacts(): void
}

type Answer = object | [status: number, code: string, more?: object]
type Grant = { person: DingtalkPerson; until: number }

const CODE_LIFE = 5 * 60_000
const TOKEN_LIFE = 7_200_000

const WORDS: Record<string, string> = {
  'invalidParameter.authCode.notFound': '不存在的临时授权码',
  invalidClientIdOrSecret: '无效的clientId或者clientSecret',
  InvalidAuthentication: '不合法的access_token',
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': '没有调用该接口的权限',
  Missingbody: 'body is mandatory for this action.',
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  let written = ''
  for await (const part of request) written += part
  if (!request.headers['content-type']?.startsWith('application/json')) return undefined
  try {
    return JSON.parse(written) as Record<string, unknown>
  } catch {
    return undefined
  }
}

export async function startDingtalkDouble(options: { clientId: string; clientSecret: string; now?(): number }): Promise<DingtalkDouble> {
  const { now = Date.now } = options
  const grants = new Map<string, Grant>()
  const tokens = new Map<string, Grant>()
  const trouble = new Map<string, Trouble>()
  const errors = new Map<string, [number, string]>()
  const seen: string[] = []
  let codeFirst = false
  let contacts = true

  function exchange(body: Record<string, unknown> | undefined): Answer {
    if (!body) return [400, 'Missingbody']
    const grant = grants.get(String(body['code']))
    const noCode: Answer = [400, 'invalidParameter.authCode.notFound']
    const found = grant && now() < grant.until
    if (codeFirst && !found) return noCode
    if (body['clientId'] !== options.clientId || body['clientSecret'] !== options.clientSecret) return [400, 'invalidClientIdOrSecret']
    if (body['grantType'] !== 'authorization_code') return [400, 'invalidParameter.grantType.invalid']
    if (!found) return noCode
    grants.delete(String(body['code']))
    const accessToken = randomBytes(16).toString('hex')
    tokens.set(accessToken, { person: grant.person, until: now() + TOKEN_LIFE })
    return { accessToken, refreshToken: randomBytes(16).toString('hex'), expireIn: TOKEN_LIFE / 1000 }
  }

  function ownToken(body: Record<string, unknown> | undefined): Answer {
    if (!body) return [400, 'Missingbody']
    if (body['appKey'] !== options.clientId || body['appSecret'] !== options.clientSecret) return [400, 'invalidClientIdOrSecret']
    return { accessToken: randomBytes(16).toString('hex'), expireIn: TOKEN_LIFE / 1000 }
  }

  function me(token: unknown): Answer {
    const grant = tokens.get(String(token))
    if (!grant || now() >= grant.until) return [400, 'InvalidAuthentication']
    const requiredScopes = ['Contact.User.Read']
    if (!contacts) return [403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', { accessdenieddetail: { requiredScopes } }]
    return { ...grant.person, visitor: false }
  }

  const server = await listen(async (request, reply) => {
    const { pathname } = new URL(request.url ?? '/', 'http://double')
    seen.push(pathname)
    const body = await readJson(request)
    const instead = trouble.get(pathname)
    if (instead) return answerInTrouble(reply, instead)
    const asked = `${request.method} ${pathname}`
    const answer: Answer | undefined =
      errors.get(pathname) ??
      (asked === 'POST /v1.0/oauth2/userAccessToken'
        ? exchange(body)
        : asked === 'POST /v1.0/oauth2/accessToken'
          ? ownToken(body)
          : asked === 'GET /v1.0/contact/users/me'
            ? me(request.headers['x-acs-dingtalk-access-token'])
            : undefined)
    const type = { 'content-type': 'application/json;charset=utf-8' }
    if (answer === undefined)
      return void reply.writeHead(404, type).end('{"code":"InvalidAction.NotFound","message":"Specified api is not found"}')
    if (!Array.isArray(answer)) return void reply.writeHead(200, type).end(JSON.stringify(answer))
    const [status, code, more] = answer as [number, string, object?]
    const said = { code, requestid: randomUUID().toUpperCase(), message: WORDS[code] ?? '参数错误', ...more }
    reply.writeHead(status, type).end(JSON.stringify(said))
  })

  return {
    ...server,
    trouble,
    errors,
    seen,
    lookAtTheCodeFirst: () => void (codeFirst = true),
    forbidContacts: () => void (contacts = false),
    agree(person) {
      const code = randomBytes(16).toString('hex')
      grants.set(code, { person, until: now() + CODE_LIFE })
      return code
    },
  }
}
