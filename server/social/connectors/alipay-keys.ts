/**
 * The keys and certificates of the Alipay gateway, as administrators paste them: keys as PEM or as bare base64 (which is how
 * Alipay's own key tool hands them out), certificates as the files that the open platform offers for download.
 *
 * A certificate's "SN" is Alipay's own invention: the MD5, in hexadecimal, of the issuer's name (RFC 2253: the
 * other way round than it stands in the certificate) with the serial number in decimal behind it.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { refuseSetting } from './connector.ts'

export type KeySettings = {
  key_mode: 'public_key' | 'certificate'
  private_key: string
  alipay_public_key?: string
  app_cert?: string
  alipay_cert?: string
  alipay_root_cert?: string
  aes_key?: string
}

export type Keys = {
  /** The application's: what we send is signed with it. */
  own: KeyObject
  /** Alipay's: what we are answered is signed with it. */
  alipay: KeyObject
  /** Certificate mode: which certificates these are, in Alipay's numbers. */
  numbers?: { app: string; root: string; alipay: string }
}

/** The bytes between the lines of a PEM, or of bare base64; line breaks are often lost on the way through a form. */
function readBytes(written: string): Buffer {
  const base64 = /-----BEGIN [A-Z0-9 ]+-----(.+?)-----END/s.exec(written)?.[1] ?? written
  return Buffer.from(base64.replace(/\s/g, ''), 'base64')
}

/** The first way of reading that works; what does not work throws, and the words of that may quote the key. */
function firstOf(ways: (() => KeyObject)[]): KeyObject | undefined {
  for (const way of ways) {
    try {
      const key = way()
      if (key.asymmetricKeyType === 'rsa') return key
    } catch {
      // The next way.
    }
  }
  return undefined
}

function readPrivateKey(written: string): KeyObject | undefined {
  const key = readBytes(written)
  return firstOf([
    () => createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
    () => createPrivateKey({ key, format: 'der', type: 'pkcs1' }),
  ])
}

function readPublicKey(written: string): KeyObject | undefined {
  const key = readBytes(written)
  return firstOf([
    () => createPublicKey({ key, format: 'der', type: 'spki' }),
    () => createPublicKey({ key, format: 'der', type: 'pkcs1' }),
  ])
}

function readCertificates(written: string): X509Certificate[] {
  const blocks = written.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? []
  return blocks.flatMap((block) => {
    try {
      return [new X509Certificate(readBytes(block))]
    } catch {
      return []
    }
  })
}

export function numberOf(certificate: X509Certificate): string {
  const issuer = certificate.issuer.split('\n').toReversed().join(',')
  const serial = BigInt(`0x${certificate.serialNumber}`).toString()
  return createHash('md5').update(`${issuer}${serial}`).digest('hex')
}

/** PKCS #1's arc: signed with RSA, whatever the hash. Alipay's root file holds certificates signed with SM2 too, which do not count. */
const isRsaSigned = (it: X509Certificate) => (it.signatureAlgorithmOid ?? '').startsWith('1.2.840.113549.1.1.')

type Certificates = { app: X509Certificate; alipay: X509Certificate; root: string }

function readAllCertificates(settings: KeySettings): Certificates {
  const first = (setting: 'app_cert' | 'alipay_cert') => {
    const certificate = readCertificates(settings[setting] ?? '')[0]
    return certificate?.publicKey.asymmetricKeyType === 'rsa'
      ? certificate
      : refuseSetting(setting, `alipay: ${setting} is no RSA certificate`)
  }
  const app = first('app_cert')
  const alipay = first('alipay_cert')
  const root = readCertificates(settings.alipay_root_cert ?? '').filter(isRsaSigned)
  if (root.length === 0) return refuseSetting('alipay_root_cert', 'alipay: alipay_root_cert holds no certificate signed with RSA')
  return { app, alipay, root: root.map(numberOf).join('_') }
}

/** Everything a question needs. Refuses with the setting that cannot be read. */
export function readKeys(settings: KeySettings): Keys {
  const own = readPrivateKey(settings.private_key) ?? refuseSetting('private_key', 'alipay: private_key is no RSA key')
  if (settings.key_mode === 'public_key') {
    const alipay = readPublicKey(settings.alipay_public_key ?? '')
    return { own, alipay: alipay ?? refuseSetting('alipay_public_key', 'alipay: alipay_public_key is no RSA key') }
  }
  const { app, alipay, root } = readAllCertificates(settings)
  return { own, alipay: alipay.publicKey, numbers: { app: numberOf(app), root, alipay: numberOf(alipay) } }
}

/** The key of "content encryption": AES-128 in base64; longer ones are taken as well. */
export function readAesKey(settings: KeySettings): Buffer {
  const key = Buffer.from((settings.aes_key ?? '').trim(), 'base64')
  return [16, 24, 32].includes(key.length) ? key : refuseSetting('aes_key', 'alipay: aes_key is no AES key in base64')
}

/** What can be said of the keys without asking Alipay: that they can be read, belong together, and are in time. */
export function checkKeys(settings: KeySettings, now: number): void {
  const { own, alipay } = readKeys(settings)
  if (settings.aes_key !== undefined && settings.aes_key !== '') readAesKey(settings)
  const ours = createPublicKey(own)
  if (settings.key_mode === 'public_key') {
    // The open platform shows both side by side, and asks for the one while offering the other.
    if (ours.equals(alipay)) refuseSetting('alipay_public_key', "alipay: this is the application's own public key, not Alipay's")
    return
  }
  const certificates = readAllCertificates(settings)
  if (!ours.equals(certificates.app.publicKey)) refuseSetting('private_key', 'alipay: private_key and app_cert do not belong together')
  if (ours.equals(alipay)) refuseSetting('alipay_cert', "alipay: this is the application's own certificate, not Alipay's")
  for (const [setting, certificate] of [
    ['app_cert', certificates.app],
    ['alipay_cert', certificates.alipay],
  ] as const) {
    const { validFromDate, validToDate } = certificate
    if (now < validFromDate.getTime() || now > validToDate.getTime()) refuseSetting(setting, `alipay: ${setting} is out of its time`)
  }
}
