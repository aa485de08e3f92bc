/**
 * An id_token of a provider whose token endpoint is not plain OpenID Connect (line, huawei), so that `oidc.ts` does not fit.
 *
 * Checked: the signature, by an algorithm the provider is known for and a key of that very kind; issuer, audience, times and
 * nonce (OpenID Connect Core 3.1.3.7). Anything that does not hold is `denied`.
 */
import { constants, createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto'
import { askJson, type Json } from './ask.ts'
import { refuse, type Outside } from './connector.ts'
import { isObject } from './oauth2.ts'

/** Of RFC 7518 section 3.1: the ones these providers sign with. `none` is not among them and never will be. */
export type Algorithm = 'HS256' | 'RS256' | 'PS256' | 'ES256'

export type Expected = {
  issuer: string
  /** The client's own id. */
  audience: string
  nonce: string | undefined
  algorithms: Algorithm[]
  /** For HS256: the client secret (OpenID Connect Core 10.1). */
  secret?: string
  /** For the others: where the provider publishes its keys. */
  keys: URL
}

/** Clocks differ. */
const TOLERANCE = 30

function parse(part: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const FRESH = 10 * 60_000
const KEPT = 100
/** By door: another server in the same process has its own. */
const found = new WeakMap<Outside['fetch'], Map<string, { until: number; keys: unknown[] }>>()

/** `unless` says whether the kept keys will do; a provider that changed its keys is asked again. */
async function fetchKeys(outside: Outside, step: string, url: URL, unless: (keys: unknown[]) => boolean): Promise<unknown[]> {
  const ofDoor = found.get(outside.fetch) ?? new Map<string, { until: number; keys: unknown[] }>()
  found.set(outside.fetch, ofDoor)
  const kept = ofDoor.get(url.href)
  if (kept && outside.now() < kept.until && unless(kept.keys)) return kept.keys
  const { status, body } = await askJson(outside, `${step} keys`, url)
  const { keys } = body
  if (status !== 200 || !Array.isArray(keys)) return refuse('unreachable', `${step} keys: HTTP ${status} without keys`)
  ofDoor.delete(url.href)
  ofDoor.set(url.href, { until: outside.now() + FRESH, keys })
  const [oldest] = ofDoor.keys()
  if (ofDoor.size > KEPT && oldest !== undefined) ofDoor.delete(oldest)
  return keys
}

/** The published key that may sign this: of the name in the header, of the kind of the algorithm, and strong enough. */
function findKey(keys: unknown[], kid: unknown, algorithm: Algorithm): KeyObject | undefined {
  const kind = algorithm === 'ES256' ? 'EC' : 'RSA'
  const fits = (it: unknown): it is Json =>
    isObject(it) && it['kty'] === kind && (kid === undefined || it['kid'] === kid) && (it['use'] ?? 'sig') === 'sig'
  const [jwk, ...others] = keys.filter(fits)
  // Without a name in the header there must be no choice.
  if (!jwk || (kid === undefined && others.length > 0)) return undefined
  try {
    const key = createPublicKey({ key: jwk as never, format: 'jwk' })
    const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
    return (kind === 'EC' ? namedCurve === 'prime256v1' : (modulusLength ?? 0) >= 2048) ? key : undefined
  } catch {
    return undefined
  }
}

function isSigned(algorithm: Algorithm, key: KeyObject, data: Buffer, signature: Buffer): boolean {
  if (algorithm === 'RS256') return verify('sha256', data, key, signature)
  // RFC 7518 section 3.4: R and S side by side; section 3.5: the salt is as long as the hash.
  if (algorithm === 'ES256') return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature)
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  return verify('sha256', data, { key, ...padding }, signature)
}

async function checkSignature(outside: Outside, step: string, token: string, header: Json, expected: Expected): Promise<void> {
  const algorithm = expected.algorithms.find((it) => it === header['alg'])
  if (!algorithm || header['crit'] !== undefined) return refuse('denied', `${step}: an id_token signed in another way`)
  const end = token.lastIndexOf('.')
  const data = Buffer.from(token.slice(0, end))
  const signature = Buffer.from(token.slice(end + 1), 'base64url')
  if (algorithm === 'HS256') {
    const right = createHmac('sha256', expected.secret ?? refuse('denied', `${step}: no secret to check an id_token with`))
      .update(data)
      .digest()
    if (signature.length === right.length && timingSafeEqual(signature, right)) return
    return refuse('denied', `${step}: an id_token with a wrong signature`)
  }
  const { kid } = header
  const keys = await fetchKeys(outside, step, expected.keys, (kept) => findKey(kept, kid, algorithm) !== undefined)
  const key = findKey(keys, kid, algorithm) ?? refuse('denied', `${step}: an id_token signed with an unknown key`)
  if (!isSigned(algorithm, key, data, signature)) return refuse('denied', `${step}: an id_token with a wrong signature`)
}

/** What is wrong with the claims; undefined: nothing. */
function findFault(claims: Json, { issuer, audience, nonce }: Expected, seconds: number): string | undefined {
  const { aud, azp, exp, iat, nbf } = claims
  if (claims['iss'] !== issuer) return 'iss'
  if (aud !== audience && !(Array.isArray(aud) && aud.includes(audience))) return 'aud'
  if (azp === undefined ? Array.isArray(aud) && aud.length > 1 : azp !== audience) return 'azp'
  if (typeof exp !== 'number' || exp <= seconds - TOLERANCE) return 'exp'
  if (typeof iat !== 'number' || iat > seconds + TOLERANCE) return 'iat'
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= seconds + TOLERANCE)) return 'nbf'
  // Threat row 7: also a nonce that nobody here asked for.
  return claims['nonce'] === nonce ? undefined : 'nonce'
}

/** The claims of an id_token that holds. */
export async function readIdToken(outside: Outside, step: string, token: unknown, expected: Expected): Promise<Json> {
  if (typeof token !== 'string' || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token))
    return refuse('unreachable', `${step}: no id_token in the answer`)
  const [header, claims] = token.split('.').map(parse)
  if (!header || !claims) return refuse('denied', `${step}: an id_token that cannot be read`)
  await checkSignature(outside, step, token, header, expected)
  const fault = findFault(claims, expected, Math.floor(outside.now() / 1000))
  if (fault) return refuse('denied', `${step}: an id_token with a wrong ${fault}`)
  return claims
}
