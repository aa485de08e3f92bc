import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import test from 'node:test'
import { raw } from '../test/raw.ts'
import type { Database, Observer, Runner } from './db.ts'
import { openSqlite } from './sqlite.ts'

const add = raw('insert into notes (id, text) values (:id, :text)')
const list = raw('select id from notes order by id')

async function open(observer: Observer = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bowline-sqlite-'))
  const file = join(folder, 'bowline.db')
  const db = openSqlite(file, observer)
  await db.transact((tx) => tx.change(raw('create table notes (id integer primary key, text text not null)'), {}))
  return {
    db,
    file,
    async [Symbol.asyncDispose]() {
      await db.close().catch(() => undefined)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const ids = async (db: Runner) => (await db.rows(list, {})).map((row) => row['id'])
const put = (db: Database, id: number, text = 'x') => db.transact((tx) => tx.change(add, { id, text }))
const times = <T>(length: number, work: (i: number) => Promise<T>) => Array.from({ length }, (_, i) => work(i))
const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))
const reasons = (outcomes: PromiseSettledResult<unknown>[]) => outcomes.map((it) => (it.status === 'rejected' ? String(it.reason) : 'done'))

test('transactions that arrive together share commits, at most 256 of them one', async () => {
  const batches: number[] = []
  await using it = await open({ commit: (batch) => batches.push(batch) })
  await Promise.all(times(100, (i) => put(it.db, i)))
  assert.deepEqual(batches, [1, 100])
  await Promise.all(times(600, (i) => put(it.db, 1000 + i)))
  assert.deepEqual(batches.slice(2), [256, 256, 88])
  await put(it.db, 5000)
  assert.deepEqual(batches.slice(5), [1])
})

test('nobody is answered before the commit they share', async () => {
  let committed = 0
  await using it = await open({ commit: () => committed++ })
  const before = committed
  await Promise.all(
    times(20, async (i) => {
      await put(it.db, i)
      assert.equal(committed, before + 1)
    }),
  )
})

test('a commit is durable: a copy of the files made the moment the answer is there has it, without any repair', async () => {
  await using it = await open()
  await Promise.all(times(50, (i) => put(it.db, i)))
  for (const end of ['', '-wal']) if (existsSync(it.file + end)) copyFileSync(it.file + end, `${it.file}.copy${end}`)
  const copy = new DatabaseSync(`${it.file}.copy`)
  assert.equal((copy.prepare('select count(*) as many from notes').get() as { many: number }).many, 50)
  assert.deepEqual({ ...copy.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' })
  copy.close()
  assert.deepEqual((await it.db.rows(raw('pragma synchronous'), {}))[0], { synchronous: 2 })
  assert.deepEqual((await it.db.rows(raw('pragma journal_mode'), {}))[0], { journalMode: 'wal' })
})

test('a transaction that waits for anything but the database is told so, with all who shared its commit, and nothing of them is there', async () => {
  await using it = await open()
  const law = 'Error: a transaction waited for something other than the database'
  const outcomes = await Promise.allSettled([
    put(it.db, 1),
    it.db.transact(async (tx) => {
      await tx.change(add, { id: 2, text: 'x' })
      await pause(20)
      await tx.change(add, { id: 3, text: 'x' })
    }),
    put(it.db, 4),
  ])
  assert.deepEqual(reasons(outcomes), [law, law, law])
  assert.deepEqual(await ids(it.db), [])
  await put(it.db, 5)
  assert.deepEqual(await ids(it.db), [5])
})

test('whoever comes while a batch runs is in the next one', async () => {
  const batches: number[] = []
  await using it = await open({ commit: (batch) => batches.push(batch) })
  let inner: Promise<unknown> = Promise.resolve()
  await it.db.transact(async (tx) => {
    await tx.change(add, { id: 1, text: 'x' })
    inner = put(it.db, 2)
  })
  assert.deepEqual(batches.slice(1), [1])
  await inner
  assert.deepEqual(batches.slice(1), [1, 1])
  assert.deepEqual(await ids(it.db), [1, 2])
})

test('when the disk is full all who shared the commit are told, nothing of them is there, and with room again all goes on', async () => {
  await using it = await open()
  await put(it.db, 1)
  const pages = Number((await it.db.transact((tx) => tx.rows(raw('pragma page_count'), {})))[0]?.['pageCount'])
  await it.db.transact((tx) => tx.rows(raw(`pragma max_page_count = ${pages + 2}`), {}))
  const outcomes = await Promise.allSettled(times(20, (i) => put(it.db, 10 + i, 'x'.repeat(2000))))
  // All of one batch alike, whichever of them it was that did not fit.
  assert.equal(new Set(reasons(outcomes)).size, 1)
  assert.match(reasons(outcomes)[0] ?? '', /database or disk is full/)
  assert.deepEqual(await ids(it.db), [1])
  await it.db.transact((tx) => tx.rows(raw('pragma max_page_count = 100000'), {}))
  await Promise.all(times(20, (i) => put(it.db, 10 + i, 'x'.repeat(2000))))
  assert.equal((await ids(it.db)).length, 21)
})

test('two servers on one file take turns, and neither loses a write', async () => {
  await using it = await open()
  const other = openSqlite(it.file, {})
  await Promise.all(times(200, (i) => put(i % 2 ? other : it.db, i)))
  assert.equal((await ids(other)).length, 200)
  await other.close()
})

test('a process that is killed between begin and commit leaves no trace', async () => {
  await using it = await open()
  const script = `
    const { DatabaseSync } = require('node:sqlite')
    const db = new DatabaseSync(process.argv[1])
    db.exec('begin immediate; insert into notes values (1, \\'half\\')')
    process.kill(process.pid, 'SIGKILL')`
  assert.equal(spawnSync(process.execPath, ['-e', script, it.file]).signal, 'SIGKILL')
  await put(it.db, 2)
  assert.deepEqual(await ids(it.db), [2])
})
