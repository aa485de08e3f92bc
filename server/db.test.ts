import assert from 'node:assert/strict'
import test from 'node:test'
import { raw } from '../test/raw.ts'
import { type Database, openDatabase, type Observer, type Runner } from './db.ts'
import { readConfig } from './config.ts'
import { history } from './schema/migrations/index.ts'
import { createPlace } from './testing.ts'

const add = raw('insert into notes (id, text) values (:id, :text)')
const list = raw('select id, text from notes order by id')
const count = raw('select count(*) as many from notes')

/** A database with one table, on the engine of this run. */
async function open(observer: Observer = {}) {
  const place = await createPlace()
  const { database } = readConfig(place.env)
  const db = await openDatabase(database, observer)
  await db.transact((tx) => tx.change(raw('create table notes (id integer primary key, text text not null)'), {}))
  const close = async () => {
    await db.close().catch(() => undefined)
    await place.remove()
  }
  return { db, database, close, [Symbol.asyncDispose]: close }
}

const many = async (db: Runner): Promise<number> => Number((await db.rows(count, {}))[0]?.['many'])
const put = (db: Database, id: number, text = 'x') => db.transact((tx) => tx.change(add, { id, text }))
const times = <T>(length: number, work: (i: number) => Promise<T>) => Array.from({ length }, (_, i) => work(i))

test('of many transactions at once a failing one leaves nothing, and the others are whole', async () => {
  await using it = await open()
  const work = times(60, (i) =>
    it.db.transact(async (tx) => {
      await tx.change(add, { id: 2 * i, text: 'first' })
      if (i % 3 === 0) throw new Error(`stopped ${i}`)
      // One more that the database itself refuses: the key is taken.
      if (i % 3 === 1) await tx.change(add, { id: 2 * i, text: 'again' })
      await tx.change(add, { id: 2 * i + 1, text: 'second' })
      return i
    }),
  )
  const outcomes = await Promise.allSettled(work)
  assert.deepEqual(
    outcomes.filter((one) => one.status === 'fulfilled').map((one) => one.value),
    Array.from({ length: 20 }, (_, i) => 3 * i + 2),
  )
  const rows = await it.db.rows(list, {})
  assert.deepEqual(
    rows.map((row) => row['id']),
    Array.from({ length: 20 }, (_, i) => [6 * i + 4, 6 * i + 5]).flat(),
  )
  assert.match(String((outcomes[0] as PromiseRejectedResult).reason), /stopped 0/)
})

test('a read outside never sees what is not committed, a read inside sees its own', async () => {
  await using it = await open()
  const seen: number[] = []
  await it.db.transact(async (tx) => {
    await tx.change(add, { id: 1, text: 'x' })
    // The test waits for the database only, as every transaction must.
    seen.push(await many(it.db), await many(tx))
  })
  assert.deepEqual([...seen, await many(it.db)], [0, 1, 1])
})

test('whoever is answered is on disk: another connection sees it from that moment', async () => {
  await using it = await open()
  const other = await openDatabase(it.database)
  for (let i = 0; i < 20; i++) {
    await put(it.db, i)
    assert.equal(await many(other), i + 1)
  }
  await other.close()
})

test('close lets everything that waits finish, however much it is', async () => {
  await using it = await open()
  const waiting = times(300, (i) => put(it.db, i))
  await it.db.close()
  const outcomes = await Promise.allSettled(waiting)
  assert.deepEqual(
    outcomes
      .filter((one) => one.status === 'rejected')
      .map((one) => String(one.reason))
      .slice(0, 3),
    [],
  )
  const again = await openDatabase(it.database)
  assert.equal(await many(again), 300)
  await again.close()
})

test('after close nothing is taken any more, and whoever tries is told', async () => {
  await using it = await open()
  await it.db.close()
  await assert.rejects(put(it.db, 1))
})

test('five starts at once on an empty database migrate it once', async () => {
  await using it = await open()
  const starts = await Promise.all(times(5, async () => openDatabase(it.database)))
  await Promise.all(starts.map((db) => db.migrate(history)))
  const found = await it.db.rows(raw('select id from migrations order by id'), {})
  assert.deepEqual(
    found.map((row) => row['id']),
    history.map((one) => one.id),
  )
  // And again, as every later start does.
  await Promise.all(starts.map((db) => db.migrate(history)))
  for (const db of starts) await db.close()
})

test('a migration that fails leaves nothing of itself, keeps those before it, and holds nobody up', async () => {
  await using it = await open()
  const good = { id: '1', steps: [raws('create table one (id integer)')] }
  const bad = { id: '2', steps: [raws('create table two (id integer)'), raws('create table one (id integer)')] }
  await assert.rejects(it.db.migrate([good, bad]))
  assert.deepEqual(
    (await it.db.rows(raw('select id from migrations'), {})).map((row) => row['id']),
    ['1'],
  )
  await assert.rejects(it.db.rows(raw('select * from two'), {}))
  await it.db.migrate([good, { id: '2', steps: [raws('create table two (id integer)')] }])
  assert.deepEqual(await it.db.rows(raw('select * from two'), {}), [])
})

/** A step of a migration, as a builder compiles it. */
const raws = (sql: string) => () =>
  ({ compile: () => ({ sql, parameters: [], query: undefined as never, queryId: undefined as never }) }) as never

test('a hundred changes of one row at once all count', async () => {
  await using it = await open()
  await put(it.db, 1, '0')
  const more = raw('update notes set text = cast(cast(text as integer) + 1 as text) where id = 1')
  await Promise.all(times(100, () => it.db.transact((tx) => tx.change(more, {}))))
  assert.equal((await it.db.rows(list, {}))[0]?.['text'], '100')
})

test('every commit and every statement is told to the observer', async () => {
  const commits: [number, number][] = []
  let statements = 0
  await using it = await open({ commit: (batch, seconds) => commits.push([batch, seconds]), statement: () => statements++ })
  const before = statements
  await Promise.all(times(10, (i) => put(it.db, i)))
  assert.equal(statements - before, 10)
  assert.equal(
    commits.reduce((sum, [batch]) => sum + batch, 0),
    11,
  )
  assert.ok(commits.every(([, seconds]) => seconds >= 0 && seconds < 5))
})
