/**
 * An OpenID Connect provider that lies, one lie at a time. Without one it is honest, so each test differs
 * from a sign-in that works by exactly one thing.
 */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { answerInTrouble, type Double, listen, readForm, type Trouble } from './testing.double.ts'

type Json = Record<string, unknown>

export const honestKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const foreignKey = generateKeyPairSync('rsa', { modulusLength: 2048 })

export type Lies = {
  /** Laid over the discovery document. */
  discovery?: Json
  /** Laid over the header and the claims of the id_token; undefined takes a field away. */
  header?: Json
  claims?: Json
  /** Another key, or the text of an HMAC key. */
  key?: KeyObject | string
  /** Changes the finished id_token. */
  idToken?(token: string): unknown
  /** What userinfo says beside the subject. */
  person?: Json
}

export type OidcLiar = Double & {
  lies: Lies
  trouble: Map<string, Trouble>
  seen: string[]
  /** The last form the token endpoint got. */
  form(): URLSearchParams
}

const encode = (it: unknown) => Buffer.from(JSON.stringify(it)).toString('base64url')

function signature(alg: unknown, key: KeyObject | string, data: string): string {
  if (alg === 'none') return ''
  if (typeof key === 'string') return createHmac('sha256', key).update(data).digest('base64url')
  return sign(alg === 'RS512' ? 'sha512' : 'sha256', Buffer.from(data), key).toString('base64url')
}

export async function startOidcLiar(clientId: string, nonce: string): Promise<OidcLiar> {
  const lies: Lies = {}
  const trouble = new Map<string, Trouble>()
  const seen: string[] = []
  let form = new URLSearchParams()

  function idToken(): unknown {
    const seconds = Math.floor(Date.now() / 1000)
    const header = { alg: 'RS256', typ: 'JWT', kid: 'k1', ...lies.header }
    const claims = { iss: server.url, sub: 'p-1', aud: clientId, nonce, iat: seconds, exp: seconds + 300, ...lies.claims }
    const data = `${encode(header)}.${encode(claims)}`
    const token = `${data}.${signature(header.alg, lies.key ?? honestKey.privateKey, data)}`
    return lies.idToken ? lies.idToken(token) : token
  }

  const pages: Record<string, () => Json> = {
    '/.well-known/openid-configuration': () => ({
      issuer: server.url,
      authorization_endpoint: `${server.url}/authorize`,
      token_endpoint: `${server.url}/token`,
      userinfo_endpoint: `${server.url}/userinfo`,
      jwks_uri: `${server.url}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      // It would take any of these: what counts is what our settings say.
      id_token_signing_alg_values_supported: ['RS256', 'RS512', 'HS256', 'none'],
      ...lies.discovery,
    }),
    '/jwks': () => ({ keys: [{ ...honestKey.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }] }),
    '/foreign-jwks': () => ({ keys: [{ ...foreignKey.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }] }),
    '/token': () => ({ access_token: 'at-1', token_type: 'Bearer', expires_in: 60, id_token: idToken() }),
    '/userinfo': () => ({ sub: 'p-1', ...lies.person }),
  }

  const server = await listen(async (request, reply) => {
    const { pathname } = new URL(request.url ?? '/', 'http://double')
    seen.push(pathname)
    const sent = await readForm(request)
    if (pathname === '/token') form = sent
    const instead = trouble.get(pathname)
    if (instead) return answerInTrouble(reply, instead)
    const page = pages[pathname]
    reply.writeHead(page ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(page?.() ?? {}))
  })
  return { ...server, lies, trouble, seen, form: () => form }
}
