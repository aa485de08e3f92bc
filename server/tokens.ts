/**
 * JWTs: id_tokens, signed so that anyone can check them, and state_tokens, signed so that nobody can make
 * them. The only file that imports jose. Algorithms are fixed by use and never read from a token; keys
 * are found by `kid` among our own; `jku`, `x5u` and `jwk` are never looked at (RFC 8725, sections 3.1 and 3.10).
 */
import { createHash, createHmac, createPrivateKey, generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { type CryptoKey, decodeProtectedHeader, importJWK, type JWTPayload, jwtVerify } from 'jose'
import type { Algorithm } from './schema/documents.ts'
import { equal } from './secrets.ts'

export type PublicJwk = { kty: string; kid: string; alg: string; use: 'sig'; n?: string; e?: string; crv?: string; x?: string; y?: string }
export type NewKey = { kid: string; alg: Algorithm; publicJwk: PublicJwk; privatePem: string }
export type SigningKey = { kid: string; alg: Algorithm; key: KeyObject; header: string }
export type VerifyKey = { kid: string; alg: Algorithm; key: CryptoKey }

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

// Off the main thread: an RSA pair takes a quarter of a second.
const generate = promisify(generateKeyPair)

/** A fresh key pair: RSA of 2048 bits, P-256 or Ed25519. */
export async function createKey(alg: Algorithm): Promise<NewKey> {
  const pair = await generatePair(alg)
  const jwk = pair.publicKey.export({ format: 'jwk' }) as Record<string, string>
  // RFC 7638 in spirit: the kid is a hash of the public key, so one key has one name.
  const kid = createHash('sha256')
    .update(JSON.stringify(jwk, Object.keys(jwk).toSorted()))
    .digest('hex')
    .slice(0, 32)
  return {
    kid,
    alg,
    publicJwk: { ...jwk, kid, alg, use: 'sig' } as PublicJwk,
    privatePem: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  }
}

function generatePair(alg: Algorithm): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  if (alg === 'RS256') return generate('rsa', { modulusLength: 2048 })
  if (alg === 'ES256') return generate('ec', { namedCurve: 'P-256' })
  return generate('ed25519')
}

/** The key pair of an application, for X-signature (PEM: SPKI and PKCS #8). */
export type AppKey = { publicPem: string; privatePem: string }

export async function createAppKey(): Promise<AppKey> {
  const pair = await generate('rsa', { modulusLength: 2048 })
  return {
    publicPem: (pair.publicKey.export({ format: 'pem', type: 'spki' }) as string).trim(),
    privatePem: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  }
}

export const readSigningKey = (kid: string, alg: Algorithm, privatePem: string): SigningKey => ({
  kid,
  alg,
  key: createPrivateKey(privatePem),
  header: part({ kid, alg }),
})

export const readVerifyKey = async (jwk: PublicJwk): Promise<VerifyKey> => ({
  kid: jwk.kid,
  alg: jwk.alg as Algorithm,
  key: (await importJWK(jwk, jwk.alg)) as CryptoKey,
})

/**
 * A JWT in compact form (RFC 7515 section 3.1). Signed by node:crypto itself: jose goes through WebCrypto, whose
 * way to the thread pool and back costs more than an elliptic signature does. RSA is slow enough to be worth that way.
 */
export async function signJwt(key: SigningKey, claims: JWTPayload): Promise<string> {
  const text = `${key.header}.${part(claims)}`
  const bytes = Buffer.from(text)
  if (key.alg === 'RS256') return `${text}.${(await signAside('sha256', bytes, key.key)).toString('base64url')}`
  // RFC 7518 section 3.4: R and S side by side, not in DER.
  const signature = key.alg === 'ES256' ? sign('sha256', bytes, { key: key.key, dsaEncoding: 'ieee-p1363' }) : sign(null, bytes, key.key)
  return `${text}.${signature.toString('base64url')}`
}

const signAside = promisify<string, Buffer, KeyObject, Buffer>(sign)

/** The name of the key a token says it was signed with: only ever looked up among our own. */
export function keyIdOf(token: string): string {
  try {
    return decodeProtectedHeader(token).kid ?? ''
  } catch {
    return ''
  }
}

/** The claims, or nothing: expired, foreign, altered, or signed with any algorithm but the key's own. */
export async function verifyJwt(
  token: string,
  keys: VerifyKey[],
  expected: { issuer: string; audience: string; now: number },
): Promise<JWTPayload | undefined> {
  try {
    const kid = keyIdOf(token)
    const key = keys.find((it) => it.kid === kid)
    if (!key) return undefined
    const { payload } = await jwtVerify(token, key.key, {
      algorithms: [key.alg],
      issuer: expected.issuer,
      audience: expected.audience,
      currentDate: new Date(expected.now),
      requiredClaims: ['exp', 'sub', 'sid'],
    })
    return payload
  } catch {
    return undefined
  }
}

const STATE_HEADER = part({ alg: 'HS256', typ: 'JWT' })
const stateMac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest('base64url')

/**
 * A state_token in the published form: HS256, a JSON string in the claim `subject`. It carries only its
 * own random name; what it stands for is in the database, which alone decides whether it is still good.
 * `expires` is in milliseconds. Compact form written by hand: RFC 7515 section 3.1 with one fixed header.
 */
export function signState(key: Uint8Array, id: string, expires: number): string {
  const text = `${STATE_HEADER}.${part({ subject: JSON.stringify({ id }), exp: Math.floor(expires / 1000) })}`
  return `${text}.${stateMac(key, text)}`
}

/** The random name in a state_token of ours, or nothing. */
export function readState(key: Uint8Array, token: string): string | undefined {
  const [header, payload, signature, ...rest] = token.split('.')
  // The header is compared, not obeyed: there is one algorithm.
  if (rest.length || header !== STATE_HEADER || !payload || !signature) return undefined
  if (!equal(signature, stateMac(key, `${header}.${payload}`))) return undefined
  try {
    const { subject } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { subject: string }
    const { id } = JSON.parse(subject) as { id: unknown }
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}
