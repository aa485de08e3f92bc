/**
 * Certificates for tests that speak TLS: an authority, and what it vouches for. Written out in DER (X.690, RFC 5280), since Node
 * signs but makes no certificates, and a key kept in the source would be found by everybody who looks for keys.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const size = body.length < 0x80 ? [body.length] : body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const octets = (...parts: Uint8Array[]) => der(0x04, ...parts)
const TRUE = der(0x01, Buffer.from([0xff]))

/** An object identifier, given as the octets it is written with. */
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'))
const COMMON_NAME = oid('550403')
const KEY_USAGE = oid('551d0f')
const SUBJECT_ALT_NAME = oid('551d11')
const BASIC_CONSTRAINTS = oid('551d13')

const nameOf = (common: string) => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(common)))))
const timeOf = (at: number) => der(0x18, Buffer.from(new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')))
const pem = (bytes: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`

type Given = { subject: string; issuer: string; key: KeyObject; signer: KeyObject; until: number; extensions: Buffer[] }

function write({ subject, issuer, key, signer, until, extensions }: Given): string {
  // The first bit of the number must not be set (it would be negative), and the first octet not be 0.
  const serial = der(0x02, Buffer.concat([Buffer.from([0x41]), randomBytes(15)]))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    serial,
    ECDSA_WITH_SHA256,
    nameOf(issuer),
    sequence(timeOf(until - 30 * 86_400_000), timeOf(until)),
    nameOf(subject),
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, signer)
  return pem(sequence(body, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature)))
}

export type Certified = { key: string; cert: string }

/** An authority of its own. `issue` makes a key and a certificate for names and IPv4 addresses, good until tomorrow. */
export function createAuthority(): { cert: string; issue(names: string[], until?: number): Certified } {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = `Test authority ${randomBytes(4).toString('hex')}`
  const tomorrow = Date.now() + 86_400_000
  const cert = write({
    subject: issuer,
    issuer,
    key: own.publicKey,
    signer: own.privateKey,
    until: tomorrow,
    extensions: [
      sequence(BASIC_CONSTRAINTS, TRUE, octets(sequence(TRUE))),
      // keyCertSign
      sequence(KEY_USAGE, TRUE, octets(der(0x03, Buffer.from([2, 0x04])))),
    ],
  })
  return {
    cert,
    issue(names, until = tomorrow) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const alternatives = names.map((it) => (isIPv4(it) ? der(0x87, Buffer.from(it.split('.').map(Number))) : der(0x82, Buffer.from(it))))
      return {
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
        cert: write({
          subject: names[0] ?? 'nobody',
          issuer,
          key: publicKey,
          signer: own.privateKey,
          until,
          extensions: [sequence(SUBJECT_ALT_NAME, octets(sequence(...alternatives)))],
        }),
      }
    },
  }
}
