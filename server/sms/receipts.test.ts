import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../testing.ts'
import { addVendor, type Vendor } from './gateways.double.ts'
import { saveGateway } from './index.ts'

const MINUTE = 60_000
const open = (sms: object = {}) => ({ settings: { captcha: { required: false }, sms: { cooldown: 1, ...sms } } })

async function start(vendors: Vendor[], sms: object = {}): Promise<Bench> {
  const b = await bench(open(sms))
  for (const [i, it] of vendors.entries()) {
    await saveGateway(b.ctx, b.tenant.id, { id: i ? `g${i}` : 'inbox', gateway: it.id, settings: { password: 'secret' }, position: i })
  }
  return b
}
let last = 0
async function send(b: Bench, mobile = `138${String(10_000_000 + 7919 * ++last)}`) {
  b.clock.now += 1001
  const reply = await b.post('/sms/send', { mobile, type: 'LOGIN_SMS' })
  assert.equal(reply.status, 200, reply.text)
}
const post = (b: Bench, receipts: unknown, given: { path?: string; headers?: Record<string, string> } = {}) =>
  b.bowline.server.inject({
    method: 'POST',
    url: given.path ?? `/api/v2/sms/${b.tenant.id}/inbox/receipts`,
    headers: Object.fromEntries(
      Object.entries({ 'content-type': 'application/x-www-form-urlencoded', 'x-password': 'secret', ...given.headers }).filter(
        ([, it]) => it,
      ),
    ),
    payload: typeof receipts === 'string' ? receipts : JSON.stringify(receipts),
  })
const states = async (b: Bench) =>
  ((await b.snapshot())['messages'] ?? '')
    .split('\n')
    .map((it) => JSON.parse(it) as Record<string, unknown>)
    .toSorted((a, z) => (String(a['id']) < String(z['id']) ? -1 : 1))
    .map((it) => [it['state'], it['detail']])

test('a receipt is written to the message it names, whatever type its body says to be', async () => {
  const vendor = addVendor()
  await using b = await start([vendor])
  for (let i = 0; i < 4; i++) await send(b)
  const name = (n: number) => `${vendor.id}-${n}`
  const answer = await post(b, [
    { vendorId: name(1), delivered: true, final: true },
    { vendorId: name(2), delivered: false, final: true, detail: 'UNDELIV' },
    { vendorId: name(3), delivered: false, final: false, detail: 'ACCEPTD' },
    { vendorId: 'nobody', delivered: true, final: true },
  ])
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(answer.json(), { code: 0, msg: 'OK', result: 0, errmsg: 'OK' })
  const wanted = [
    ['delivered', null],
    ['undelivered', 'UNDELIV'],
    ['sent', null],
    ['sent', null],
  ]
  assert.deepEqual(await states(b), wanted)

  for (const type of ['application/json', 'text/xml; charset=utf-8', 'application/octet-stream', '']) {
    // What was delivered stays so.
    assert.equal(
      (await post(b, [{ vendorId: name(1), delivered: false, final: true }], { headers: { 'content-type': type } })).statusCode,
      200,
      type,
    )
  }
  assert.deepEqual(await states(b), wanted)
  await post(b, [{ vendorId: name(2), delivered: true, final: true }])
  assert.equal((await states(b))[1]?.[0], 'delivered')
})

test('a forged receipt, one for a gateway or tenant that is not there, and one for a gateway that has none are answered alike and write nothing', async () => {
  const [vendor, mute] = [addVendor(), addVendor({ readReceipts: undefined as never })]
  await using b = await start([vendor, mute])
  await send(b)
  const other = await b.addTenant('other')
  await saveGateway(b.ctx, other.id, { id: 'inbox', gateway: vendor.id, settings: { password: 'theirs' }, position: 1 })
  const before = await b.snapshot()
  const receipt = [{ vendorId: `${vendor.id}-1`, delivered: true, final: true }]
  const tries: Parameters<typeof post>[2][] = [
    { headers: { 'x-password': '' } },
    { headers: { 'x-password': 'guess' } },
    { path: `/api/v2/sms/${b.tenant.id}/g1/receipts` },
    { path: `/api/v2/sms/${b.tenant.id}/gone/receipts` },
    { path: '/api/v2/sms/nobody/inbox/receipts' },
    { path: `/api/v2/sms/${other.id}/inbox/receipts` },
  ]
  const answers = await Promise.all(tries.map((it) => post(b, receipt, it)))
  for (const it of answers) assert.deepEqual([it.statusCode, it.json()], [400, answers[0]?.json()])
  assert.equal((await post(b, 'not what it should be')).statusCode, 400)
  assert.equal((await post(b, '['.repeat(70_000))).statusCode, 400, 'too large a body')
  assert.deepEqual(await b.snapshot(), before)
  // Another tenant's own vendor can say nothing of this one's messages.
  const theirs = await post(b, receipt, { path: `/api/v2/sms/${other.id}/inbox/receipts`, headers: { 'x-password': 'theirs' } })
  assert.equal(theirs.statusCode, 200)
  assert.deepEqual(await states(b), [['sent', null]])
})

test('other endpoints read no body that is not theirs', async () => {
  await using b = await start([])
  for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
    const reply = await b.call('POST', '/api/v2/sdk/sms/send', 'mobile=15912345678&type=LOGIN_SMS', { 'content-type': type })
    assert.equal(reply.status, 400, type)
  }
  assert.equal(b.inbox().length, 0)
})

test('a receipt over a line that is kept open, even one faster than the answer to the message, is written', async () => {
  const vendor = addVendor({
    async send(_settings, _message, outside) {
      outside.receipt?.({ vendorId: 'fast', delivered: true, final: true })
      await new Promise((resume) => setTimeout(resume, 50))
      vendor.outside = outside
      return { vendorId: 'fast' }
    },
  })
  await using b = await start([vendor])
  await send(b)
  assert.deepEqual(await states(b), [['delivered', null]])
})

test('a gateway whose messages get lost in one country comes after the others there, until it is tried again', async () => {
  const [first, second] = [addVendor(), addVendor()]
  await using b = await start([first, second], { receipts: { wait: 60, least: 50 } })
  const at = (mobiles: string[]) => Promise.all(mobiles.map((it) => send(b, it)))
  const abroad = (from: number) => Array.from({ length: 6 }, (_, i) => `+8525123${String(1000 + 37 * (from + i))}`)
  // It tells what becomes of its messages: that much is known.
  await send(b)
  await post(b, [{ vendorId: `${first.id}-1`, delivered: true, final: true }])
  await at(abroad(0))
  assert.equal(first.taken.length, 7)

  b.clock.now += 2 * MINUTE
  first.taken.length = 0
  await at(abroad(10))
  assert.deepEqual([first.taken.length, second.taken.length], [0, 6], 'nothing was delivered there')
  await send(b)
  assert.deepEqual([first.taken.length, second.taken.length], [1, 6], 'elsewhere it is the first')

  // An hour later it is tried by a few, and no more until one of them arrives.
  b.clock.now += 61 * MINUTE
  first.taken.length = second.taken.length = 0
  for (const mobile of [...abroad(20), ...abroad(30)]) {
    b.clock.now += 1001
    await send(b, mobile)
  }
  assert.deepEqual([first.taken.length, second.taken.length], [5, 7])
  const names = (await b.snapshot())['messages']?.split('\n').map((it) => JSON.parse(it) as Record<string, unknown>)
  const newest = names
    ?.filter((it) => it['gatewayId'] === 'inbox' && it['country'] === 'HK')
    .toSorted((a, z) => Number(z['createdAt']) - Number(a['createdAt']))
  await post(
    b,
    newest?.slice(0, 5).map((it) => ({ vendorId: it['vendorId'], delivered: true, final: true })),
  )
  b.clock.now += 1001
  await send(b, abroad(40)[0])
  assert.equal(first.taken.length, 6)
})

test('a gateway that never told anything is not held to it', async () => {
  const [first, second] = [addVendor(), addVendor()]
  await using b = await start([first, second], { receipts: { wait: 60, least: 50 } })
  for (let i = 0; i < 8; i++) await send(b)
  b.clock.now += 10 * MINUTE
  for (let i = 0; i < 8; i++) await send(b)
  assert.deepEqual([first.taken.length, second.taken.length], [16, 0])
})
