/** The floor's two engines: prepared statements and group commit, and nothing around them. */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import pg from 'pg'
import type { Counts } from './channel.ts'
import { type Name, statements } from './floor-statements.ts'

export type Value = string | number | null
export type Row = Record<string, string | number | null>
/** Runs one statement; answers its first row, if it has one. */
export type Run = (name: Name, ...values: Value[]) => Promise<Row | undefined>
export type Store = { read: Run; transact<T>(work: (run: Run) => Promise<T>): Promise<T>; counts: Counts }

const names = Object.keys(statements) as Name[]
/** Whether a statement answers rows. */
const answers = (name: Name) => /^select|returning/.test(statements[name])

/** As Bowline does: transactions that arrive together share one durable commit. No savepoints: nothing here fails. */
export function openSqlite(file: string): Store {
  const counts: Counts = { statements: 0, transactions: 0, commits: 0 }
  const connect = () => {
    const db = new DatabaseSync(file, { timeout: 5000 })
    db.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -16000; pragma wal_autocheckpoint = 4000',
    )
    return db
  }
  const runner = (db: DatabaseSync): Run => {
    const prepared = Object.fromEntries(names.map((name) => [name, db.prepare(statements[name])])) as Record<Name, StatementSync>
    const asking = Object.fromEntries(names.map((name) => [name, answers(name)]))
    return async (name, ...values) => {
      counts.statements++
      if (asking[name]) return prepared[name].get(...values) as Row | undefined
      prepared[name].run(...values)
      return undefined
    }
  }
  const writer = connect()
  const run = runner(writer)
  const begin = writer.prepare('begin immediate')
  const commit = writer.prepare('commit')
  let draining = false
  let waiting: (() => Promise<() => void>)[] = []

  const later = () => setImmediate(() => void drain())
  async function drain() {
    draining = true
    const batch = waiting
    waiting = []
    begin.run()
    const done: (() => void)[] = []
    for (const job of batch) done.push(await job())
    commit.run()
    counts.commits++
    counts.transactions += batch.length
    for (const answer of done) answer()
    draining = false
    if (waiting.length) later()
  }

  return {
    counts,
    read: runner(connect()),
    transact: (work) =>
      new Promise((resolve) => {
        waiting.push(async () => {
          const value = await work(run)
          return () => resolve(value)
        })
        if (waiting.length === 1 && !draining) later()
      }),
  }
}

export async function openPostgres(url: string): Promise<Store> {
  const counts: Counts = { statements: 0, transactions: 0, commits: 0 }
  pg.types.setTypeParser(20, Number)
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const texts = Object.fromEntries(
    names.map((name) => {
      let n = 0
      return [name, statements[name].replace(/\?/g, () => `$${++n}`)]
    }),
  ) as Record<Name, string>
  const runner =
    (sender: pg.Pool | pg.PoolClient): Run =>
    async (name, ...values) => {
      counts.statements++
      return ((await sender.query({ name, text: texts[name], values })).rows as Row[])[0]
    }
  return {
    counts,
    read: runner(pool),
    async transact(work) {
      const client = await pool.connect()
      await client.query('begin')
      const value = await work(runner(client))
      await client.query('commit')
      counts.transactions++
      counts.commits++
      client.release()
      return value
    },
  }
}
