/**
 * A certification authority in a few lines (RFC 5280 in DER, X.690), and Alipay's "SN" of what it issues, computed from what went
 * in and not from what came out: the numbers that the double expects are not the connector's.
 */
import { createHash, type KeyObject, sign } from 'node:crypto'

/** The order in which they stand in the certificate. */
export type Name = [attribute: 'C' | 'O' | 'OU' | 'CN', value: string][]

const OIDS = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' }
const RSA_SHA256 = '1.2.840.113549.1.1.11'
/** SM2 with SM3, as in Alipay's own root file. Nobody here can sign with it: the signature is made of zeros. */
const SM2_SM3 = '1.2.156.10197.1.501'

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const length = Buffer.from(body.length.toString(16).padStart(4, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x82]), length, body])
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts)

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f]
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
    return digits
  })
  return der(0x06, Buffer.from(bytes))
}

function integer(value: bigint): Buffer {
  const hex = value.toString(16)
  const even = hex.length % 2 ? `0${hex}` : hex
  // A leading one bit would make it negative.
  return der(0x02, Buffer.from(parseInt(even[0] ?? '0', 16) >= 8 ? `00${even}` : even, 'hex'))
}

const nameOf = (name: Name) =>
  sequence(...name.map(([attribute, value]) => der(0x31, sequence(oid(OIDS[attribute]), der(0x0c, Buffer.from(value))))))

const time = (at: number) => der(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))

export type Certificate = { pem: string; number: string }

export function issue(it: {
  subject: Name
  issuer: Name
  serial: bigint
  publicKey: KeyObject
  /** Absent: signed with SM2, as far as anybody can see. */
  issuerKey?: KeyObject
  from: number
  until: number
}): Certificate {
  const algorithm = it.issuerKey ? sequence(oid(RSA_SHA256), der(0x05)) : sequence(oid(SM2_SM3))
  const body = sequence(
    der(0xa0, integer(2n)),
    integer(it.serial),
    algorithm,
    nameOf(it.issuer),
    sequence(time(it.from), time(it.until)),
    nameOf(it.subject),
    it.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = it.issuerKey ? sign('sha256', body, it.issuerKey) : Buffer.alloc(70)
  const written = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature)).toString('base64')
  const pem = `-----BEGIN CERTIFICATE-----\n${(written.match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`
  const issuer = it.issuer
    .toReversed()
    .map(([attribute, value]) => `${attribute}=${value}`)
    .join(',')
  return { pem, number: createHash('md5').update(`${issuer}${it.serial}`).digest('hex') }
}
