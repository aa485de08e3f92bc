import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import test, { describe, type TestContext } from 'node:test'
import { GatewayRefusal, type Message } from './gateway.ts'
import { postedReceipt, startReceiver } from './http.double.ts'
import { http } from './http.ts'
import { assertRefused, openOutside } from './testing.double.ts'

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
const outside = (now = NOW) => ({
  fetch,
  reach: async (host: string) => host,
  now: () => now,
  log: { info: () => undefined },
  keep: async () => undefined,
})
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

test('what the route says of sender and template is handed on', async (t) => {
  const secret = 'the secret both sides know'
  const receiver = await receive(t, { key: Buffer.from(secret), now: () => NOW })
  await http.send({ url: receiver.url, secret }, { ...message, sender: 'Bowline', template: 'T-1' }, outside())
  assert.equal(receiver.taken[0]?.body['sender'], 'Bowline')
  assert.equal(receiver.taken[0]?.body['template'], 'T-1')
})

describe('checking the settings', () => {
  const secret = 'the secret both sides know'

  test('a signed question without number and text; nothing is taken as a message', async (t) => {
    const receiver = await receive(t, { key: Buffer.from(secret), now: () => NOW })
    await http.check!({ url: receiver.url, secret }, outside())
    assert.equal(receiver.checks.length, 1)
    assert.equal(receiver.taken.length, 0)
  })

  for (const status of [400, 422]) {
    test(`a receiver that does not know it and answers ${status} passes: it knew the signature`, async (t) => {
      const receiver = await receive(t, { key: Buffer.from(secret), now: () => NOW, answer: { status } })
      await http.check!({ url: receiver.url, secret }, outside())
    })
  }

  for (const [name, settings, status, refusal, setting] of [
    ['a wrong secret', { secret: 'another secret altogether' }, undefined, 'misconfigured', 'secret'],
    ['a short secret', { secret: 'whsec_c2hvcnQgb25l' }, undefined, 'misconfigured', 'secret'],
    ['a wrong address', {}, 404, 'misconfigured', 'url'],
    ['an address for another method', {}, 405, 'misconfigured', 'url'],
    ['an address that moved', {}, 307, 'misconfigured', 'url'],
    ['no address', { url: 'http://[' }, undefined, 'misconfigured', 'url'],
    ['a broken receiver', {}, 500, 'unreachable', undefined],
    ['a receiver that is not there', { url: 'http://127.0.0.1:1/' }, undefined, 'unreachable', undefined],
  ] as const) {
    test(`${name}: ${refusal}`, async (t) => {
      const receiver = await receive(t, { key: Buffer.from(secret), now: () => NOW, ...(status && { answer: { status, location: '/' } }) })
      const given = { url: receiver.url, secret, ...settings }
      await assertRefused(http.check!(given, outside()), refusal, { setting, secrets: [given.secret] })
      await assertRefused(
        http.check!(
          given,
          openOutside(() => NOW),
        ),
        refusal,
        { setting, secrets: [given.secret] },
      )
      assert.equal(receiver.taken.length, 0)
    })
  }
})

describe('receipts', () => {
  const key = Buffer.from('the secret both sides know')
  const settings = { url: 'https://sms.example.com/', secret: 'the secret both sides know' }
  const body = { id: 'vendor-1', delivered: true, final: true, detail: 'DELIVRD' }
  const read = (posted: ReturnType<typeof postedReceipt>, now = NOW) => http.readReceipts!(settings, posted, outside(now))

  test('delivered, on its way, failed', async () => {
    assert.deepEqual(await read(postedReceipt(key, body, { now: NOW })), [
      { vendorId: 'vendor-1', delivered: true, final: true, detail: 'DELIVRD' },
    ])
    const posted = postedReceipt(key, { id: 'vendor-1', delivered: false, final: false }, { now: NOW })
    assert.deepEqual(await read(posted), [{ vendorId: 'vendor-1', delivered: false, final: false }])
    const wordy = postedReceipt(key, { ...body, detail: 'the number +8615912345678 is not in use' }, { now: NOW })
    assert.deepEqual(await read(wordy), [{ vendorId: 'vendor-1', delivered: true, final: true }], 'sentences may quote the number')
  })

  test('while the secret changes there may be two signatures', async () => {
    const posted = postedReceipt(key, body, { now: NOW })
    const headers = { ...posted.headers, 'webhook-signature': `v1,AAAA v1a,BBBB ${posted.headers['webhook-signature']}` }
    assert.equal((await read({ ...posted, headers })).length, 1)
  })

  test('forged, changed, unsigned, or of no version', async () => {
    const good = postedReceipt(key, body, { now: NOW })
    const signature = good.headers['webhook-signature'] ?? ''
    for (const it of [
      postedReceipt(Buffer.from('another secret altogether'), body, { now: NOW }),
      { ...good, body: good.body.replace('true', 'false') },
      { ...good, headers: { ...good.headers, 'webhook-id': 'receipt-2' } },
      { ...good, headers: { ...good.headers, 'webhook-timestamp': String(NOW / 1000 + 1) } },
      { ...good, headers: { ...good.headers, 'webhook-signature': signature.slice(3) } },
      { ...good, headers: { ...good.headers, 'webhook-signature': '' } },
      { ...good, headers: {} },
      postedReceipt(key, body, { now: NOW, id: '' }),
    ]) {
      await assertRefused(read(it), 'rejected', { secrets: [settings.secret] })
    }
  })

  test('replayed: within five minutes it says the same, after them it is refused; also from the future', async () => {
    const posted = postedReceipt(key, body, { now: NOW })
    assert.deepEqual(await read(posted, NOW + 299_000), await read(posted))
    await assertRefused(read(posted, NOW + 301_000), 'rejected')
    await assertRefused(read(posted, NOW - 301_000), 'rejected')
  })

  test('a message of ours, sent back, is no receipt', async (t) => {
    const receiver = await receive(t, { key, now: () => NOW })
    const caught = t.mock.fn<typeof fetch>(fetch)
    await http.send({ ...settings, url: receiver.url }, message, { ...outside(), fetch: caught })
    const request = caught.mock.calls[0]?.arguments[1]
    const back = { url: '', headers: request?.headers as Record<string, string>, body: String(request?.body) }
    await assertRefused(read(back), 'rejected')
  })

  test('what is no receipt is refused, though it is signed', async () => {
    for (const it of ['', 'null', '[]', {}, { ...body, id: 7 }, { ...body, delivered: 'true' }, { id: 'vendor-1', delivered: true }]) {
      await assertRefused(read(postedReceipt(key, it, { now: NOW })), 'rejected')
    }
  })
})
