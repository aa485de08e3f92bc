import assert from 'node:assert/strict'
import test from 'node:test'
import type { Ctx } from '../context.ts'
import { transact } from '../context.ts'
import { sweep } from '../system/index.ts'
import { bench, type Bench } from '../testing.ts'
import { answerMessage, countMessage, prefixOf, returnAnswers, strainOf, takeAnswers, trafficOf, uncountMessage } from './index.ts'

const where = { mobile: '+8615912345678', country: 'CN', address: '2001:db8::7', clientId: 'app' }
/** As a request of the tenant's application would have it. */
const ctxOf = (b: Bench): Ctx => ({ ...b.ctx, tenant: b.tenant }) as Ctx
const open = async (b: Bench, of = where) => {
  const { hundred, prefix, range, country } = await trafficOf(ctxOf(b), of)
  return [hundred, prefix, range, country].map((it) => it.open)
}
const count = (b: Bench, of = where, cost = 0) => transact(ctxOf(b), (ctx) => countMessage(ctx, takeAnswers(ctx, of, cost)))

test('about ten thousand numbers share a prefix, and none of them is in it', () => {
  assert.equal(prefixOf('+8615912345678'), '+861591234')
  assert.equal(prefixOf('+14155550123'), '+1415555')
  assert.equal(prefixOf('+85251234567'), '+8525123')
  // Of the shortest numbers there are no ten thousand.
  assert.equal(prefixOf('+29012345'), '+2901')
})

test('a message is counted in each of its areas, and in no other', async () => {
  await using b = await bench()
  for (let i = 0; i < 3; i++) await count(b, where, 100)
  assert.deepEqual(await open(b), [3, 3, 3, 3])
  assert.deepEqual(await open(b, { ...where, mobile: '+8615912345699' }), [3, 3, 3, 3])
  assert.deepEqual(await open(b, { ...where, mobile: '+8615912349999' }), [0, 3, 3, 3])
  assert.deepEqual(await open(b, { ...where, mobile: '+8615912999999' }), [0, 0, 3, 3])
  assert.deepEqual(await open(b, { ...where, mobile: '+8615999999999' }), [0, 0, 0, 3])
  assert.deepEqual(await open(b, { ...where, mobile: '+85251234567', country: 'HK' }), [0, 0, 0, 0])
  const { address, app, day, month } = await trafficOf(ctxOf(b), { ...where, address: '2001:db8::ffff' })
  assert.deepEqual(
    [address, app, day, month].map((it) => it.sent),
    [3, 3, 3, 3],
  )
  assert.deepEqual(
    [day, month].map((it) => it.cost),
    [300, 300],
  )
  const far = await trafficOf(ctxOf(b), { ...where, address: '2001:db8:0:1::7', clientId: 'other' })
  assert.deepEqual([far.address.sent, far.app.sent, far.day.sent], [0, 0, 3])
  // A tenant's figures are its own.
  const other = await b.addTenant('other')
  assert.equal((await trafficOf({ ...ctxOf(b), tenant: { ...b.tenant, id: other.id } }, where)).day.sent, 0)
  // Nothing there is a number, or all of one but its end.
  assert.ok(!(await b.snapshot())['traffic']?.includes('159123456'))
})

test('an answer takes off its own message and more, of wide areas most, and never more than there is', async () => {
  await using b = await bench()
  for (let i = 0; i < 6; i++) await count(b)
  answerMessage(b.ctx, b.tenant.id, where.mobile)
  // Known at once, and written by the next message.
  assert.deepEqual(await open(b), [4, 4, 2, 2])
  await count(b)
  assert.deepEqual(await open(b), [5, 5, 3, 3])
  for (let i = 0; i < 5; i++) answerMessage(b.ctx, b.tenant.id, where.mobile)
  assert.deepEqual(await open(b), [0, 0, 0, 0])
  await count(b)
  await count(b)
  assert.deepEqual(await open(b), [1, 1, 1, 1])
})

test('answers that no message takes along are written by the clean-up, and those of a message that was undone are not lost', async () => {
  await using b = await bench()
  for (let i = 0; i < 6; i++) await count(b)
  answerMessage(b.ctx, b.tenant.id, where.mobile)
  const taken = takeAnswers(ctxOf(b), where, 0)
  assert.deepEqual(await open(b), [6, 6, 6, 6])
  returnAnswers(ctxOf(b), taken)
  assert.deepEqual(await open(b), [4, 4, 2, 2])
  await sweep(b.world)
  assert.deepEqual(await open(b), [4, 4, 2, 2])
  const rows = (await b.snapshot())['traffic']?.split('\n').map((it) => JSON.parse(it) as Record<string, unknown>)
  assert.equal(rows?.filter((it) => it['proven'] === 1).length, 3)
})

test('what never left is taken back; a window that is over begins anew', async () => {
  await using b = await bench()
  const it = takeAnswers(ctxOf(b), where, 50)
  await transact(ctxOf(b), (ctx) => countMessage(ctx, it))
  await transact(ctxOf(b), (ctx) => uncountMessage(ctx, it))
  assert.deepEqual(await open(b), [0, 0, 0, 0])
  assert.deepEqual((({ sent, cost }) => [sent, cost])((await trafficOf(ctxOf(b), where)).month), [0, 0])
  for (let i = 0; i < 5; i++) await count(b, where, 10)
  b.clock.now += 3_600_000
  let traffic = await trafficOf(ctxOf(b), where)
  assert.deepEqual([traffic.address.sent, traffic.app.sent, traffic.day.sent], [0, 0, 5])
  b.clock.now += 23 * 3_600_000
  await count(b, where, 10)
  traffic = await trafficOf(ctxOf(b), where)
  assert.deepEqual([traffic.prefix.open, traffic.country.open, traffic.day.cost, traffic.month.cost], [1, 1, 10, 60])
  // Taken back a day late it counts for nothing, and not for less.
  b.clock.now += 86_400_000
  await transact(ctxOf(b), (ctx) => uncountMessage(ctx, it))
  assert.deepEqual(await open(b), [0, 0, 0, 0])
})

test('a hundred at once are a hundred, and each is told what was there before it', async () => {
  await using b = await bench()
  const seen = await Promise.all(
    Array.from({ length: 100 }, (_, i) => count(b, { ...where, mobile: `+86159123${String(10_000 + 97 * i)}` })),
  )
  assert.deepEqual(
    seen.map((it) => it.country.open).toSorted((x, y) => x - y),
    Array.from({ length: 100 }, (_, i) => i),
  )
  assert.equal((await trafficOf(ctxOf(b), where)).country.open, 100)
})

test('strain is that of the fullest area', async () => {
  await using b = await bench()
  const { firewall } = b.tenant.settings.sms
  const limits = { ...firewall, per_hundred: 6, per_prefix: 12, per_range: 40, per_country: 100 }
  assert.equal(strainOf(await trafficOf(ctxOf(b), where), limits), 0)
  for (let i = 0; i < 3; i++) await count(b)
  assert.equal(strainOf(await trafficOf(ctxOf(b), where), limits), 0.5)
  assert.equal(strainOf(await trafficOf(ctxOf(b), { ...where, mobile: '+8615912349999' }), limits), 0.25)
})
