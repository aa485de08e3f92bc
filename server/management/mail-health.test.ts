import assert from 'node:assert/strict'
import test from 'node:test'
import { administrate } from '../administration.double.ts'
import { dump } from '../db.ts'
import { saveMailGateway } from '../mail/index.ts'
import { sweep } from '../system/sweep.ts'
import { type Bench, bench } from '../testing.ts'
import { addCarrier, type Trick } from './management.double.ts'

const URL = '/api/v2/admin/mail-gateways'
const DAY = 86_400_000
const settings = { captcha: { required: false }, mail: { cooldown: 1, per_address_per_hour: 10_000 } }

type Health = {
  sent: number
  failed: number
  failed_in_a_row: number
  failing: boolean
  last_sent_at: number | null
  last_fault: string | null
}

let people = 0
const send = (b: Bench) => b.call('POST', '/api/v2/sdk/email/send', { email: `p${++people}@example.com`, type: 'LOGIN_EMS' })
const rowsOf = async (b: Bench) => ((await dump(b.world.database, ['mailResults']))['mailResults'] ?? '').split('\n').filter(Boolean)

/** One gateway in place of the sandbox; what it is said to be, as this process tells it. */
async function start(b: Bench, kind: string) {
  const own = { gateway: kind, settings: { host: 'mail.example', password: 'x' }, position: 0 }
  await saveMailGateway(b.ctx, b.tenant.id, { id: 'inbox', ...own })
  b.clock.now += 2000
}
const healthIn = (admin: Awaited<ReturnType<typeof administrate>>) => async () =>
  ((await admin('GET', URL)).body['gateways'] as { id: string; health: Health }[]).find((it) => it.id === 'inbox')?.health as Health

test('how a mail gateway fares is what all processes have seen, across days, and a restart forgets nothing that was written', async () => {
  const trick: Trick = { behaves: 'takes', taken: [] }
  const kind = addCarrier('mail', trick)
  await using one = await bench({ settings })
  await start(one, kind)
  const own = healthIn(await administrate(one))
  assert.deepEqual([(await own()).sent, (await own()).last_sent_at], [0, null])
  for (let i = 0; i < 3; i++) assert.equal((await send(one)).status, 200)
  // Written once, for the first; the rest is known here, and elsewhere with the clean-up.
  assert.equal((await rowsOf(one)).length, 1)
  assert.deepEqual([(await own()).sent, (await own()).failed], [3, 0])
  await sweep(one.world)
  await using two = await bench({ database: one.place })
  two.clock.now = one.clock.now
  const other = healthIn(await administrate(two))
  assert.equal((await other()).sent, 3)
  // The one fails, the other sees it.
  trick.behaves = 'unreachable'
  one.clock.now += 6000
  for (let i = 0; i < 3; i++) {
    assert.notEqual((await send(one)).status, 200)
    one.clock.now += 6000
  }
  two.clock.now = one.clock.now
  const seen = await other()
  assert.deepEqual([seen.sent, seen.failed, seen.failed_in_a_row, seen.failing, seen.last_fault], [3, 3, 3, true, 'nobody answers'])
  // What works again at one of them works, a day later too: the row of a new day goes on where the one before ended.
  two.clock.now += DAY - 60_000
  assert.notEqual((await send(two)).status, 200)
  assert.equal((await other()).failed_in_a_row, 4)
  trick.behaves = 'takes'
  two.clock.now += 6000
  assert.equal((await send(two)).status, 200)
  one.clock.now = two.clock.now
  const mended = await own()
  assert.deepEqual([mended.sent, mended.failed, mended.failed_in_a_row, mended.failing], [4, 4, 0, false])
  assert.equal(mended.last_sent_at, Math.floor(two.clock.now / 1000))
  // Only the last week counts; what is older goes.
  one.clock.now += 7 * DAY
  const late = await healthIn(await administrate(one))()
  assert.deepEqual([late.sent, late.failed], [0, 0])
  await sweep(one.world)
  assert.deepEqual(await rowsOf(one), [])
})

test('of many e-mails at once every one is counted, by few writes', async () => {
  const trick: Trick = { behaves: 'takes', taken: [] }
  await using b = await bench({ settings })
  await start(b, addCarrier('mail', trick))
  const health = healthIn(await administrate(b))
  const replies = await Promise.all(Array.from({ length: 40 }, () => send(b)))
  assert.equal(replies.filter((it) => it.status === 200).length, 40)
  assert.equal((await health()).sent, 40)
  await sweep(b.world)
  const row = JSON.parse((await rowsOf(b))[0] ?? '{}') as { sent: number }
  assert.equal(row.sent, 40)
  // No address of anybody, nowhere.
  assert.ok(!JSON.stringify(await rowsOf(b)).includes('@'))
})

test('a gateway that is taken away takes its count along; another tenant sees its own', async () => {
  const trick: Trick = { behaves: 'takes', taken: [] }
  const kind = addCarrier('mail', trick)
  await using b = await bench({ settings })
  await start(b, kind)
  const admin = await administrate(b)
  assert.equal((await send(b)).status, 200)
  const other = await b.addTenant('other')
  assert.equal((await healthIn(await administrate(b, undefined, other.id))()).sent, 0)
  assert.equal((await admin('DELETE', `${URL}/inbox`)).status, 204)
  assert.deepEqual(await rowsOf(b), [])
  await admin('POST', URL, { id: 'inbox', gateway: kind, settings: { host: 'mail.example', password: 'x' } })
  assert.equal((await healthIn(admin)()).sent, 0)
})
