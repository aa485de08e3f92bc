/**
 * Apple on this machine, written from the Sign in with Apple REST API: it takes the client secret apart and checks its
 * key, signature, team, audience, client and times, and answers in Apple's few words.
 */
import { type KeyObject, verify } from 'node:crypto'
import {
  type Answer,
  createCodes,
  type Json,
  keySet,
  type ProviderDouble,
  readPage,
  signIdToken,
  startProvider,
  type TokenLies,
} from './provider.double.ts'

export type ApplePerson = { sub: string; email?: string; email_verified?: unknown; is_private_email?: unknown; name?: [string, string] }

export type AppleDouble = ProviderDouble & {
  lies: TokenLies
  /** Whose client ids there are; take one away and Apple does not know it. */
  clients: Set<string>
  /** The claims of the last client secret that was taken. */
  secrets: Json[]
  /** The person agrees on the page: the form that the browser posts. */
  agree(authorizeUrl: string, person: ApplePerson): { code: string; state: string; user?: string; query: URLSearchParams }
  /** The person agrees on the device: what the kit gives the application. */
  agreeInKit(bundleId: string, person: ApplePerson, nonce?: string): string
}

export const TOKEN = '/auth/token'
export const KEYS = '/auth/keys'
const HALF_A_YEAR = 15_777_000

type Options = {
  servicesId: string
  bundleId: string
  teamId: string
  keyId: string
  publicKey: KeyObject
  redirectUris: string[]
  now?(): number
  /** Who sits in front of Apple's page and agrees, in a browser; nobody: says no. Without it there is no page. */
  person?(): ApplePerson | undefined
}

const no = (error: string, error_description?: string): Answer => ({
  status: 400,
  body: { error, ...(error_description && { error_description }) },
})
const parse = (part: string | undefined): Json => JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Json

export async function startAppleDouble(options: Options): Promise<AppleDouble> {
  const { servicesId, bundleId, redirectUris, now = Date.now } = options
  const codes = createCodes<ApplePerson>(now, 5 * 60_000)
  const clients = new Set([servicesId, bundleId])
  const lies: TokenLies = {}
  const secrets: Json[] = []

  function isClient(form: URLSearchParams): boolean {
    const [header, payload, signature, ...rest] = (form.get('client_secret') ?? '').split('.')
    if (!header || !payload || !signature || rest.length > 0) return false
    const { alg, kid } = parse(header)
    const claims = parse(payload)
    const { iss, sub, aud, iat, exp } = claims
    const seconds = now() / 1000
    const key = { key: options.publicKey, dsaEncoding: 'ieee-p1363' } as const
    const holds =
      alg === 'ES256' &&
      kid === options.keyId &&
      verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')) &&
      iss === options.teamId &&
      aud === server.url &&
      sub === form.get('client_id') &&
      clients.has(String(sub)) &&
      Number(iat) <= seconds &&
      Number(exp) > seconds &&
      Number(exp) <= seconds + HALF_A_YEAR
    if (holds) secrets.push(claims)
    return holds
  }

  function exchange(form: URLSearchParams): Answer {
    const clientId = form.get('client_id') ?? ''
    if (!isClient(form)) return no('invalid_client')
    if (form.get('grant_type') !== 'authorization_code') return no('unsupported_grant_type')
    if (!form.get('code')) return no('invalid_request')
    const grant = codes.take(form, clientId)
    if (grant === 'used') return no('invalid_grant', 'The code has already been used.')
    if (grant === 'client') return no('invalid_grant', `client_id mismatch. The code was not issued to ${clientId}.`)
    if (typeof grant === 'string') return no('invalid_grant', 'The code has expired or has been revoked.')
    const { person, nonce } = grant
    const { name: _, ...said } = person
    const claims = { iss: server.url, aud: clientId, ...said, ...(nonce !== undefined && { nonce, nonce_supported: true }) }
    const tokens = { access_token: 'a.b.c', token_type: 'Bearer', expires_in: 3600, refresh_token: 'r.s.t' }
    return { status: 200, body: { ...tokens, id_token: signIdToken(claims, lies) } }
  }

  const server: ProviderDouble = await startProvider((path, { url, form }) => {
    if (path === `POST ${TOKEN}`) return exchange(form)
    if (path === 'GET /auth/authorize' && options.person) return page(server.url + url.pathname + url.search, options.person())
    return path === `GET ${KEYS}` ? { status: 200, body: keySet } : undefined
  })

  // The name is told with the first agreement and never again.
  const met = new Set<string>()

  function read(authorizeUrl: string) {
    const asked = readPage(authorizeUrl, { page: `${server.url}/auth/authorize`, clientId: servicesId, redirectUris, pkce: false })
    if (asked.grant.scope && asked.query.get('response_mode') !== 'form_post')
      throw new Error('response_mode must be form_post when name or email is asked')
    if (asked.grant.scope.split(' ').some((it) => it !== 'name' && it !== 'email')) throw new Error('invalid_scope')
    return asked
  }

  function agree(authorizeUrl: string, person: ApplePerson) {
    const { grant, state, query } = read(authorizeUrl)
    const [firstName, lastName] = person.name ?? []
    const user = person.name && !met.has(person.sub) ? JSON.stringify({ name: { firstName, lastName }, email: person.email }) : undefined
    met.add(person.sub)
    return { code: codes.issue({ ...grant, person }), state, query, ...(user !== undefined && { user }) }
  }

  /** Its page: one button, which posts from Apple's site to the redirect address (OAuth 2.0 Form Post Response Mode). */
  function page(authorizeUrl: string, person: ApplePerson | undefined): Answer {
    const { grant, state } = read(authorizeUrl)
    const fields = person
      ? (({ code, state, user }) => ({ code, state, ...(user !== undefined && { user }) }))(agree(authorizeUrl, person))
      : { error: 'user_cancelled_authorize', state }
    const text = (it: string) => it.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
    const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${text(value)}">`)
    const form = `<form method="post" action="${text(grant.redirectUri)}">${inputs.join('')}<button>Continue at Apple</button></form>`
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: `<!doctype html><link rel="icon" href="data:,"><title>Apple</title>${form}`,
    }
  }

  return {
    ...server,
    lies,
    clients,
    secrets,
    agree,
    agreeInKit: (clientId, person, nonce) =>
      codes.issue({ person, clientId, redirectUri: '', scope: 'name email', ...(nonce !== undefined && { nonce }) }),
  }
}
