import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { fromAscii, fromBase64, toBase64, toBase64url, toHex } from './bytes.ts'
import { solveChallenge } from './index.ts'
import { sha256 } from './sha256.ts'

const hash = (text: string) => createHash('sha256').update(text, 'latin1').digest('hex')
/** A challenge as the server makes it, with the answer at `number`. */
const challenge = (number: number, maxnumber: number) => {
  const salt = 'f3a9?expires=1780302900&'
  return { algorithm: 'SHA-256', challenge: hash(salt + number), salt, maxnumber, signature: 'ab'.repeat(32) }
}

test('SHA-256: the example of FIPS 180-4, every length over three blocks, every byte', () => {
  assert.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  for (let length = 0; length < 200; length++) {
    const text = String.fromCharCode(...Array.from({ length }, (_, i) => (i * 37 + length) & 255))
    assert.equal(sha256(text), hash(text), `length ${length}`)
  }
})

test('base64 there and back, in both alphabets and at every length', () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 89 + length * 7) & 255)
    assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'))
    assert.equal(toBase64url(bytes), Buffer.from(bytes).toString('base64url'))
    assert.equal(toHex(bytes), Buffer.from(bytes).toString('hex'))
    for (const text of [toBase64(bytes), toBase64url(bytes), toBase64(bytes).replace(/(.{20})/g, '$1\n')])
      assert.deepEqual(fromBase64(text), bytes)
  }
  assert.deepEqual(fromAscii('a~'), Uint8Array.of(97, 126))
})

test('the answer is what the server reads, from the first number to the last', async () => {
  for (const number of [0, 1, 999, 1000]) {
    const answer = JSON.parse(Buffer.from(await solveChallenge(challenge(number, 1000)), 'base64').toString()) as Record<string, unknown>
    const { took, ...rest } = answer
    const { maxnumber: _, ...given } = challenge(number, 1000)
    assert.equal(typeof took, 'number')
    assert.deepEqual(rest, { ...given, number })
  }
})

test('a challenge without an answer', async () => {
  await assert.rejects(solveChallenge(challenge(1001, 1000)), { code: 'CLIENT.CHALLENGE_UNSOLVABLE' })
})

test('work is done in turns: others get theirs, progress is told, and it can be stopped', async () => {
  let others = 0
  const interval = setInterval(() => others++, 1)
  const told: number[] = []
  try {
    await solveChallenge(challenge(300_000, 300_000), { onProgress: (done) => told.push(done) })
  } finally {
    clearInterval(interval)
  }
  assert.ok(told.length > 3, `${told.length} turns`)
  assert.ok(others >= told.length - 1, `${others} of others in ${told.length} turns`)
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  )
  assert.ok(told.every((it) => it > 0 && it <= 1))

  const controller = new AbortController()
  const running = solveChallenge(challenge(-1, 100_000_000), { signal: controller.signal, onProgress: () => controller.abort('enough') })
  await assert.rejects(running, { code: 'CLIENT.ABORTED', cause: 'enough' })
  await assert.rejects(solveChallenge(challenge(0, 10), { signal: AbortSignal.abort() }), { code: 'CLIENT.ABORTED' })
})
