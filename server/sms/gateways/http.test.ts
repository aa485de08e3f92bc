import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import test from 'node:test'
import { GatewayRefusal, type Message } from './gateway.ts'
import { startReceiver } from './http.double.ts'
import { http } from './http.ts'

const NOW = Date.UTC(2026, 5, 1)
const message: Message = { to: '+8615912345678', text: 'Code 842913', code: '842913', type: 'BIND_MOBILE_SMS', language: 'en', ttl: 300, tenantId: 't', messageId: 'm-1' }
const outside = (now = NOW) => ({ fetch, now: () => now, log: { info: () => undefined }, keep: async () => undefined })
const bytes = randomBytes(32)

for (const [name, secret, key] of [
  ['whsec_ and base64', `whsec_${bytes.toString('base64')}`, bytes],
  ['any other text', 'a secret as it is, long enough', Buffer.from('a secret as it is, long enough')],
] as const) {
  test(`a message arrives whole and signed, with a secret given as ${name}`, async () => {
    const receiver = await startReceiver({ key, now: () => NOW })
    const sent = await http.send({ url: receiver.url, secret }, message, outside())
    assert.deepEqual(sent, { vendorId: 'vendor-1' })
    assert.deepEqual(receiver.taken, [
      { id: 'm-1', body: { to: '+8615912345678', text: 'Code 842913', code: '842913', type: 'BIND_MOBILE_SMS', language: 'en', ttl: 300, tenant_id: 't' } },
    ])
    await receiver.stop()
  })
}

const refusals = [
  ['a wrong secret', { secret: 'another secret altogether' }, undefined, NOW, 'misconfigured'],
  ['a clock far off', {}, undefined, NOW + 400_000, 'rejected'],
  ['a refusal of the message', {}, { status: 422 }, NOW, 'rejected'],
  ['a wrong address', {}, { status: 404 }, NOW, 'misconfigured'],
  ['too much at once', {}, { status: 429 }, NOW, 'unreachable'],
  ['a broken receiver', {}, { status: 503 }, NOW, 'unreachable'],
  ['a receiver that is not there', { url: 'http://127.0.0.1:1/' }, undefined, NOW, 'unreachable'],
] as const

for (const [name, settings, answer, now, refusal] of refusals) {
  test(`${name}: ${refusal}, and neither code nor secret is in the words`, async () => {
    const secret = 'the secret both sides know'
    const receiver = await startReceiver({ key: Buffer.from(secret), now: () => NOW, ...(answer && { answer }) })
    await assert.rejects(http.send({ url: receiver.url, secret, ...settings }, message, outside(now)), (reason: unknown) => {
      assert.ok(reason instanceof GatewayRefusal)
      assert.equal(reason.refusal, refusal)
      assert.doesNotMatch(reason.message, /842913|secret|15912345678/)
      return true
    })
    assert.equal(receiver.taken.length, 0)
    await receiver.stop()
  })
}

test('the same message twice is taken once', async () => {
  const secret = 'the secret both sides know'
  const receiver = await startReceiver({ key: Buffer.from(secret), now: () => NOW })
  await http.send({ url: receiver.url, secret }, message, outside())
  await assert.rejects(http.send({ url: receiver.url, secret }, message, outside()), GatewayRefusal)
  assert.equal(receiver.taken.length, 1)
  await receiver.stop()
})

for (const body of ['', 'not json', '{"id":7}', '[]', 'null']) {
  test(`an answer of ${JSON.stringify(body)} is no failure: the message was taken`, async () => {
    const secret = 'the secret both sides know'
    const receiver = await startReceiver({ key: Buffer.from(secret), now: () => NOW, answer: { status: 202, body } })
    assert.deepEqual(await http.send({ url: receiver.url, secret }, message, outside()), {})
    await receiver.stop()
  })
}
