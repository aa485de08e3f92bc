import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { describe, test } from 'node:test'
import { findMember } from './alipay-gateway.ts'
import { checkKeys, type KeySettings, numberOf, readAesKey, readKeys } from './alipay-keys.ts'
import { certificates, keys } from './alipay.double.ts'
import { assertRefused } from './testing.double.ts'

const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'spki') =>
  key.type === 'private'
    ? key.export({ type: type as 'pkcs8', format: 'pem' }).toString()
    : key.export({ type: type as 'spki', format: 'pem' }).toString()
const bare = (written: string) => written.replace(/-----[^-]+-----|\s/g, '')
const { privateKey } = keys.app
const alipayKey = pem(keys.alipay.publicKey, 'spki')

const byKey = { key_mode: 'public_key', private_key: pem(privateKey, 'pkcs8'), alipay_public_key: alipayKey } as const
const byCertificate = {
  key_mode: 'certificate',
  private_key: pem(privateKey, 'pkcs8'),
  app_cert: certificates.app.pem,
  alipay_cert: certificates.alipay.pem,
  alipay_root_cert: certificates.root.pem,
} as const

describe('alipay: keys as they are pasted', () => {
  const ways: [string, string][] = [
    ['PKCS#8, PEM', pem(privateKey, 'pkcs8')],
    ['PKCS#1, PEM', pem(privateKey, 'pkcs1')],
    ['PKCS#8, bare', bare(pem(privateKey, 'pkcs8'))],
    ['PKCS#1, bare', bare(pem(privateKey, 'pkcs1'))],
    ['bare in lines, with spaces around', `  ${bare(pem(privateKey, 'pkcs1')).replace(/.{64}/g, '$&\r\n')} \n`],
    ['PEM whose lines were lost in a form', pem(privateKey, 'pkcs8').replaceAll('\n', ' ')],
    ['PKCS#1 under the wrong name', pem(privateKey, 'pkcs1').replaceAll('RSA PRIVATE KEY', 'PRIVATE KEY')],
  ]
  for (const [what, written] of ways) {
    test(`a private key: ${what}`, () => {
      assert.ok(readKeys({ ...byKey, private_key: written }).own.equals(privateKey))
    })
  }

  test('a public key: PEM and bare, SPKI and PKCS#1', () => {
    for (const written of [alipayKey, bare(alipayKey), pem(keys.alipay.publicKey, 'pkcs1'), bare(pem(keys.alipay.publicKey, 'pkcs1'))]) {
      assert.ok(readKeys({ ...byKey, alipay_public_key: written }).alipay.equals(keys.alipay.publicKey))
    }
  })

  test('an AES key is 16, 24 or 32 bytes in base64', () => {
    for (const length of [16, 24, 32]) {
      assert.equal(readAesKey({ ...byKey, aes_key: ` ${Buffer.alloc(length, 7).toString('base64')}\n` }).length, length)
    }
  })
})

describe('alipay: certificates', () => {
  test('their numbers are those of what they were made of', () => {
    const read = readKeys(byCertificate)
    const { app, alipay, root } = certificates
    assert.deepEqual(read.numbers, { app: app.number, alipay: alipay.number, root: root.number })
    assert.ok(read.alipay.equals(keys.alipay.publicKey))
  })

  test('the double makes certificates that others read as well', () => {
    const made = new X509Certificate(certificates.app.pem)
    assert.equal(made.subject, 'CN=2088000000000000-2021000000000001')
    assert.ok(made.verify(keys.stranger.publicKey))
    assert.ok(made.publicKey.equals(keys.app.publicKey))
    // A serial number whose first bit is set, and one with a leading zero: neither is negative, neither loses a digit.
    assert.equal(numberOf(new X509Certificate(certificates.otherRoot.pem)), certificates.otherRoot.number)
  })

  test('several certificates in one file: the first is the one', () => {
    const read = readKeys({ ...byCertificate, alipay_cert: certificates.alipay.pem + certificates.otherRoot.pem })
    assert.equal(read.numbers?.alipay, certificates.alipay.number)
  })
})

describe('alipay: what can be said of the keys without asking', () => {
  test('right ones pass, in both modes', () => {
    checkKeys(byKey, Date.now())
    checkKeys(byCertificate, Date.now())
    checkKeys({ ...byKey, aes_key: Buffer.alloc(16).toString('base64') }, Date.now())
    checkKeys({ ...byKey, aes_key: '' }, Date.now())
  })

  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const locked = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' }).toString()
  const wrong: [string, KeySettings, string][] = [
    ['a private key that is none', { ...byKey, private_key: 'not a key' }, 'private_key'],
    ['half of a private key', { ...byKey, private_key: byKey.private_key.slice(0, 500) }, 'private_key'],
    ['a public key instead of the private one', { ...byKey, private_key: alipayKey }, 'private_key'],
    ['an elliptic key', { ...byKey, private_key: pem(elliptic.privateKey, 'pkcs8') }, 'private_key'],
    ['a private key under a password', { ...byKey, private_key: locked }, 'private_key'],
    ["no key of Alipay's", { key_mode: 'public_key', private_key: byKey.private_key }, 'alipay_public_key'],
    ["a key of Alipay's that is none", { ...byKey, alipay_public_key: 'AAAA' }, 'alipay_public_key'],
    ["the application's own public key", { ...byKey, alipay_public_key: pem(createPublicKey(privateKey), 'spki') }, 'alipay_public_key'],
    ['an AES key of the wrong length', { ...byKey, aes_key: 'AAAA' }, 'aes_key'],
    ['no certificate', { ...byCertificate, app_cert: '' }, 'app_cert'],
    ['a certificate that is none', { ...byCertificate, app_cert: certificates.app.pem.replace(/[A-Z]{2}/g, 'A') }, 'app_cert'],
    ["no certificate of Alipay's", { ...byCertificate, alipay_cert: 'x' }, 'alipay_cert'],
    ["the application's own certificate", { ...byCertificate, alipay_cert: certificates.app.pem }, 'alipay_cert'],
    ['no root', { ...byCertificate, alipay_root_cert: '' }, 'alipay_root_cert'],
    [
      "a private key that is not the certificate's",
      { ...byCertificate, private_key: pem(keys.stranger.privateKey, 'pkcs8') },
      'private_key',
    ],
    ['a certificate out of its time', { ...byCertificate, app_cert: certificates.old.pem }, 'app_cert'],
  ]
  for (const [what, settings, setting] of wrong) {
    test(`${what}: ${setting}`, async () => {
      const body = bare(settings.private_key).slice(40, 80)
      const work = Promise.resolve().then(() => checkKeys(settings, Date.now()))
      assert.equal((await assertRefused(work, 'misconfigured', body ? [body] : [])).setting, setting)
    })
  }

  test('a certificate is not in time before its day either', async () => {
    const work = Promise.resolve().then(() => checkKeys(byCertificate, 0))
    assert.equal((await assertRefused(work, 'misconfigured')).setting, 'app_cert')
  })

  test('a root file of SM2 certificates alone has none that counts', async () => {
    const [, sm2 = ''] = certificates.root.pem.split(/(?<=-----END CERTIFICATE-----\n)/)
    assert.ok(new X509Certificate(sm2).signatureAlgorithmOid?.startsWith('1.2.156.'))
    const work = Promise.resolve().then(() => readKeys({ ...byCertificate, alipay_root_cert: sm2 }))
    assert.equal((await assertRefused(work, 'misconfigured')).setting, 'alipay_root_cert')
  })
})

describe('alipay: the text of a member, to the letter', () => {
  const cases: [string, string | undefined][] = [
    ['{"a":{"x":1},"sign":"s"}', '{"x":1}'],
    ['{"sign":"s","a":{"x":1}}', '{"x":1}'],
    ['{ "sign" : "s" , "a" :\n {"x": [1, {"a": 2}] } \n}', '{"x": [1, {"a": 2}] }'],
    [String.raw`{"a":{"u":"http:\/\/x","n":"}\",\"sign\":\"{"},"sign":"s"}`, String.raw`{"u":"http:\/\/x","n":"}\",\"sign\":\"{"}`],
    ['{"b":{"a":{"x":1}},"sign":"s"}', undefined],
    ['{"b":"a","sign":"a"}', undefined],
    ['{"a":"text"}', '"text"'],
    ['{"a":12}', '12'],
    ['{"a":[]}', '[]'],
    // Two of one name: the last one counts, as for JSON.parse.
    ['{"a":{"x":1},"a":{"x":2}}', '{"x":2}'],
    [String.raw`{"\u0061":{"x":1}}`, '{"x":1}'],
    ['{}', undefined],
    ['[{"a":1}]', undefined],
  ]
  for (const [json, expected] of cases) {
    test(json, () => assert.equal(findMember(json, 'a'), expected))
  }

  test('a long text is read in one go', () => {
    const long = JSON.stringify({ x: '\\"'.repeat(200_000) })
    assert.equal(findMember(`{"a":${long},"sign":"s"}`, 'a'), long)
  })
})
