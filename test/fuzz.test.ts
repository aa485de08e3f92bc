/** Properties that hold for whatever comes in: tokens and secrets. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { createSecrets, equal, hashToken, newId, randomDigits, randomHex, randomToken } from '../server/secrets.ts'
import { createKey, keyIdOf, readSigningKey, readState, readVerifyKey, signJwt, signState, verifyJwt } from '../server/tokens.ts'
import { flip, place, text } from './chance.ts'

const secrets = createSecrets(Buffer.alloc(32, 1))
const others = createSecrets(Buffer.alloc(32, 2))
const dotted = fc
  .array(
    fc.oneof(
      text,
      fc.base64String(),
      fc.json().map((it) => Buffer.from(it).toString('base64url')),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join('.'))

test('a state token reads back its own name under its own key, and any other bit makes it nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.date({ noInvalidDate: true, min: new Date(0) }), place, (id, at, [i, bit]) => {
      const token = signState(secrets.stateKey, id, at.getTime())
      assert.equal(readState(secrets.stateKey, token), id)
      assert.equal(readState(others.stateKey, token), undefined)
      assert.equal(readState(secrets.stateKey, flip(Buffer.from(token), i, bit).toString('latin1')), undefined)
    }),
  )
})

test('no text at all is a state token or an id_token, and reading one never throws', async () => {
  const key = await readVerifyKey((await createKey('ES256')).publicJwk)
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, dotted), async (it) => {
      assert.equal(readState(secrets.stateKey, it), undefined)
      assert.equal(typeof keyIdOf(it), 'string')
      assert.equal(await verifyJwt(it, [key], { issuer: 'i', audience: 'a', now: 0 }), undefined)
    }),
    { numRuns: 500 },
  )
})

test('an id_token of every algorithm reads back its claims, and with any bit of any part turned it is nothing', async () => {
  for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
    const made = await createKey(alg)
    const signing = readSigningKey(made.kid, alg, made.privatePem)
    const keys = [await readVerifyKey(made.publicJwk)]
    const expected = { issuer: 'i', audience: 'a', now: 1_000_000 }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat({ max: 2 }), place, async (sub, part, [at, bit]) => {
        const token = await signJwt(signing, { iss: 'i', aud: 'a', sub, sid: 's', exp: 2000 })
        assert.equal((await verifyJwt(token, keys, expected))?.sub, sub)
        const parts = token.split('.')
        parts[part] = flip(Buffer.from(parts[part] ?? '', 'base64url'), at, bit).toString('base64url')
        assert.equal(await verifyJwt(parts.join('.'), keys, expected), undefined)
        for (const other of [
          { ...expected, issuer: 'x' },
          { ...expected, audience: 'x' },
          { ...expected, now: 2_000_000 },
        ])
          assert.equal(await verifyJwt(token, keys, other), undefined)
      }),
      { numRuns: 40 },
    )
  }
})

test('what is sealed opens in its own place with its own key, whole, and nowhere else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), place, (secret, context, other, [at, bit]) => {
      const sealed = secrets.seal(context, secret)
      assert.equal(secrets.unseal(context, sealed), secret)
      assert.notEqual(sealed, secrets.seal(context, secret))
      if (other !== context) assert.throws(() => secrets.unseal(other, sealed))
      assert.throws(() => others.unseal(context, sealed))
      const bytes = Buffer.from(sealed.slice(3), 'base64url')
      assert.throws(() => secrets.unseal(context, `v1.${flip(bytes, at, bit).toString('base64url')}`))
      assert.throws(() => secrets.unseal(context, `v1.${bytes.subarray(0, at % bytes.length).toString('base64url')}`))
    }),
  )
  fc.assert(fc.property(text, (it) => assert.throws(() => secrets.unseal('x', it))))
})

/** Pearson's: how far counts are from even, in standard deviations of what chance does. */
function unevenness(counts: number[]): number {
  const mean = counts.reduce((sum, it) => sum + it, 0) / counts.length
  const square = counts.reduce((sum, it) => sum + (it - mean) ** 2 / mean, 0)
  return (square - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1))
}

test('tokens have the length asked for, every letter as often as every other at every place, and none comes twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), (length) => assert.match(randomToken(length), new RegExp(`^[A-Za-z0-9]{${length}}$`))),
  )
  const tokens = Array.from({ length: 10_000 }, () => randomToken(32))
  assert.equal(new Set(tokens).size, tokens.length)
  for (const at of [0, 1, 15, 30, 31]) {
    const counts = new Map<string, number>()
    for (const token of tokens) counts.set(token[at] as string, (counts.get(token[at] as string) ?? 0) + 1)
    assert.equal(counts.size, 62)
    // Six deviations: chance alone is that far off less than once in a million runs.
    assert.ok(unevenness([...counts.values()]) < 6)
  }
})

test('codes have the digits asked for, leading zeros too, each code as likely as the next; ids and hashes their forms', () => {
  const counts = Array.from({ length: 100 }, () => 0)
  for (let i = 0; i < 20_000; i++) {
    const code = randomDigits(4)
    assert.match(code, /^\d{4}$/)
    counts[Math.floor(Number(code) / 100)]! += 1
  }
  assert.ok(unevenness(counts) < 6)
  for (const length of [4, 6, 8]) assert.match(randomDigits(length), new RegExp(`^\\d{${length}}$`))
  assert.match(randomHex(), /^[0-9a-f]{32}$/)
  fc.assert(fc.property(text, (it) => assert.match(hashToken(it), /^[\w-]{43}$/)))
})

test('ids are of the published form and sort as time does', () => {
  const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z') }).map((it) => it.getTime())
  fc.assert(
    fc.property(time, time, (a, b) => {
      const [one, other] = [newId(a), newId(b)]
      assert.match(one, /^\d{17}-[0-9A-F]{4}-[0-9A-F]{9}$/)
      if (a !== b) assert.equal(one < other, a < b)
      assert.notEqual(newId(a), one)
    }),
  )
})

test('equal says what === says, and the parts of a keyed hash never run into one another', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => equal(a, b) === (a === b) && equal(a, a)),
  )
  const part = fc.string().filter((it) => !it.includes('\0'))
  fc.assert(
    fc.property(
      fc.array(part),
      fc.array(part),
      (a, b) => (secrets.mac(...a) === secrets.mac(...b)) === (JSON.stringify(a) === JSON.stringify(b)) || a.join('\0') === b.join('\0'),
    ),
  )
  assert.notEqual(secrets.mac('a', 'bc'), secrets.mac('ab', 'c'))
})
