import assert from 'node:assert/strict'
import test from 'node:test'
import { solveChallenge } from '../../bench/solve.ts'
import { bench, type Bench, type Reply } from '../../server/testing.ts'
import { refused, refusedSilently, rows } from './expect.ts'

/** What every tenant has that decides nothing, but for work that is done here. */
const settings = (sms: object = {}) => ({ captcha: { required: false, work: 1000 }, sms: { cooldown: 1, firewall: {}, ...sms } })
const env = { BOWLINE_TRUSTED_PROXIES: '127.0.0.1' }
/** A new one every time: IPv4 and IPv6 in turn. */
const address = (i: number) => (i % 2 ? `45.${i >> 16}.${(i >> 8) & 255}.${i & 255}` : `2001:db8:${(i >> 8).toString(16)}:${i & 255}::7`)

/** As an attacker asks who solves every challenge, from an address of its own, on a device of its own. */
async function pump(b: Bench, mobile: string, i: number): Promise<Reply> {
  const headers = { 'x-forwarded-for': address(i), 'x-device-fingerprint': `device ${i}` }
  const reply = await b.post('/sms/send', { mobile, type: 'LOGIN_SMS' }, headers)
  if (reply.body['error_code'] !== 'BOWLINE.SMS.0010') return reply
  const challenge = await b.get(`/captcha/challenge?sender=${encodeURIComponent(mobile)}`, headers)
  return b.post('/sms/send', { mobile, type: 'LOGIN_SMS', challenge_answer: solveChallenge(challenge.body) }, headers)
}

/** `count` sends, a few at a time: how many got through. */
async function attack(b: Bench, count: number, mobile: (i: number) => string, together = 25): Promise<number> {
  let sent = 0
  for (let from = 0; from < count; from += together) {
    b.clock.now += 500
    const replies = await Promise.all(Array.from({ length: together }, (_, i) => pump(b, mobile(from + i), from + i)))
    for (const it of replies) {
      if (it.status === 200) sent++
      else if (it.body['error_code'] !== 'BOWLINE.SMS.0004') refused(it, 'smsBlocked')
    }
  }
  return sent
}
/** The same numbers at every run, and none near the one before. */
const spread = (i: number, digits: number) => String((i * 61_803_399 + 12_345) % 10 ** digits).padStart(digits, '0')

test('threat 11: 5,000 sends over one prefix, with turning addresses and every challenge solved, are cut within 20 messages', async (t) => {
  for (const [name, mobile] of [
    ['numbers in a row', (i: number) => `+861591234${String(i).padStart(4, '0')}`],
    ['numbers anywhere in it', (i: number) => `+861391234${spread(i, 4)}`],
  ] as const) {
    await t.test(name, async () => {
      await using b = await bench({ settings: settings(), env })
      const sent = await attack(b, 5000, mobile, 100)
      assert.ok(sent <= 20 && sent > 0, `${sent} sent`)
      assert.equal(b.inbox().length, sent)
      // Neither an hour later, nor from anywhere else, nor for another purpose or application.
      b.clock.now += 3_600_000
      const headers = { 'x-forwarded-for': '198.51.100.9', 'x-client-id': await b.addApp() }
      await refusedSilently(b, 'smsBlocked', () => b.post('/sms/send', { mobile: mobile(4999), type: 'REGISTER_SMS' }, headers))
      // The next prefix is open; a day later this one is, too.
      assert.equal((await b.post('/sms/send', { mobile: '+8615099990000', type: 'LOGIN_SMS' })).status, 200)
      b.clock.now += 86_400_000
      assert.equal((await b.post('/sms/send', { mobile: mobile(4999), type: 'LOGIN_SMS' })).status, 200)
    })
  }
})

test('threat 11: a prefix answered with one code in ten is cut, one answered with three in four never, however much is sent', async () => {
  await using b = await bench({ settings: settings({ per_number_per_day: 100 }), env })
  const run = async (mobile: (i: number) => string, answers: (i: number) => boolean) => {
    let sent = 0
    for (let i = 0; i < 400; i++) {
      b.clock.now += 20_000
      const reply = await pump(b, mobile(i), i)
      if (reply.status !== 200) continue
      sent++
      if (answers(i)) await b.post('/login/mobile-verify-code', { mobile: mobile(i), verify_code: b.code(mobile(i)) })
    }
    return sent
  }
  assert.ok(
    (await run(
      (i) => `+861591234${spread(i, 4)}`,
      (i) => i % 10 === 0,
    )) <= 20,
  )
  assert.equal(
    await run(
      (i) => `+861391234${spread(i, 4)}`,
      (i) => i % 4 !== 0,
    ),
    400,
  )
})

test('threat 11: numbers all over one country are cut, and let in again one at a time until somebody answers', async () => {
  await using b = await bench({ settings: settings(), env })
  // Nine ranges, so that none of them is full before the country is.
  const mobile = (i: number) => `+3712${'012456789'[i % 9]}${spread(i, 6)}`
  assert.equal(await attack(b, 1500, mobile), 100)
  assert.equal((await b.post('/sms/send', { mobile: '+8615099990000', type: 'LOGIN_SMS' })).status, 200)
  b.clock.now += 300_000
  // One message tries, with a challenge, of any number at once.
  const tries = await Promise.all(Array.from({ length: 20 }, (_, i) => pump(b, mobile(2000 + i), 2000 + i)))
  const tried = tries.findIndex((it) => it.status === 200)
  assert.equal(tries.filter((it) => it.status === 200).length, 1)
  refused(await pump(b, mobile(2100), 2100), 'smsBlocked')
  // It was an outage, and is over: who answers opens it for others.
  const there = mobile(2000 + tried)
  const right = await b.post('/login/mobile-verify-code', { mobile: there, verify_code: b.code(there) })
  refused(right, 'mobileUnknown')
  assert.equal((await pump(b, mobile(2200), 2200)).status, 200)
})

test('threat 11: numbers no person has, and countries at risk, get nothing without more ado', async () => {
  await using b = await bench({
    settings: { ...settings({ firewall: { blocked_prefixes: ['+4915'] } }), countries: ['CN', 'AZ', 'DE'] },
    env,
  })
  const send = (mobile: string) => () => b.post('/sms/send', { mobile, type: 'LOGIN_SMS' })
  await refusedSilently(b, 'countryRefused', send('+85251234567'))
  await refusedSilently(b, 'smsBlocked', send('+4915123456789'))
  await refusedSilently(b, 'challengeNeeded', send('+994501234567'))
  for (const mobile of ['+881612345678', '+8821612345678', '+979123456789']) await refusedSilently(b, 'mobileInvalid', send(mobile))
  assert.equal((await pump(b, '+994501234567', 1)).status, 200)
  assert.equal(b.inbox().length, 1)
})

test('threat 11: an application and a tenant have a cap of their own, whatever the numbers and addresses', async () => {
  await using b = await bench({ settings: settings({ per_app_per_hour: 8, per_tenant_per_day: 12, firewall: { enabled: false } }), env })
  const other = await b.addApp()
  const send = (i: number, client = b.clientId) =>
    b.post('/sms/send', { mobile: `138${spread(i, 8)}`, type: 'LOGIN_SMS' }, { 'x-forwarded-for': address(i), 'x-client-id': client })
  const first = await Promise.all(Array.from({ length: 30 }, (_, i) => send(i)))
  assert.equal(first.filter((it) => it.status === 200).length, 8)
  await refusedSilently(b, 'smsCrowded', () => send(40))
  const second = await Promise.all(Array.from({ length: 30 }, (_, i) => send(100 + i, other)))
  assert.equal(second.filter((it) => it.status === 200).length, 4)
  await refusedSilently(b, 'smsCrowded', () => send(200, other))
  assert.equal(b.inbox().length, 12)
  const foreign = await b.addTenant('other', settings())
  assert.equal((await send(300, foreign.clientId)).status, 200)
})

test('threat 11: the money of a day and of a month is all there is, and what was not sent cost nothing', async () => {
  const { addVendor } = await import('../../server/sms/gateways.double.ts')
  const { saveGateway } = await import('../../server/sms/index.ts')
  const vendor = addVendor()
  const budget = { per_day: 2, per_month: 3, price: 1000, prices: { HK: 5000 } }
  await using b = await bench({ settings: settings({ budget, firewall: { enabled: false } }), env })
  await saveGateway(b.ctx, b.tenant.id, { id: 'inbox', gateway: vendor.id, settings: {}, position: 1 })
  let i = 0
  const send = (mobile = `138${spread(++i, 8)}`) => b.post('/sms/send', { mobile, type: 'LOGIN_SMS' })
  vendor.behaves = 'unreachable'
  for (let n = 0; n < 3; n++) refused(await send(), 'sendFailed')
  vendor.behaves = 'takes'
  assert.equal((await send('+85251234567')).status, 200)
  const many = await Promise.all(Array.from({ length: 40 }, () => send()))
  assert.equal(many.filter((it) => it.status === 200).length, 15)
  await refusedSilently(b, 'smsBudgetSpent', () => send())
  assert.equal(vendor.taken.length, 16)
  b.clock.now += 86_400_000
  const next = await Promise.all(Array.from({ length: 40 }, () => send()))
  assert.equal(next.filter((it) => it.status === 200).length, 10)
  await refusedSilently(b, 'smsBudgetSpent', () => send())
  assert.equal(
    (await rows(b, 'messages')).reduce((sum, it) => sum + Number(it['cost']), 0),
    30_000,
  )
})

test('threat 11: every decision is counted and in the trail, with its rule and a number nobody can read', async () => {
  await using b = await bench({ settings: settings(), env })
  await attack(b, 30, (i) => `+861391234${spread(i, 4)}`, 1)
  await new Promise((resume) => setTimeout(resume, 50))
  const metrics = await b.bowline.server.inject('/metrics')
  for (const line of [
    /^bowline_sms_decisions_total\{verdict="allow",rule="none"\} \d+$/m,
    /^bowline_sms_decisions_total\{verdict="challenge",rule="prefix"\} \d+$/m,
    /^bowline_sms_decisions_total\{verdict="block",rule="prefix"\} [1-9]\d*$/m,
  ])
    assert.match(metrics.body, line)
  const { dump } = await import('../../server/db.ts')
  const trail = (await dump(b.world.database, ['auditEvents']))['auditEvents'] ?? ''
  assert.match(trail, /"reason":"prefix: 12 of 12 unanswered \(\+86-139\*{4}\d{4}\)"/)
  assert.match(trail, /\\"rule\\":\\"prefix\\",\\"reason\\":\\"9 of 12 unanswered; challenge answered\\"/)
  assert.ok(!/139\d{8}/.test(trail) && !/139\d{8}/.test(b.log()))
})
