/** Signs id_tokens for the doubles of providers that are not plain OpenID Connect, and lies where a test says so. */
import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

type Json = Record<string, unknown>

/** One lie at a time: laid over header and claims (undefined takes a field away), another key, or a change of the finished token. */
export type IdTokenLies = { header?: Json; claims?: Json; key?: KeyObject | string; token?(token: string): unknown }

export const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const foreignRsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const foreignEcKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** What a provider publishes of a key. */
export const publish = (key: KeyObject, kid: string, more: Json = {}): Json => ({
  ...key.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  ...more,
})

const encode = (it: unknown) => Buffer.from(JSON.stringify(it)).toString('base64url')

function signatureOf(alg: unknown, key: KeyObject | string, data: string): Buffer {
  if (typeof key === 'string') return createHmac('sha256', key).update(data).digest()
  const bytes = Buffer.from(data)
  if (alg === 'ES256') return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
  if (alg === 'PS256') return sign('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
  return sign('sha256', bytes, key)
}

export function issueIdToken(header: Json, claims: Json, key: KeyObject | string, lies: IdTokenLies = {}): unknown {
  const said: Json = { typ: 'JWT', ...header, ...lies.header }
  const data = `${encode(said)}.${encode({ ...claims, ...lies.claims })}`
  const token = `${data}.${signatureOf(said['alg'], lies.key ?? key, data).toString('base64url')}`
  return lies.token ? lies.token(token) : token
}
