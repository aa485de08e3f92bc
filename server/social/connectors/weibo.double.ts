/**
 * Weibo on this machine, written from its public protocol (open.weibo.com/wiki: OAuth2/access_token,
 * Oauth2/get_token_info, 2/users/show, Error_code): it checks what Weibo checks, and answers as Weibo does, an error
 * as HTTP 400 with {error, error_code, request, error_description}.
 */
import { randomBytes } from 'node:crypto'
import { answerInTrouble, type Double, listen, readForm, type Trouble } from './testing.double.ts'

export type WeiboPerson = { id: number; screen_name?: string; profile_image_url?: string; avatar_large?: string }

export type WeiboDouble = Double & {
  trouble: Map<string, Trouble>
  /** The paths that were asked for. */
  seen: string[]
  /** Makes it answer with this code at a path, until deleted. */
  errors: Map<string, number>
  /** The person agrees on Weibo's page: the code the browser brings back. */
  agree(person: WeiboPerson, redirectUri?: string): string
  /** The person agrees in the Weibo application: the token the kit gives. `appKey` is the application it is for. */
  agreeInApp(person: WeiboPerson, appKey?: string): string
}

type Grant = { person: WeiboPerson; appKey: string; redirectUri: string; until: number; used: boolean }

const CODE_LIFE = 5 * 60_000
const TOKEN_LIFE = 157_679_999

const WORDS: Record<number, [error: string, description: string]> = {
  10014: ['Insufficient app permissions!', ''],
  20003: ['User does not exists!', ''],
  21322: ['redirect_uri_mismatch', 'redirect_uri mismatch'],
  21323: ['invalid_request', 'miss parameter'],
  21324: ['invalid_client', 'client_id or client_secret is invalid'],
  21325: ['invalid_grant', 'invalid authorization code:'],
  21327: ['expired_token', ''],
  21328: ['unsupported_grant_type', ''],
  21332: ['invalid_access_token', ''],
}

export async function startWeiboDouble(options: {
  appKey: string
  appSecret: string
  redirectUri: string
  now?(): number
}): Promise<WeiboDouble> {
  const { now = Date.now } = options
  const grants = new Map<string, Grant>()
  const tokens = new Map<string, Grant>()
  const trouble = new Map<string, Trouble>()
  const errors = new Map<string, number>()
  const seen: string[] = []

  const give = (grant: Grant) => {
    const token = `2.00${randomBytes(14).toString('base64url')}`
    tokens.set(token, { ...grant, until: now() + TOKEN_LIFE * 1000 })
    return token
  }

  function exchange(form: URLSearchParams): object | number {
    if (form.get('client_id') !== options.appKey || form.get('client_secret') !== options.appSecret) return 21324
    if (form.get('grant_type') !== 'authorization_code') return 21328
    // Compared with the one written down at Weibo, and with the one the code was given to.
    if (form.get('redirect_uri') !== options.redirectUri) return 21322
    const grant = grants.get(form.get('code') ?? '')
    if (!grant || grant.used || now() >= grant.until) return 21325
    if (grant.redirectUri !== form.get('redirect_uri')) return 21322
    grant.used = true
    return {
      access_token: give(grant),
      remind_in: String(TOKEN_LIFE),
      expires_in: TOKEN_LIFE,
      uid: String(grant.person.id),
      isRealName: 'true',
    }
  }

  function tokenInfo(form: URLSearchParams): object | number {
    const grant = tokens.get(form.get('access_token') ?? '')
    if (!grant) return 21332
    const left = Math.floor((grant.until - now()) / 1000)
    if (left <= 0) return 21327
    const created = Math.floor(grant.until / 1000) - TOKEN_LIFE
    return { uid: grant.person.id, appkey: Number(grant.appKey), scope: null, create_at: created, expire_in: left }
  }

  function show(query: URLSearchParams): object | number {
    const grant = tokens.get(query.get('access_token') ?? '')
    if (!grant) return 21332
    if (now() >= grant.until) return 21327
    if (query.get('uid') !== String(grant.person.id)) return 20003
    const { id, ...face } = grant.person
    return {
      id,
      idstr: String(id),
      class: 1,
      name: face.screen_name ?? '',
      province: '11',
      city: '5',
      location: '',
      verified: false,
      ...face,
    }
  }

  const server = await listen(async (request, reply) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double')
    seen.push(pathname)
    const form = await readForm(request)
    const instead = trouble.get(pathname)
    if (instead) return answerInTrouble(reply, instead)
    // The first two take a posted form and nothing else: secrets do not travel in addresses.
    const asked = `${request.method} ${pathname}`
    const answer =
      errors.get(pathname) ??
      (asked === 'POST /oauth2/access_token'
        ? exchange(form)
        : asked === 'POST /oauth2/get_token_info'
          ? tokenInfo(form)
          : asked === 'GET /2/users/show.json'
            ? show(searchParams)
            : undefined)
    if (answer === undefined) return void reply.writeHead(404).end()
    if (typeof answer !== 'number') {
      return void reply.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(answer))
    }
    const [error, description] = WORDS[answer] ?? ['error', '']
    // Weibo quotes the code it did not like.
    const error_description = answer === 21325 ? `${description}${form.get('code')}` : description
    const body = { error, error_code: answer, request: pathname, error_uri: pathname, error_description }
    reply.writeHead(answer === 10014 ? 403 : 400, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(body))
  })

  return {
    ...server,
    trouble,
    errors,
    seen,
    agree(person, redirectUri = options.redirectUri) {
      const code = randomBytes(16).toString('hex')
      grants.set(code, { person, appKey: options.appKey, redirectUri, until: now() + CODE_LIFE, used: false })
      return code
    },
    agreeInApp: (person, appKey = options.appKey) => give({ person, appKey, redirectUri: '', until: 0, used: false }),
  }
}
