/** What the doubles of the providers share: codes that are good once, id_tokens, and a server that can be in trouble. */
import { type KeyObject, randomBytes, sign } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { honestKey } from './oidc-liar.double.ts'
import { answerInTrouble, challengeOf, type Double, listen, readForm, type Trouble } from './testing.double.ts'

export type Json = Record<string, unknown>
export type Answer = { status: number; body: unknown; headers?: Record<string, string> }
export type Asked = { request: IncomingMessage; url: URL; form: URLSearchParams }

export type ProviderDouble = Double & {
  /** Makes it answer otherwise at a path, until deleted. */
  trouble: Map<string, Trouble>
  /** What was asked: method and path. */
  seen: string[]
}

/** `answer` gets the path of every question; undefined is a page that does not exist. */
export async function startProvider(answer: (path: string, asked: Asked) => Answer | undefined): Promise<ProviderDouble> {
  const trouble = new Map<string, Trouble>()
  const seen: string[] = []
  const server = await listen(async (request, reply) => {
    const url = new URL(request.url ?? '/', 'http://double')
    seen.push(`${request.method} ${url.pathname}`)
    const form = await readForm(request)
    const instead = trouble.get(url.pathname)
    if (instead) return answerInTrouble(reply, instead)
    const { status, body, headers } = answer(`${request.method} ${url.pathname}`, { request, url, form }) ?? { status: 404, body: {} }
    reply.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers })
    reply.end(headers?.['content-type'] ? String(body) : JSON.stringify(body))
  })
  return { ...server, trouble, seen }
}

/** What the person agreed to, on the page that the authorization address leads to. */
export type Grant<P> = { person: P; clientId: string; redirectUri: string; scope: string; nonce?: string; challenge?: string }

/** Why a code is not taken. */
export type CodeFault = 'unknown' | 'used' | 'late' | 'client' | 'redirect' | 'verifier'

export function createCodes<P>(now: () => number, life: number) {
  const kept = new Map<string, Grant<P> & { until: number; used: boolean }>()
  return {
    issue(grant: Grant<P>, code = randomBytes(24).toString('base64url')): string {
      kept.set(code, { ...grant, until: now() + life, used: false })
      return code
    },
    /** Good once, in time, for the client it was given to, with the redirect address and the verifier of that request. */
    take(form: URLSearchParams, clientId: string): Grant<P> | CodeFault {
      const grant = kept.get(form.get('code') ?? '')
      if (!grant) return 'unknown'
      if (grant.used) return 'used'
      if (now() >= grant.until) return 'late'
      if (grant.clientId !== clientId) return 'client'
      if ((form.get('redirect_uri') ?? '') !== grant.redirectUri) return 'redirect'
      if (grant.challenge !== undefined && challengeOf(form.get('code_verifier') ?? '') !== grant.challenge) return 'verifier'
      grant.used = true
      return grant
    },
  }
}

/** Reads an authorization address as a provider's page does, and throws what it would complain about. */
export function readPage(
  authorizeUrl: string,
  { page, clientId, redirectUris, pkce }: { page: string; clientId: string; redirectUris: string[]; pkce: boolean },
) {
  const url = new URL(authorizeUrl)
  const query = url.searchParams
  const of = (name: string) => query.get(name) ?? ''
  if (url.origin + url.pathname !== page) throw new Error(`no page at ${url.pathname}`)
  if (of('response_type') !== 'code') throw new Error('unsupported_response_type')
  if (of('client_id') !== clientId) throw new Error('invalid_client')
  if (!redirectUris.includes(of('redirect_uri'))) throw new Error('redirect_uri_mismatch')
  if (pkce && (of('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(of('code_challenge'))))
    throw new Error('PKCE S256 is required')
  if (!pkce && query.has('code_challenge')) throw new Error('PKCE is not known here')
  return {
    query,
    state: of('state'),
    grant: {
      clientId,
      redirectUri: of('redirect_uri'),
      scope: of('scope'),
      ...(query.has('nonce') && { nonce: of('nonce') }),
      ...(pkce && { challenge: of('code_challenge') }),
    },
  }
}

/** One lie at a time: laid over what the id_token would say; undefined takes a field away. */
export type TokenLies = { claims?: Json; header?: Json; key?: KeyObject }

const KID = 'k1'
const encode = (it: unknown) => Buffer.from(JSON.stringify(it)).toString('base64url')

export const keySet = { keys: [{ ...honestKey.publicKey.export({ format: 'jwk' }), kid: KID, use: 'sig', alg: 'RS256' }] }

export function signIdToken(claims: Json, lies: TokenLies = {}): string {
  const seconds = Math.floor(Date.now() / 1000)
  const header = { alg: 'RS256', typ: 'JWT', kid: KID, ...lies.header }
  const data = `${encode(header)}.${encode({ iat: seconds, exp: seconds + 300, ...claims, ...lies.claims })}`
  return `${data}.${sign('sha256', Buffer.from(data), lies.key ?? honestKey.privateKey).toString('base64url')}`
}
