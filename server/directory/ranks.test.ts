import assert from 'node:assert/strict'
import test from 'node:test'
import { administrate } from '../administration.double.ts'
import { transact } from '../context.ts'
import { bench, type Bench } from '../testing.ts'
import { createUser, findIdBehind, listUserRows } from '../users/index.ts'
import { STRETCH } from './ranks.ts'

const LIST = '/api/v2/tenant/users'

async function fill(b: Bench, from: number, to: number) {
  for (; from < to; from += 1000) {
    // An id begins with the time: on a clock that stands still nobody comes after anybody.
    b.clock.now += 1
    await transact(b.ctx, async (ctx) => {
      for (let n = from; n < Math.min(to, from + 1000); n++) await createUser(ctx, b.tenant.id, { userName: `person${n}`, name: 'P' })
    })
  }
}

/** A server with two and a half stretches of people, and who they are, in their order. */
async function open() {
  const b = await bench()
  await fill(b, 0, STRETCH * 2.5)
  const admin = await administrate(b)
  const list = async (offset: number, limit: number, call = admin) => {
    const answer = await call('GET', `${LIST}?offset=${offset}&limit=${limit}`)
    assert.equal(answer.status, 200, answer.text)
    const { total, users } = answer.body as { total: number; users: { user_id: string }[] }
    return { total, ids: users.map((it) => it.user_id) }
  }
  const read = async () => (await listUserRows(b.ctx, { tenantId: b.tenant.id })).map((it) => it.id)
  const erase = async (id: string, call = admin) => {
    const answer = await call('DELETE', `${LIST}/${id}`)
    assert.ok(answer.status < 300, answer.text)
  }
  return Object.assign(b, { list, read, erase })
}
type Open = Awaited<ReturnType<typeof open>>

/** Every page that touches the end of a stretch, the first, the last, and what is behind it. */
async function checkPages(b: Open, limit = 70) {
  const all = await b.read()
  const last = Math.floor((all.length - 1) / limit)
  const near = [STRETCH, STRETCH * 2, STRETCH * 3].flatMap((at) => [-1, 0, 1].map((by) => Math.floor(at / limit) + by))
  for (const offset of new Set([0, 1, ...near, last - 1, last, last + 1, last + 1000, 10_000_000])) {
    const { total, ids } = await b.list(offset, limit)
    assert.equal(total, all.length)
    assert.deepEqual(ids, all.slice(offset * limit, (offset + 1) * limit), `page ${offset}`)
  }
}
const asked = (b: Bench) => b.statements.filter((it) => it === findIdBehind.query).length

test('pages of a large tenant are those of its order, from the first to the last, and nobody is left out or told twice', async (t) => {
  await using b = await open()
  await t.test('many who ask at once, of a server that knows nothing yet, have everybody counted once', async () => {
    const all = await b.read()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => b.list(n * 10, 10)))
    for (const [n, { total, ids }] of answers.entries()) assert.deepEqual([total, ids], [all.length, all.slice(n * 100, n * 100 + 10)])
    assert.equal(asked(b), 3 + 20, 'three stretches, and the newest for each page')
  })
  await checkPages(b)
  await checkPages(b, 100)
  const all: string[] = []
  for (let offset = 0, ids = ['']; ids.length; offset++) all.push(...({ ids } = await b.list(offset, 100)).ids)
  assert.deepEqual(all, await b.read())
  const other = await b.addTenant('other')
  const elsewhere = await administrate(b, ['all'], other.id)
  assert.deepEqual(await b.list(0, 10, elsewhere), { total: 0, ids: [] })
})

test('whoever is made or erased here is counted with the next page', async () => {
  await using b = await open()
  await checkPages(b)
  const all = await b.read()
  // One in the middle of a stretch, two whose id a stretch ends or begins with, the first and the last.
  for (const at of [0, 1, STRETCH - 1, STRETCH, STRETCH + 1, STRETCH * 2 - 1, all.length - 1]) await b.erase(String(all[at]))
  await checkPages(b)
  const admin = await administrate(b)
  const [first] = await listUserRows(b.ctx, { tenantId: b.tenant.id })
  const eraseFirst = (confirm: string) => admin('POST', `/api/v2/admin/users/${first?.id}/erase`, { confirm })
  assert.equal((await eraseFirst('somebody else')).status, 400)
  await checkPages(b)
  // However often and at once it is asked, one person goes.
  await Promise.all([1, 2, 3].map(() => eraseFirst(String(first?.userName))))
  assert.equal((await eraseFirst(String(first?.userName))).status, 200)
  await checkPages(b)
  // A stretch gets full, and the next one begins.
  await fill(b, 100_000, 100_000 + STRETCH)
  await checkPages(b)
  b.clock.now += 15_000
  await checkPages(b)
  b.clock.now += 100_000
  await checkPages(b)
})

test('what another process erased is known in seconds; whom it made, at once', async () => {
  await using b = await open()
  await using elsewhere = await bench({ database: b.place })
  const theirs = await administrate(elsewhere)
  await checkPages(b)
  const all = await b.read()
  for (const id of all.slice(10, 20)) await b.erase(id, theirs)
  assert.equal((await b.list(0, 10)).total, all.length, 'not yet')
  elsewhere.clock.now = b.clock.now + 1
  await createUser(elsewhere.ctx, b.tenant.id, { userName: 'newcomer', name: 'N' })
  assert.equal((await b.list(0, 10)).total, all.length + 1)
  // Whoever asks now is answered from what is known, and has everybody counted anew behind the answer.
  b.clock.now += 11_000
  assert.equal((await b.list(0, 10)).total, all.length + 1)
  for (let tries = 0; tries < 500 && (await b.list(0, 10)).total !== all.length - 9; tries++)
    await new Promise((done) => setTimeout(done, 10))
  await checkPages(b)
  // After a minute nobody is told what was.
  for (const id of all.slice(20, 30)) await b.erase(id, theirs)
  b.clock.now += 60_000
  await checkPages(b)
})

test('a small tenant is counted each time, whoever changed it', async () => {
  await using b = await bench()
  await using elsewhere = await bench({ database: b.place })
  const [mine, theirs] = [await administrate(b), await administrate(elsewhere)]
  await fill(b, 0, 20)
  const total = async () => (await mine('GET', `${LIST}?offset=0&limit=10`)).body['total']
  assert.equal(await total(), 20)
  const [first] = await listUserRows(b.ctx, { tenantId: b.tenant.id })
  await theirs('DELETE', `${LIST}/${first?.id}`)
  assert.equal(await total(), 19)
})
