/**
 * An OAuth 2.0 provider on this machine, written from RFC 6749, 6750 and 7636: it checks what a provider
 * checks, so a client that leaves something out is refused.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { answerInTrouble, challengeOf, type Double, listen, readForm, type Trouble } from './testing.double.ts'

export type OAuthDoubleOptions = {
  clientId: string
  clientSecret: string
  /** The one way of client authentication it takes (section 2.3.1), and of handing over the token (RFC 6750). */
  clientAuth?: 'basic' | 'post'
  tokenIn?: 'header' | 'query'
  redirectUris: string[]
  now?(): number
}

export type OAuthDouble = Double & {
  /** Makes it answer otherwise at a path, until deleted. */
  trouble: Map<string, Trouble>
  /** What came in, so that a test can say that nobody was asked. */
  seen: string[]
  /** The person agrees on the page at `authorizeUrl`: what the browser brings back. Throws what the page would complain about. */
  consent(authorizeUrl: string, person: Record<string, unknown>): { code: string; state: string }
}

type Grant = { person: Record<string, unknown>; redirectUri: string; challenge: string; until: number; used: boolean; token?: string }

/** Lets a test give a person an id beyond 2^53, as some providers do. TypeScript does not know JSON.rawJSON yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }
const exactNumbers = (_key: string, value: unknown) => (typeof value === 'bigint' ? rawJSON(String(value)) : value)

const CODE_LIFE = 60_000

export async function startOAuthDouble(options: OAuthDoubleOptions): Promise<OAuthDouble> {
  const { clientAuth = 'basic', tokenIn = 'header', now = Date.now } = options
  const grants = new Map<string, Grant>()
  const persons = new Map<string, Record<string, unknown>>()
  const trouble = new Map<string, Trouble>()
  const seen: string[] = []

  function isClient(request: IncomingMessage, form: URLSearchParams): boolean {
    const header = request.headers.authorization
    if (clientAuth === 'post') {
      return !header && form.get('client_id') === options.clientId && form.get('client_secret') === options.clientSecret
    }
    if (!header?.startsWith('Basic ') || form.has('client_secret')) return false
    // Each half is form-encoded, so a colon inside cannot part them wrongly.
    const halves = Buffer.from(header.slice(6), 'base64').toString().split(':')
    const [id, secret] = halves.map((it) => decodeURIComponent(it.replaceAll('+', ' ')))
    return halves.length === 2 && id === options.clientId && secret === options.clientSecret
  }

  function exchange(request: IncomingMessage, form: URLSearchParams): { status: number; body: Record<string, unknown> } {
    if (request.method !== 'POST') return { status: 405, body: { error: 'invalid_request' } }
    if (!isClient(request, form)) return { status: 401, body: { error: 'invalid_client' } }
    if (form.get('grant_type') !== 'authorization_code') return { status: 400, body: { error: 'unsupported_grant_type' } }
    const grant = grants.get(form.get('code') ?? '')
    if (!grant) return { status: 400, body: { error: 'invalid_grant', error_description: 'unknown code' } }
    if (grant.used) {
      // RFC 6749 section 4.1.2: what a code gave is taken back when the code comes again.
      if (grant.token) persons.delete(grant.token)
      return { status: 400, body: { error: 'invalid_grant', error_description: 'used code' } }
    }
    grant.used = true
    const proven = form.get('redirect_uri') === grant.redirectUri && challengeOf(form.get('code_verifier') ?? '') === grant.challenge
    if (!proven || now() >= grant.until) return { status: 400, body: { error: 'invalid_grant' } }
    grant.token = randomBytes(24).toString('base64url')
    persons.set(grant.token, grant.person)
    return { status: 200, body: { access_token: grant.token, token_type: 'Bearer', expires_in: 3600, scope: 'profile' } }
  }

  function userinfo(request: IncomingMessage, url: URL): { status: number; body: Record<string, unknown> } {
    const header = request.headers.authorization?.replace(/^Bearer /, '')
    const query = url.searchParams.get('access_token')
    const token = tokenIn === 'header' ? header : query
    // RFC 6750 section 2: one way per request.
    if (!token || (header && query)) return { status: 401, body: { error: 'invalid_token' } }
    const person = persons.get(token)
    return person ? { status: 200, body: person } : { status: 401, body: { error: 'invalid_token' } }
  }

  const server = await listen(async (request, reply) => {
    const url = new URL(request.url ?? '/', 'http://double')
    seen.push(`${request.method} ${url.pathname}`)
    const form = await readForm(request)
    const instead = trouble.get(url.pathname)
    if (instead) return answerInTrouble(reply, instead)
    const answer =
      url.pathname === '/token' ? exchange(request, form) : url.pathname === '/me' ? userinfo(request, url) : { status: 404, body: {} }
    reply.writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    reply.end(JSON.stringify(answer.body, exactNumbers))
  })

  return {
    ...server,
    trouble,
    seen,
    consent(authorizeUrl, person) {
      const query = new URL(authorizeUrl).searchParams
      const redirectUri = query.get('redirect_uri') ?? ''
      const challenge = query.get('code_challenge') ?? ''
      if (query.get('response_type') !== 'code') throw new Error('unsupported_response_type')
      if (query.get('client_id') !== options.clientId) throw new Error('unknown client')
      if (!options.redirectUris.includes(redirectUri)) throw new Error('redirect_uri is not registered')
      if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge)) throw new Error('PKCE S256 is required')
      const code = randomBytes(24).toString('base64url')
      grants.set(code, { person, redirectUri, challenge, until: now() + CODE_LIFE, used: false })
      return { code, state: query.get('state') ?? '' }
    },
  }
}
