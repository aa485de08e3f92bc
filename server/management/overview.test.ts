import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { addPasskey, createOwner } from '../administrators/console.double.ts'
import { en } from '../languages/en.ts'
import { saveGateway } from '../sms/index.ts'
import { addVendor } from '../sms/gateways.double.ts'
import { bench, type Bench } from '../testing.ts'
import { manage } from './management.double.ts'

const OVERVIEW = '/api/v2/admin/overview'
const FIREWALL = '/api/v2/admin/firewall'
type Finding = { code: string; severity: string; text: string; page: string; id: string | null }
type Rule = { rule: string; in_force: boolean; limit: number | null; allowed: number; challenged: number; blocked: number }
type Admin = Awaited<ReturnType<typeof manage>>

/** Refusals are written beside the answer: they are waited for. */
async function until<T>(look: () => Promise<T>, good: (it: T) => boolean): Promise<T> {
  for (let i = 0; ; i++) {
    const it = await look()
    if (good(it) || i === 100) return it
    await setTimeout(10)
  }
}
const findingsOf = async (admin: Admin, headers = {}) => (await admin('GET', OVERVIEW, undefined, headers)).body['attention'] as Finding[]
const codesOf = async (admin: Admin) => (await findingsOf(admin)).map((it) => it.code)

/** Somebody nobody knows, as far as they come. */
async function come(b: Bench, name: string, mobile: string, far: 'enters' | 'asks' | 'fails' | 'proves' | 'binds') {
  const state = { 'x-state-token': await b.unknown(name) }
  if (far === 'enters') return
  const verify_code = await b.sendCode(mobile, 'BIND_MOBILE_SMS', state)
  if (far === 'asks') return
  b.clock.now += 1
  await b.post('/social/bind', { mobile, verify_code: far === 'fails' ? '000000x' : verify_code }, state)
}

test('journeys by hour, and how far those come whom nobody knows', async () => {
  await using b = await bench()
  const admin = await manage(b, ['audit_read'])
  await b.addUser({ mobile: '+8613800000001', mobileProvenAt: 1 })
  await come(b, 'a', '13800000009', 'enters')
  await come(b, 'b', '13800000002', 'asks')
  await come(b, 'c', '13800000003', 'fails')
  // The code is right, and nobody has the number.
  await come(b, 'd', '13800000004', 'proves')
  const { body } = await until(
    () => admin('GET', OVERVIEW),
    (it) => JSON.stringify(it.body['hours']).includes('"refused":2'),
  )
  assert.equal((body['hours'] as object[]).length, 24)
  b.clock.now += 3_600_000
  await come(b, 'e', '13800000001', 'binds')
  // Known by now: no part of the funnel.
  await b.post('/login/social', { source: 'sandbox', code: 'sandbox:e' })
  const later = (await admin('GET', OVERVIEW)).body
  assert.deepEqual(later['funnel'], { unknown: 5, code_sent: 4, code_verified: 2, bound: 1 })
  const hours = later['hours'] as { at: number; outcomes: Record<string, number> }[]
  assert.equal(hours.length, 24)
  assert.deepEqual(
    hours.slice(-2).map((it) => [new Date(it.at * 1000).toISOString(), it.outcomes]),
    [
      ['2026-06-01T08:00:00.000Z', { SOCIAL_BIND: 4, refused: 2 }],
      ['2026-06-01T09:00:00.000Z', { SOCIAL_BIND: 1, SUCCESS: 2 }],
    ],
  )
  assert.equal(later['capped'], false)
  const short = (await admin('GET', `${OVERVIEW}?hours=1`)).body
  assert.deepEqual(short['funnel'], { unknown: 1, code_sent: 1, code_verified: 1, bound: 1 })
  assert.equal((short['hours'] as object[]).length, 1)
  for (const hours of ['0', '169', 'x']) assert.equal((await admin('GET', `${OVERVIEW}?hours=${hours}`)).status, 400)
})

test('messages and money against the budget, and a word when it runs out', async () => {
  const vendor = addVendor()
  const budget = { per_day: 1, per_month: 100, price: 1500 }
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1, budget } } })
  await saveGateway(b.ctx, b.tenant.id, { id: 'inbox', gateway: vendor.id, settings: {}, position: 1 })
  const admin = await manage(b)
  await b.addUser({ mobile: '+8613812345678', mobileProvenAt: 1 })
  const send = async (mobile: string) => {
    b.clock.now += 1001
    return (await b.post('/sms/send', { mobile, type: 'LOGIN_SMS' })).body['error_code']
  }
  assert.equal(await send('13812345678'), undefined)
  await b.post('/login/mobile-verify-code', { mobile: '13812345678', verify_code: vendor.taken[0]?.code })
  for (let i = 0; i < 4; i++) assert.equal(await send(`1391234567${i}`), undefined)
  const { sms } = (await admin('GET', OVERVIEW)).body as { sms: Record<string, unknown> & { day: Record<string, number> } }
  assert.deepEqual([sms['sent'], sms['answered']], [5, 1])
  assert.deepEqual([sms.day['spent'], sms.day['limit'], sms.day['messages']], [7500, 10_000, 5])
  assert.ok(!(await codesOf(admin)).includes('budget_day'))
  assert.equal(await send('13912345679'), undefined)
  const finding = (await findingsOf(admin, { 'x-l': 'zh' })).find((it) => it.code === 'budget_day')
  assert.deepEqual(finding, {
    code: 'budget_day',
    severity: 'urgent',
    text: '24小时内的短信预算已用90%，请提高上限或查看花费去向。',
    page: 'messages',
    id: 'firewall',
  })
  assert.equal(await send('13912345680'), 'BOWLINE.SMS.0011')
  const { body } = await until(
    () => admin('GET', FIREWALL),
    (it) => JSON.stringify(it.body).includes('"rule":"budget","verdict"'),
  )
  assert.deepEqual(body['countries'], [
    { country: 'CN', messages: 6, failed: 0, cost: 9000, day_sent: 6, day_answered: 1, day_unanswered: 4 },
  ])
})

test('the firewall: the rules in force, what each did, and the last refusals', async () => {
  const firewall = { per_hundred: 0, per_prefix: 4, challenge_from: 75 }
  await using b = await bench({ settings: { captcha: { required: false }, countries: ['CN', 'DE'], sms: { cooldown: 1, firewall } } })
  const admin = await manage(b, ['message_read'])
  const refusalsOf = (count: number) =>
    until(
      () => admin('GET', FIREWALL),
      (it) => (it.body['refusals'] as object[]).length === count,
    )
  for (let i = 0; i < 8; i++) {
    b.clock.now += 1001
    await b.post('/sms/send', { mobile: `1391234000${i}`, type: 'LOGIN_SMS' })
  }
  // They are written beside the answer, at whatever time it is then.
  await refusalsOf(5)
  b.clock.now += 1001
  await b.post('/sms/send', { mobile: '+33612345678', type: 'LOGIN_SMS' })
  const { body } = await refusalsOf(6)
  const rules = Object.fromEntries((body['rules'] as Rule[]).map((it) => [it.rule, it]))
  const seen = (rule: string) => [
    rules[rule]?.in_force,
    rules[rule]?.limit,
    rules[rule]?.allowed,
    rules[rule]?.challenged,
    rules[rule]?.blocked,
  ]
  assert.deepEqual(seen('none'), [true, null, 3, 0, 0])
  assert.deepEqual(seen('prefix'), [true, 4, 0, 5, 0])
  assert.deepEqual(seen('country_list'), [true, null, 0, 0, 1])
  assert.deepEqual(seen('hundred'), [false, null, 0, 0, 0])
  const refusals = body['refusals'] as Record<string, unknown>[]
  assert.deepEqual(
    [refusals[0]?.['rule'], refusals[0]?.['verdict'], refusals[0]?.['to'], refusals[0]?.['client_id']],
    ['country_list', 'block', '+33-612***678', b.clientId],
  )
  assert.deepEqual([refusals[1]?.['verdict'], refusals[1]?.['reason']], ['challenge', '3 of 4 unanswered'])
  assert.ok(!JSON.stringify(body).includes('13912340'))
})

test('more refusals than usual are worth a word, the usual ones are not', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, countries: ['DE'], sms: { cooldown: 1 } } })
  const admin = await manage(b)
  const refuse = async (times: number) => {
    for (let i = 0; i < times; i++) {
      b.clock.now += 10
      await b.post('/sms/send', { mobile: '13912345678', type: 'LOGIN_SMS' })
    }
    const all = () => admin('GET', '/api/v2/admin/audit?event=sms/send&limit=200')
    await until(all, (it) => (it.body['events'] as object[]).length >= times)
  }
  await refuse(19)
  assert.ok(!(await codesOf(admin)).includes('firewall_refusing'))
  await refuse(1)
  const found = await until(
    () => findingsOf(admin),
    (it) => it.some((one) => one.code === 'firewall_refusing'),
  )
  assert.equal(
    found.find((it) => it.code === 'firewall_refusing')?.text,
    en.attention.firewall_refusing.replace('{count}', '20').replace('{usual}', '0'),
  )
  // An hour later as many again: that is the usual.
  b.clock.now += 3_600_000
  await refuse(22)
  await setTimeout(50)
  assert.ok(!(await codesOf(admin)).includes('firewall_refusing'))
})

test('an old key, and a development server that others can reach', async () => {
  await using b = await bench({ env: { BOWLINE_PUBLIC_URL: 'http://id.example.com' } })
  const admin = await manage(b, ['all', 'tenant_all'])
  await b.bowline.server.inject(`/tenants/${b.tenant.id}/api/v1/oauth2/keys`)
  assert.deepEqual(await codesOf(admin), ['development_public'])
  b.clock.now += 366 * 86_400_000
  const again = await manage(b, ['all', 'tenant_all'])
  const old = (await findingsOf(again)).find((it) => it.code === 'key_old')
  assert.deepEqual([old?.severity, old?.page, old?.text], ['notice', 'tenants', 'The RS256 signing key is 366 days old. Rotate it.'])
  await again('POST', '/api/v2/admin/keys/rotate', {})
  assert.deepEqual(await codesOf(again), ['development_public'])
  for (const url of ['http://localhost:8420', 'http://127.0.0.1:8420', 'http://[::1]:8420']) {
    await using local = await bench({ env: { BOWLINE_PUBLIC_URL: url } })
    assert.deepEqual(await codesOf(await manage(local)), [], url)
  }
  await using wide = await bench({ env: { BOWLINE_HOST: '0.0.0.0' } })
  assert.deepEqual(await codesOf(await manage(wide)), ['development_public'])
})

test('administrators of whom none has a second factor', async () => {
  const origin = 'http://localhost:8420'
  await using b = await bench({ env: { BOWLINE_PUBLIC_URL: origin } })
  const admin = await manage(b)
  assert.deepEqual(await codesOf(admin), [])
  const owner = await createOwner(b, { origin })
  assert.deepEqual(await codesOf(admin), ['administrators_unprotected'])
  await addPasskey(owner, origin)
  assert.deepEqual(await codesOf(admin), [])
})
