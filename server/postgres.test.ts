import assert from 'node:assert/strict'
import test from 'node:test'
import pg from 'pg'
import { raw } from '../test/raw.ts'
import type { Observer, Runner } from './db.ts'
import { openPostgres } from './postgres.ts'
import { history } from './schema/migrations/index.ts'
import { createPlace } from './testing.ts'

const add = raw('insert into notes (id, text) values (:id, :text)')
const list = raw('select id, text from notes order by id')
const ids = async (db: Runner) => (await db.rows(list, {})).map((row) => row['id'])
const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))

async function open(observer: Observer = {}) {
  const place = await createPlace()
  const url = String(place.env['BOWLINE_DATABASE_URL'])
  const db = await openPostgres(url, 4, observer)
  await db.rows(raw('create table notes (id integer primary key, text text not null)'), {})
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  return {
    db,
    url,
    admin,
    async [Symbol.asyncDispose]() {
      await db.close().catch(() => undefined)
      await admin.end()
      await place.remove()
    },
  }
}

const onPostgres = process.env['TEST_DATABASE_URL'] !== undefined

if (!onPostgres) {
  test('what is PostgreSQL alone is tested in the PostgreSQL pass (npm run unit:pg)', () => {
    assert.equal(process.env['TEST_DATABASE_URL'], undefined)
  })
} else {
  test('connections that the server ends are replaced, and the process lives', async () => {
    await using it = await open()
    await Promise.all(Array.from({ length: 8 }, (_, id) => it.db.transact((tx) => tx.change(add, { id, text: 'x' }))))
    await it.admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await pause(50)
    assert.equal((await ids(it.db)).length, 8)
  })

  test('a transaction whose connection breaks fails, leaves nothing, and the next one is served', async () => {
    await using it = await open()
    const broken = it.db.transact(async (tx) => {
      await tx.change(add, { id: 1, text: 'x' })
      await it.admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
      await tx.change(add, { id: 2, text: 'x' })
    })
    await assert.rejects(broken)
    await it.db.transact((tx) => tx.change(add, { id: 3, text: 'x' }))
    assert.deepEqual(await ids(it.db), [3])
  })

  test('of two who wait for each other the one that loses runs again, whole, and both are there', async () => {
    await using it = await open()
    for (const id of [1, 2]) await it.db.transact((tx) => tx.change(add, { id, text: '' }))
    let runs = 0
    // Nobody goes on before both hold what the other wants.
    const { promise: bothHold, resolve: go } = Promise.withResolvers<void>()
    const append = raw('update notes set text = text || :text where id = :id')
    const both = (first: number, second: number) =>
      it.db.transact(async (tx) => {
        runs++
        await tx.change(append, { id: first, text: `${first}` })
        if (runs === 2) go()
        await bothHold
        await tx.change(append, { id: second, text: `${first}` })
      })
    await Promise.all([both(1, 2), both(2, 1)])
    assert.ok(runs > 2, `${runs} runs`)
    assert.deepEqual(
      (await it.db.rows(list, {})).map((row) => String(row['text']).length),
      [2, 2],
    )
  })

  test('a migration waits for its turn and for its own work as long as it takes, not for the time a request may take', async () => {
    await using it = await open()
    assert.deepEqual((await it.db.rows(raw('show statement_timeout'), {}))[0], { statementTimeout: '10s' })
    const step = () =>
      ({
        compile: () => ({
          sql: "do $$ begin if current_setting('statement_timeout') <> '0' then raise exception 'it would be cut off'; end if; end $$",
          parameters: [],
        }),
      }) as never
    await it.db.migrate([...history, { id: '9999', steps: [step] }])
    assert.deepEqual((await it.db.rows(raw('show statement_timeout'), {}))[0], { statementTimeout: '10s' })
  })

  test('numbers come as numbers, and statements are prepared under one name on every connection', async () => {
    await using it = await open()
    const row = (
      await it.db.rows(raw('select cast(9007199254740991 as bigint) as large, count(*) as many, null as none from notes'), {})
    )[0]
    assert.deepEqual(row, { large: 9007199254740991, many: 0, none: null })
    await Promise.all(Array.from({ length: 20 }, (_, id) => it.db.transact((tx) => tx.change(add, { id, text: 'x' }))))
    assert.equal((await ids(it.db)).length, 20)
  })
}
