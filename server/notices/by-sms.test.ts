import assert from 'node:assert/strict'
import test from 'node:test'
import { listJourney } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { type App, AppSettings, fill } from '../schema/documents.ts'
import { addVendor, type Vendor } from '../sms/gateways.double.ts'
import { saveGateway } from '../sms/index.ts'
import { listTenants } from '../tenants/index.ts'
import { bench, type Bench } from '../testing.ts'
import type { User } from '../users/index.ts'
import { announce } from './index.ts'

const MOBILE = '+8615912345678'
const EMAIL = 'wang@example.com'
const DAY = 86_400_000

/** Somebody with a number and an address, and a gateway that costs money. */
async function start(settings: object = {}): Promise<{ b: Bench; ctx: Ctx; user: User; vendor: Vendor }> {
  const vendor = addVendor()
  const b = await bench({ settings: { captcha: { required: false }, ...settings } })
  await saveGateway(b.ctx, b.tenant.id, { id: 'inbox', gateway: vendor.id, settings: {}, position: 1 })
  const user = await b.addUser({ mobile: MOBILE, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  const tenant = (await listTenants(b.ctx)).find((it) => it.id === b.tenant.id) ?? b.tenant
  const app = { clientId: b.clientId, name: 'Test', settings: fill(AppSettings, {}) } as App
  const device = { system: '', fingerprint: '', agent: '' }
  const ctx: Ctx = { ...b.ctx, tenant, app, language: 'en', device, address: '127.0.0.1', requestId: 'r', journey: { id: 'j' } }
  return { b, ctx, user, vendor }
}

const tell = ({ ctx, user }: { ctx: Ctx; user: User }) => announce(ctx, user, { kind: 'password_changed' })

/** What the trail says of notices by SMS, in order. */
async function trail(b: Bench): Promise<string[]> {
  const all = await listJourney(b.ctx, { tenantId: b.tenant.id, journeyId: 'j' })
  return all.flatMap(({ outcome, reason, detail }) => (detail?.includes('"sms"') ? [[outcome, reason ?? ''].join(' ').trim()] : []))
}

async function rows(b: Bench, table: 'messages' | 'traffic'): Promise<Record<string, unknown>[]> {
  const text = (await b.snapshot())[table] ?? ''
  return text ? text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>) : []
}

/** Messages and money of the tenant; areas of numbers and addresses, where notices do not count, would be more rows. */
const books = async (b: Bench) =>
  (await rows(b, 'traffic')).map((it) => [it['area'], it['sent'], it['cost'], it['open']].join(' ')).toSorted()

test('a notice is one of the tenant’s messages, with its price, and says nothing of its area', async () => {
  const it = await start({ sms: { budget: { price: 700 } } })
  await using b = it.b
  for (let i = 0; i < 2; i++) await tell(it)
  assert.equal(it.vendor.taken.length, 2)
  assert.deepEqual(await books(b), ['day 2 1400 0', 'month 2 1400 0'])
  const kept = (await rows(b, 'messages')).map((it) => [it['state'], it['cost'], it['gatewayId'], it['country'], it['vendorId']].join(' '))
  assert.deepEqual(
    kept.toSorted(),
    [1, 2].map((n) => `sent 700 inbox CN ${it.vendor.id}-${n}`),
  )
  // By the id that the gateway was handed a receipt finds its message.
  const ids = (await rows(b, 'messages')).map((it) => it['id'])
  assert.deepEqual(new Set(ids), new Set(it.vendor.taken.map((it) => it.messageId)))
})

test('when the money is spent a notice does not leave: the trail says so, and mail carries it', async () => {
  const it = await start({ sms: { budget: { per_day: 1, price: 4000 } } })
  await using b = it.b
  for (let i = 0; i < 4; i++) await tell(it)
  assert.equal(it.vendor.taken.length, 2)
  assert.equal(b.mails(EMAIL).length, 4)
  const refused = 'refused budget: the money of the day is spent (+86-159****5678)'
  assert.deepEqual((await trail(b)).toSorted(), ['SUCCESS', 'SUCCESS', refused, refused])
  assert.deepEqual(await books(b), ['day 2 8000 0', 'month 2 8000 0'])
  assert.equal((await rows(b, 'messages')).length, 2)
  // It is the money of the codes, too.
  assert.equal((await b.post('/sms/send', { mobile: '13812345678', type: 'LOGIN_SMS' })).body['error_code'], 'BOWLINE.SMS.0011')
  b.clock.now += DAY
  await tell(it)
  assert.equal(it.vendor.taken.length, 3)
  // The first message of a new day: whatever it costs, it is counted there and in the month.
  assert.deepEqual(await books(b), ['day 1 4000 0', 'month 3 12000 0'])
})

test('of ten notices at once as many leave as there is money for', async () => {
  const it = await start({ sms: { budget: { per_day: 1, price: 2500 }, per_number_per_day: 100 } })
  await using _ = it.b
  await Promise.all(Array.from({ length: 10 }, () => tell(it)))
  assert.equal(it.vendor.taken.length, 4)
})

test('a country that is not served, and a number of a blocked range, get none; nothing of it is written but the trail', async (t) => {
  for (const [name, settings, why] of [
    ['country', { countries: ['HK'] }, 'refused country_list: a country that is not served (+86-159****5678)'],
    ['range', { sms: { firewall: { blocked_prefixes: ['+86159'] } } }, 'refused blocked_prefix: begins with +86159 (+86-159****5678)'],
  ] as const) {
    await t.test(name, async () => {
      const it = await start(settings)
      await using b = it.b
      await tell(it)
      assert.equal(it.vendor.seen.length, 0)
      assert.equal(b.mails(EMAIL).length, 1)
      assert.deepEqual(await trail(b), [why])
      assert.deepEqual([await rows(b, 'messages'), await books(b)], [[], []])
    })
  }
})

test('what others sent keeps no notice back, and a notice is never challenged', async () => {
  // Every code is challenged, and one an hour may leave for one address, one application, one tenant.
  const caps = { per_address_per_hour: 1, per_app_per_hour: 1, per_tenant_per_day: 1 }
  const it = await start({ sms: { cooldown: 1, ...caps, firewall: { per_prefix: 1, per_range: 1, per_country: 1 } } })
  await using b = it.b
  assert.equal((await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' })).status, 200)
  assert.notEqual((await b.post('/sms/send', { mobile: '+8615912345679', type: 'LOGIN_SMS' })).status, 200)
  await tell(it)
  assert.equal(it.vendor.taken.length, 2)
  assert.deepEqual(await trail(b), ['SUCCESS'])
})

test('a notice that no gateway takes costs nothing', async () => {
  const it = await start()
  await using b = it.b
  it.vendor.behaves = 'unreachable'
  await tell(it)
  assert.deepEqual(await trail(b), ['failed the double is unreachable'])
  assert.deepEqual(await books(b), ['day 0 0 0', 'month 0 0 0'])
  const [row] = await rows(b, 'messages')
  assert.deepEqual([row?.['state'], row?.['cost']], ['failed', 0])
  assert.equal(b.mails(EMAIL).length, 1)
})
