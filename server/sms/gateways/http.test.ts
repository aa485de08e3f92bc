import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import test, { type TestContext } from 'node:test'
import { GatewayRefusal, type Message } from './gateway.ts'
import { startReceiver } from './http.double.ts'
import { http } from './http.ts'

const NOW = Date.UTC(2026, 5, 1)
const message: Message = {
  to: '+8615912345678',
  text: 'Code 842913',
  code: '842913',
  type: 'BIND_MOBILE_SMS',
  language: 'en',
  ttl: 300,
  tenantId: 't',
  messageId: 'm-1',
}
const outside = (now = NOW) => ({ fetch, now: () => now, log: { info: () => undefined }, keep: async () => undefined })
const bytes = randomBytes(32)

/** Stopped with its test, also when that fails: a server left open would keep the run from ending. */
async function receive(t: TestContext, given: Parameters<typeof startReceiver>[0]) {
  const receiver = await startReceiver(given)
  t.after(receiver.stop)
  return receiver
}

for (const [name, secret, key] of [
  ['whsec_ and base64', `whsec_${bytes.toString('base64')}`, bytes],
  ['any other text', 'a secret as it is, long enough', Buffer.from('a secret as it is, long enough')],
] as const) {
  test(`a message arrives whole and signed, with a secret given as ${name}`, async (t) => {
    const receiver = await receive(t, { key, now: () => NOW })
    const sent = await http.send({ url: receiver.url, secret }, message, outside())
    assert.deepEqual(sent, { vendorId: 'vendor-1' })
    assert.deepEqual(receiver.taken, [
      {
        id: 'm-1',
        body: {
          to: '+8615912345678',
          text: 'Code 842913',
          code: '842913',
          type: 'BIND_MOBILE_SMS',
          language: 'en',
          ttl: 300,
          tenant_id: 't',
        },
      },
    ])
  })
}

const refusals = [
  ['a wrong secret', { secret: 'another secret altogether' }, undefined, NOW, 'misconfigured'],
  ['a clock far off', {}, undefined, NOW + 400_000, 'rejected'],
  ['a refusal of the message', {}, { status: 422 }, NOW, 'rejected'],
  ['a wrong address', {}, { status: 404 }, NOW, 'misconfigured'],
  ['an address that is given up', {}, { status: 410 }, NOW, 'misconfigured'],
  ['an address that has moved', {}, { status: 307, location: 'http://127.0.0.1:1/' }, NOW, 'misconfigured'],
  ['a receiver that waited too long', {}, { status: 408 }, NOW, 'unreachable'],
  ['too much at once', {}, { status: 429 }, NOW, 'unreachable'],
  ['a broken receiver', {}, { status: 503 }, NOW, 'unreachable'],
  ['a receiver that is not there', { url: 'http://127.0.0.1:1/' }, undefined, NOW, 'unreachable'],
] as const

for (const [name, settings, answer, now, refusal] of refusals) {
  test(`${name}: ${refusal}, and neither code nor secret is in the words`, async (t) => {
    const secret = 'the secret both sides know'
    const receiver = await receive(t, { key: Buffer.from(secret), now: () => NOW, ...(answer && { answer }) })
    await assert.rejects(http.send({ url: receiver.url, secret, ...settings }, message, outside(now)), (reason: unknown) => {
      assert.ok(reason instanceof GatewayRefusal)
      assert.equal(reason.refusal, refusal)
      assert.doesNotMatch(reason.message, /842913|secret|15912345678/)
      return true
    })
    assert.equal(receiver.taken.length, 0)
  })
}

for (const secret of ['whsec_', 'whsec_!!!!!!!!!!!!!!!!', 'whsec_c2hvcnQgb25l', 'whsec_plJ3nmyCDGBKInavdOK15jsl blank']) {
  test(`nothing is sent under ${JSON.stringify(secret)}, a key that is short or not base64`, async (t) => {
    const never = t.mock.fn<typeof fetch>()
    await assert.rejects(http.send({ url: 'http://127.0.0.1:1/', secret }, message, { ...outside(), fetch: never }), (reason: unknown) => {
      assert.ok(reason instanceof GatewayRefusal && !reason.message.includes(secret.slice(6) || 'whsec_'))
      assert.equal(reason.refusal, 'misconfigured')
      return true
    })
    assert.equal(never.mock.callCount(), 0)
  })
}

test("the receiver of these tests takes the specification's own example, and not without its version", async (t) => {
  const receiver = await receive(t, { key: Buffer.from('plJ3nmyCDGBKInavdOK15jsl', 'base64'), now: () => 1731705121_000 })
  const post = async (signature: string) => {
    const headers = { 'webhook-id': 'msg_loFOjxBNrRLzqYUf', 'webhook-timestamp': '1731705121', 'webhook-signature': signature }
    return (await fetch(receiver.url, { method: 'POST', headers, body: '{"event_type":"ping","data":{"success":true}}' })).status
  }
  assert.equal(await post('rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0='), 401)
  assert.equal(await post('v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0='), 200)
})

test('a redirect is not followed: a page at its end is no receipt', async (t) => {
  const secret = 'the secret both sides know'
  const elsewhere = await receive(t, { key: Buffer.from(secret), now: () => NOW })
  for (const status of [301, 302, 303, 307, 308]) {
    const receiver = await receive(t, { key: Buffer.from(secret), now: () => NOW, answer: { status, location: elsewhere.url } })
    await assert.rejects(http.send({ url: receiver.url, secret }, message, outside()), GatewayRefusal)
  }
  assert.equal(elsewhere.taken.length, 0)
})

test('the same message twice is taken once', async (t) => {
  const secret = 'the secret both sides know'
  const receiver = await receive(t, { key: Buffer.from(secret), now: () => NOW })
  await http.send({ url: receiver.url, secret }, message, outside())
  await assert.rejects(http.send({ url: receiver.url, secret }, message, outside()), GatewayRefusal)
  assert.equal(receiver.taken.length, 1)
})

for (const body of ['', 'not json', '{"id":7}', '[]', 'null']) {
  test(`an answer of ${JSON.stringify(body)} is no failure: the message was taken`, async (t) => {
    const secret = 'the secret both sides know'
    const receiver = await receive(t, { key: Buffer.from(secret), now: () => NOW, answer: { status: 202, body } })
    assert.deepEqual(await http.send({ url: receiver.url, secret }, message, outside()), {})
  })
}
