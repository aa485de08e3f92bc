/**
 * An authenticator, as a person has it: one that makes codes (RFC 6238) and one that makes passkeys (WebAuthn level 2,
 * ES256, attestation "none"). Real keys, real signatures and real CBOR, all by node:crypto and by hand: nothing here
 * comes from the libraries the server checks with.
 */
import assert from 'node:assert/strict'
import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { Bench, Reply } from '../testing.ts'

// codes

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 section 6. */
export function readBase32(text: string): Buffer {
  const bits = [...text].map((it) => BASE32.indexOf(it).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((it) => Number.parseInt(it, 2)))
}

/** RFC 4226 section 5.3 over RFC 6238 section 4.2. */
export function totp(secret: Buffer, now: number, digits = 6): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

// passkeys

type Cbor = number | string | Buffer | Map<number | string, Cbor>

/** RFC 8949, as much of it as an attestation needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([name, inner]) => [cbor(name), cbor(inner)])])
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count])
  if (count < 256) return Buffer.from([(major << 5) | 24, count])
  return Buffer.from([(major << 5) | 25, count >> 8, count & 255])
}

/** Flags of the authenticator data (section 6.1). */
const PRESENT = 1
const VERIFIED = 4
const ATTESTED = 64

/** What differs from an honest answer. */
export type Odd = {
  origin?: string
  rpId?: string
  /** Nobody showed a finger or a PIN. */
  unverified?: boolean
  absent?: boolean
  counter?: number
  challenge?: string
  type?: string
  userHandle?: string | null
  /** Another statement than none. */
  attestation?: { format: string; statement: Map<string, Cbor> }
}

type Creation = { challenge: string; rp: { id: string }; user: { id: string } }
type Request = { challenge: string; rpId: string }

export type Passkey = ReturnType<typeof createPasskey>

/** An authenticator with room for one passkey, used from one page. `counts: false` is one whose counter stays 0. */
export function createPasskey(origin: string, { counts = true } = {}) {
  const id = randomBytes(32)
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let counter = 0
  let userHandle = ''

  const clientData = (type: string, challenge: string, odd: Odd) =>
    Buffer.from(
      JSON.stringify({ type: odd.type ?? type, challenge: odd.challenge ?? challenge, origin: odd.origin ?? origin, crossOrigin: false }),
    )

  const authenticatorData = (rpId: string, flags: number, odd: Odd) => {
    if (counts) counter++
    const count = Buffer.alloc(4)
    count.writeUInt32BE(odd.counter ?? counter)
    const shown = (odd.absent ? 0 : PRESENT) | (odd.unverified ? 0 : VERIFIED)
    return Buffer.concat([sha256(odd.rpId ?? rpId), Buffer.from([flags | shown]), count])
  }

  const named = { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' }

  return {
    id: named.id,
    /** navigator.credentials.create(): sections 6.3.2 and 6.5. */
    create(options: Creation, odd: Odd = {}) {
      userHandle = options.user.id
      const clientDataJSON = clientData('webauthn.create', options.challenge, odd)
      const length = Buffer.from([id.length >> 8, id.length & 255])
      const data = [authenticatorData(options.rp.id, ATTESTED, odd), Buffer.alloc(16), length, id, cbor(cose(publicKey))]
      const { format, statement } = odd.attestation ?? { format: 'none', statement: new Map() }
      const attestationObject = cbor(
        new Map<string, Cbor>([
          ['fmt', format],
          ['attStmt', statement],
          ['authData', Buffer.concat(data)],
        ]),
      )
      return {
        ...named,
        response: {
          clientDataJSON: clientDataJSON.toString('base64url'),
          attestationObject: attestationObject.toString('base64url'),
          transports: ['internal', 'hybrid'],
        },
        clientExtensionResults: { credProps: { rk: true } },
        authenticatorAttachment: 'platform',
      }
    },
    /** navigator.credentials.get(): section 6.3.3. */
    get(options: Request, odd: Odd = {}, key: KeyObject = privateKey) {
      const clientDataJSON = clientData('webauthn.get', options.challenge, odd)
      const data = authenticatorData(options.rpId, 0, odd)
      const signature = sign('sha256', Buffer.concat([data, sha256(clientDataJSON)]), key)
      return {
        ...named,
        response: {
          clientDataJSON: clientDataJSON.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle: odd.userHandle === undefined ? userHandle : odd.userHandle,
        },
        clientExtensionResults: {},
        authenticatorAttachment: null,
      }
    },
  }
}

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest()

/** RFC 9052 section 7, RFC 9053 section 7.1.1: an EC2 key on P-256, for ES256. */
function cose(key: KeyObject): Map<number, Cbor> {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return new Map<number, Cbor>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ])
}

// what a person does with them

const bearer = (login: { id_token?: unknown }) => ({ authorization: `Bearer ${String(login.id_token)}` })

/** Sets up an authenticator app; answers its id, and what makes its codes. */
export async function enrollTotp(b: Bench, login: { id_token?: unknown }, name?: string) {
  const begun = await b.post('/mfa/totp/enroll', name ? { name } : {}, bearer(login))
  assert.equal(begun.status, 200, begun.text)
  const secret = readBase32(String(begun.body['secret']))
  const id = String(begun.body['id'])
  // The code of half a minute ago: the one of now is still good for a sign-in.
  const done = await b.post('/mfa/totp/confirm', { id, code: totp(secret, b.clock.now - 30_000) }, bearer(login))
  assert.equal(done.status, 200, done.text)
  return { id, secret, code: () => totp(secret, b.clock.now) }
}

/** Sets up a passkey; answers its id. */
export async function enrollPasskey(b: Bench, login: { id_token?: unknown }, passkey: Passkey, name = 'Phone'): Promise<string> {
  const asked = await b.post('/mfa/passkey/register-options', {}, bearer(login))
  assert.equal(asked.status, 200, asked.text)
  const response = passkey.create(asked.body['options'] as Creation)
  const kept = await b.post('/mfa/passkey/register', { response, name }, { ...bearer(login), ...stateOf(asked) })
  assert.equal(kept.status, 200, kept.text)
  return String(kept.body['id'])
}

export const stateOf = (reply: Reply) => ({ 'x-state-token': String(reply.body['state_token']) })

/** A sign-in by SMS, as far as it goes. */
export async function enterBySms(b: Bench, mobile: string): Promise<Reply> {
  const verify_code = await b.sendCode(mobile, 'LOGIN_SMS')
  return b.post('/login/mobile-verify-code', { mobile, verify_code })
}

/** The methods an MFA_AUTH answer offers. */
export const offered = (reply: Reply) => (JSON.parse(String(reply.body['data'])) as { mfaMethods: string[] }).mfaMethods
