import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../testing.ts'
import { addVendor, type Vendor } from './gateways.double.ts'
import { removeGateway, saveGateway } from './index.ts'

const MOBILE = '15912345678'
const open = (sms: object = {}) => ({ settings: { captcha: { required: false }, sms: { cooldown: 1, ...sms } } })

/** A tenant whose gateways are these, in this order. */
async function start(vendors: Vendor[], sms: object = {}): Promise<Bench> {
  const b = await bench(open(sms))
  await removeGateway(b.ctx, { tenantId: b.tenant.id, id: 'inbox' })
  for (const [i, it] of vendors.entries()) {
    await saveGateway(b.ctx, b.tenant.id, { id: `g${i + 1}`, gateway: it.id, settings: {}, position: i + 1 })
  }
  return b
}
let last = 0
const send = (b: Bench, more: object = {}, headers?: Record<string, string>) => {
  b.clock.now += 1001
  return b.post('/sms/send', { mobile: `138${String(10_000_000 + 7919 * ++last)}`, type: 'LOGIN_SMS', ...more }, headers)
}
const counts = (vendors: Vendor[]) => vendors.map((it) => [it.seen.length, it.taken.length])
const messages = async (b: Bench) =>
  ((await b.snapshot())['messages'] ?? '')
    .split('\n')
    .filter(Boolean)
    .map((it) => JSON.parse(it) as Record<string, unknown>)

test('what one gateway does not take goes to the next, with the same code, and never to a third', async (t) => {
  for (const [behaves, goesOn] of [
    ['unreachable', true],
    ['misconfigured', true],
    ['breaks', true],
    ['rejected', true],
  ] as const) {
    await t.test(behaves, async () => {
      const vendors = [addVendor(), addVendor(), addVendor()]
      await using b = await start(vendors)
      ;(vendors[0] as Vendor).behaves = behaves
      assert.equal((await send(b)).status, 200)
      assert.deepEqual(counts(vendors), [
        [1, 0],
        [1, goesOn ? 1 : 0],
        [0, 0],
      ])
      const [first, second] = vendors.map((it) => it.seen[0])
      assert.equal(first?.code, second?.code)
      assert.equal(first?.messageId, second?.messageId)
      const [message] = await messages(b)
      assert.deepEqual([message?.['gatewayId'], message?.['vendorId'], message?.['state']], ['g2', `${vendors[1]?.id}-1`, 'sent'])
    })
  }
})

test('a message one vendor rejected is not rejected by it once more, and goes to another', async () => {
  const [strict, other] = [addVendor(), addVendor()]
  await using b = await start([strict, strict, other])
  strict.behaves = 'rejected'
  assert.equal((await send(b)).status, 200)
  assert.deepEqual(counts([strict, other]), [
    [1, 0],
    [1, 1],
  ])
})

test('when nobody takes it the person is told, and everything they had is theirs again', async () => {
  const vendors = [addVendor(), addVendor(), addVendor(), addVendor()]
  await using b = await bench({ settings: { captcha: { required: true, work: 1000 }, sms: { cooldown: 60 } } })
  for (const [i, it] of vendors.entries())
    await saveGateway(b.ctx, b.tenant.id, { id: i ? `g${i}` : 'inbox', gateway: it.id, settings: {}, position: i })
  for (const it of vendors) it.behaves = 'unreachable'
  const captcha_token = await b.solve(MOBILE)
  const body = { mobile: MOBILE, type: 'LOGIN_SMS', captcha_token }
  for (let i = 0; i < 2; i++) {
    const reply = await b.post('/sms/send', body)
    assert.equal(reply.body['error_code'], 'CAPTCHA.0006')
    // Three are asked, not more: somebody waits.
    assert.deepEqual(counts(vendors), [
      [i + 1, 0],
      [i + 1, 0],
      [i + 1, 0],
      [0, 0],
    ])
  }
  const after = await b.snapshot()
  assert.equal(after['codes'], '')
  const traffic = (after['traffic'] ?? '').split('\n').map((it) => JSON.parse(it) as Record<string, number>)
  assert.ok(traffic.length === 7 && traffic.every((it) => it['open'] === 0 && it['sent'] === 0 && it['cost'] === 0))
  assert.deepEqual(
    (await messages(b)).map((it) => [it['state'], it['cost'], it['detail']]),
    [1, 2].map(() => ['failed', 0, 'the double is unreachable']),
  )
  for (const it of vendors) it.behaves = 'takes'
  // The same solved picture, at once.
  assert.equal((await b.post('/sms/send', body)).status, 200)
  assert.equal((await b.post('/sms/send', body)).body['error_code'], 'CAPTCHA.0003')
})

test('the same request twice at once is one message, whether or not the picture is asked for', async () => {
  const vendor = addVendor()
  await using b = await bench({ settings: { captcha: { required: true }, sms: { cooldown: 60 } } })
  await saveGateway(b.ctx, b.tenant.id, { id: 'inbox', gateway: vendor.id, settings: {}, position: 1 })
  const body = { mobile: MOBILE, type: 'LOGIN_SMS', captcha_token: await b.solve(MOBILE) }
  const replies = await Promise.all(Array.from({ length: 10 }, () => b.post('/sms/send', body)))
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  assert.equal(vendor.taken.length, 1)
  assert.equal((await messages(b)).length, 1)
})

test('a gateway that fails again and again is left alone, then tried by one message', async () => {
  const [bad, good] = [addVendor(), addVendor()]
  await using b = await start([bad, good], { breaker: { failures: 3, open_for: 60 } })
  bad.behaves = 'unreachable'
  for (let i = 0; i < 10; i++) assert.equal((await send(b)).status, 200)
  assert.deepEqual(counts([bad, good]), [
    [3, 0],
    [10, 10],
  ])

  b.clock.now += 60_000
  await Promise.all(Array.from({ length: 5 }, () => send(b)))
  // It failed its trial: left alone for as long again.
  assert.deepEqual(counts([bad, good]), [
    [4, 0],
    [15, 15],
  ])
  b.clock.now += 30_000
  await send(b)
  assert.equal(bad.seen.length, 4)

  b.clock.now += 30_000
  bad.behaves = 'takes'
  for (let i = 0; i < 4; i++) await send(b)
  assert.deepEqual(counts([bad, good]), [
    [8, 4],
    [16, 16],
  ])
})

test('a message that was rejected says nothing of the gateway; other settings are another chance', async () => {
  const vendor = addVendor()
  await using b = await start([vendor], { breaker: { failures: 2, open_for: 600 } })
  vendor.behaves = 'rejected'
  for (let i = 0; i < 5; i++) await send(b)
  assert.equal(vendor.seen.length, 5)
  vendor.behaves = 'misconfigured'
  for (let i = 0; i < 5; i++) assert.equal((await send(b)).body['error_code'], 'CAPTCHA.0006')
  assert.equal(vendor.seen.length, 7)
  await saveGateway(b.ctx, b.tenant.id, { id: 'g1', gateway: vendor.id, settings: { password: 'new' }, position: 1 })
  vendor.behaves = 'takes'
  assert.equal((await send(b)).status, 200)
})

test('routes choose by country and purpose, say what is sent as whom, and are all there is for what they fit', async (t) => {
  const vendors = [addVendor(), addVendor(), addVendor()]
  const routes = [
    { countries: ['HK'], gateways: ['g2'], sender: 'Bowline HK', templates: { en: 'T-EN', zh: 'T-ZH' } },
    { countries: ['HK', 'TW'], gateways: ['g3', 'g2', 'gone'], sender: 'Bowline' },
    { purposes: ['REGISTER'], gateways: ['g3'] },
  ]
  await using b = await start(vendors, { routes })
  const [one, two, three] = vendors as [Vendor, Vendor, Vendor]
  const taken = async (mobile: string, type = 'LOGIN_SMS', language = 'en') => {
    for (const it of vendors) it.taken.length = it.seen.length = 0
    const reply = await send(b, { mobile, type }, { 'x-l': language })
    assert.equal(reply.status, 200, reply.text)
    return vendors.flatMap((it, i) => it.taken.map(({ sender, template }) => [i + 1, sender, template]))
  }
  await t.test('no route: by position', async () => assert.deepEqual(await taken(MOBILE), [[1, undefined, undefined]]))
  await t.test('by purpose', async () => assert.deepEqual(await taken('13800000009', 'REGISTER_SMS'), [[3, undefined, undefined]]))
  await t.test('by country', async () => assert.deepEqual(await taken('+85251234567'), [[2, 'Bowline HK', 'T-EN']]))
  await t.test('in Chinese', async () => assert.deepEqual(await taken('+85261234567', 'LOGIN_SMS', 'zh'), [[2, 'Bowline HK', 'T-ZH']]))
  await t.test('in a language without a template', async () =>
    assert.deepEqual(await taken('+85291234567', 'LOGIN_SMS', 'zh-TW'), [[2, 'Bowline HK', undefined]]),
  )
  two.behaves = 'unreachable'
  await t.test('the next route that fits, as that one says', async () =>
    assert.deepEqual(await taken('+85251234568'), [[3, 'Bowline', undefined]]),
  )
  three.behaves = 'unreachable'
  await t.test('and no gateway that is on none', async () => {
    one.seen.length = 0
    assert.equal((await send(b, { mobile: '+85251234569' })).body['error_code'], 'CAPTCHA.0006')
    assert.equal(one.seen.length, 0)
  })
})

test('what a gateway keeps open is made once, and closed when it has other settings, is gone, or the server stops', async () => {
  const made: { closed: boolean }[] = []
  const vendor = addVendor({
    async send(_settings, _message, outside) {
      await outside.open?.(async () => {
        const it = { closed: false }
        made.push(it)
        return { close: () => void (it.closed = true) }
      })
      return {}
    },
  })
  const b = await start([vendor, vendor])
  await Promise.all(Array.from({ length: 5 }, () => send(b)))
  assert.deepEqual(made, [{ closed: false }])
  await saveGateway(b.ctx, b.tenant.id, { id: 'g1', gateway: vendor.id, settings: { password: 'new' }, position: 1 })
  await send(b)
  assert.deepEqual(made, [{ closed: true }, { closed: false }])
  await removeGateway(b.ctx, { tenantId: b.tenant.id, id: 'g1' })
  b.clock.now += 2000
  await send(b)
  assert.deepEqual(made, [{ closed: true }, { closed: true }, { closed: false }])
  await b[Symbol.asyncDispose]()
  assert.ok(made.every((it) => it.closed))
})

test('what could not be opened is tried again by the next message', async () => {
  let tries = 0
  const vendor = addVendor({
    async send(_settings, _message, outside) {
      await outside.open?.(() => {
        if (++tries < 3) throw new Error('no line')
        return { close: () => undefined }
      })
      return {}
    },
  })
  await using b = await start([vendor])
  assert.deepEqual([(await send(b)).status, (await send(b)).status, (await send(b)).status, (await send(b)).status], [400, 400, 200, 200])
  assert.equal(tries, 3)
})
