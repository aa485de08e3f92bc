import assert from 'node:assert/strict'
import { constants, createHash, createPrivateKey, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto'
import test from 'node:test'
import fc from 'fast-check'
import { refuses } from '../refusals.ts'
import { sweep } from '../system/index.ts'
import { bench, sign } from '../testing.ts'
import { readSignature } from './signature.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/sdk/session-token/refresh-id-token'
const MINUTE = 60_000

/** RFC 8017, section 7.1.1 with the label hash SHA-256: as BouncyCastle (MGF1 over SHA-256) and SunJCE (over SHA-1) do it. */
function encrypt(key: string, text: string, maskHash: 'sha1' | 'sha256'): string {
  const mask = (seed: Buffer, length: number) => {
    const parts = Array.from({ length: Math.ceil(length / 20) }, (_, i) =>
      createHash(maskHash)
        .update(seed)
        .update(Buffer.from([0, 0, 0, i]))
        .digest(),
    )
    return Buffer.concat(parts).subarray(0, length)
  }
  const xor = (a: Buffer, b: Buffer) => Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)))
  const data = Buffer.alloc(256 - 33)
  createHash('sha256').digest().copy(data)
  const message = Buffer.from(`\u0001${text}`)
  message.copy(data, data.length - message.length)
  const seed = randomBytes(32)
  const masked = xor(data, mask(seed, data.length))
  const block = Buffer.concat([Buffer.of(0), xor(seed, mask(masked, 32)), masked])
  return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, block).toString('base64')
}

const text = (token: string, timestamp: number, nonce: string) => `session_token=${token}&timestamp=${timestamp}&nonce=${nonce}`

test('both readings of the published transformation are understood', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const { session_token } = await b.login(MOBILE)
  const key = String((await b.get('/public-key')).body['public_key'])
  const now = b.clock.now
  // "May be the hexadecimal form of the timestamp" (user-api 0.4).
  const good = text(session_token, now, now.toString(16))
  const rows = {
    'MGF1 over SHA-256': encrypt(key, good, 'sha256'),
    'MGF1 over SHA-1': encrypt(key, good.replace(/nonce=.*/, 'nonce=another-one'), 'sha1'),
    'as node:crypto does it': sign(key, session_token, now),
    'a clock that is five minutes slow': sign(key, session_token, now - 5 * MINUTE),
    'a clock that is five minutes fast': sign(key, session_token, now + 5 * MINUTE),
  }
  for (const [name, signature] of Object.entries(rows)) {
    await t.test(name, async () => {
      const answer = await b.call('POST', URL, {}, { 'x-signature': signature })
      assert.equal(answer.status, 200, answer.text)
    })
  }
})

test('what a signature is refused for', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const otherApp = await b.addApp()
  const { session_token } = await b.login(MOBILE)
  const key = String((await b.get('/public-key')).body['public_key'])
  const otherKey = String((await b.get('/public-key', { 'x-client-id': otherApp })).body['public_key'])
  const now = b.clock.now
  const invalid = { code: 'PARAM.0030', says: 'Signature invalid or expired.' }
  const row = (name: string, signature: string, headers = {}) => ({ name, headers: { 'x-signature': signature, ...headers }, ...invalid })
  const plain = (it: string) =>
    publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, Buffer.from(it)).toString('base64')
  const good = sign(key, session_token, now)
  await refuses(t, b, { url: URL }, [
    row('a timestamp that is stale', sign(key, session_token, now - 5 * MINUTE - 1)),
    row('a timestamp that is to come', sign(key, session_token, now + 5 * MINUTE + 1)),
    row('a timestamp in seconds', sign(key, session_token, Math.floor(now / 1000))),
    row('the key of another application', sign(otherKey, session_token, now)),
    row('a session of another application, under that one’s own key', sign(otherKey, session_token, now), { 'x-client-id': otherApp }),
    row('a session nobody has', sign(key, 'btsiBjx85prcZu6I6Ki057Tmw3nSF2VO', now)),
    row('the fields in another order', plain(`timestamp=${now}&session_token=${session_token}&nonce=1`)),
    row('a field more', plain(`${text(session_token, now, '1')}&x=1`)),
    row('no nonce', plain(`session_token=${session_token}&timestamp=${now}&nonce=`)),
    row('nothing in it', plain('')),
    row('the text in clear', Buffer.from(text(session_token, now, '1')).toString('base64')),
    row(
      'the older padding',
      publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(text(session_token, now, '1'))).toString('base64'),
    ),
    row(
      'another hash',
      publicEncrypt(
        { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
        Buffer.from(text(session_token, now, '1')),
      ).toString('base64'),
    ),
    row('cut short', good.slice(0, -8)),
    row('one letter changed', (good.startsWith('A') ? 'B' : 'A') + good.slice(1)),
    row('another alphabet', good.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') + '-_'),
    row('words', 'not a signature'),
    row('without end', 'A'.repeat(4096)),
    { ...row('in Chinese', 'x', { 'x-l': 'zh' }), says: '签名无效或已过期' },
  ])
  // None of them used the nonce up.
  assert.equal((await b.call('POST', URL, {}, { 'x-signature': good })).status, 200)
  await refuses(t, b, { url: URL }, [row('the same signature again', good)])
})

test('a nonce is good once, in whatever it is wrapped, and for as long as its timestamp is good', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const { session_token } = await b.login(MOBILE)
  const key = String((await b.get('/public-key')).body['public_key'])
  const early = b.clock.now + 4 * MINUTE
  const again = () => ({ 'x-signature': sign(key, session_token, early, 'nonce-1') })
  assert.equal((await b.call('POST', URL, {}, again())).status, 200)
  b.clock.now += 8 * MINUTE
  await sweep(b.world)
  await refuses(t, b, { url: URL }, [
    {
      name: 'encrypted anew, at the end of its window, after a clean-up',
      headers: again(),
      code: 'PARAM.0030',
      says: 'fresh timestamp and nonce',
    },
  ])
  assert.notEqual((await b.snapshot())['nonces'], '')
  b.clock.now += 7 * MINUTE
  await sweep(b.world)
  assert.equal((await b.snapshot())['nonces'], '')
})

test('of ten uses of one signature at once one passes', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const headers = await b.signed((await b.login(MOBILE)).session_token)
  const answers = await Promise.all(Array.from({ length: 10 }, () => b.call('POST', URL, {}, headers)))
  assert.equal(answers.filter((it) => it.status === 200).length, 1)
})

test('garbage is no signature, and no fault of ours', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const block = fc.uint8Array({ minLength: 256, maxLength: 256 }).map((it) => Buffer.from(it).toString('base64'))
  const any = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.base64String({ maxLength: 3000 }),
    fc.uint8Array({ maxLength: 300 }).map((it) => Buffer.from(it).toString('base64')),
    block,
  )
  fc.assert(
    fc.property(any, (it) => readSignature(key, it) === undefined),
    { numRuns: 200 },
  )
  // Properly encrypted, but any text at all: only the published form is read.
  const publicKey = pair.publicKey.export({ format: 'pem', type: 'spki' }) as string
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (it) => readSignature(key, encrypt(publicKey, it, 'sha256')) === undefined),
    { numRuns: 50 },
  )
})
