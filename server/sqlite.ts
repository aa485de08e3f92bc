/**
 * SQLite, embedded, with group commit.
 *
 * Transactions that arrive together run as savepoints of one outer transaction and share one fsync
 * (`synchronous=FULL`); each caller is answered only after that commit is on disk. There is one
 * writing connection; reads outside a transaction use a second one, so they never see a batch that is
 * not committed yet (WAL gives them the last committed state).
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type Compiled, type Database, type Migration, migrationSql, type Observer, type Query, type Runner, shape } from './db.ts'

type Prepared = {
  statement: StatementSync
  bind: Compiled['bind']
  read?: (row: readonly unknown[]) => Record<string, unknown>
  writes: boolean
}
type Job = { work(tx: Runner): Promise<unknown>; resolve(value: unknown): void; reject(reason: unknown): void }

/** At most so many transactions share a commit: bounds how long the first of them waits. */
const LARGEST_BATCH = 256

export function openSqlite(file: string, observer: Observer): Database {
  const writer = connect(file)
  const reader = connect(file)
  const wrote = { rows: 0 }
  const tx = runner(writer, observer, wrote)
  const begin = writer.prepare('begin immediate')
  const commit = writer.prepare('commit')
  const savepoint = writer.prepare('savepoint one')
  const release = writer.prepare('release one')
  const undo = writer.prepare('rollback to one')
  const rollback = writer.prepare('rollback')

  const waiting: Job[] = []
  let draining: Promise<void> | undefined

  async function drain() {
    // One turn of the event loop: every request that is being read now joins the batch.
    await new Promise(setImmediate)
    while (waiting.length) {
      await runBatch(waiting.splice(0, LARGEST_BATCH))
      await new Promise(setImmediate)
    }
    draining = undefined
  }

  async function runBatch(batch: Job[]) {
    let turned = false
    const turn = setImmediate(() => (turned = true))
    try {
      // A savepoint copies every page it touches. Refusals that come after a write are few: the batch runs
      // without, and once more with them when there was one. (Jobs may run again: PostgreSQL asks that of them too.)
      const answers = (await attempt(batch, false)) ?? (await attempt(batch, true)) ?? []
      // The one law of a batch: nothing in it waits for anything but this database (house rule 12).
      if (turned) throw new Error('a transaction waited for something other than the database')
      const started = performance.now()
      commit.run()
      observer.commit?.(batch.length, (performance.now() - started) / 1000)
      for (const answer of answers) answer()
    } catch (reason) {
      // Disk full, input or output error, or the law broken: nothing of this batch is on disk, and all are told.
      if (writer.isOpen && writer.isTransaction) writer.exec('rollback')
      for (const job of batch) job.reject(reason)
    } finally {
      clearImmediate(turn)
    }
  }

  /** All jobs inside one open transaction, with what each is to be told; nothing when one must be undone and cannot. */
  async function attempt(batch: Job[], apart: boolean): Promise<(() => void)[] | undefined> {
    const answers: (() => void)[] = []
    begin.run()
    for (const job of batch) {
      if (apart) savepoint.run()
      const before = wrote.rows
      try {
        const value = await job.work(tx)
        answers.push(() => job.resolve(value))
      } catch (reason) {
        // A full disk has ended the transaction by itself: what came next would be committed statement by statement.
        if (!writer.isTransaction) throw reason
        answers.push(() => job.reject(reason))
        if (apart) undo.run()
        else if (wrote.rows !== before) {
          rollback.run()
          return undefined
        }
      }
      if (apart) release.run()
    }
    return answers
  }

  return {
    ...runner(reader, observer, { rows: 0 }),
    transact: <T>(work: (tx: Runner) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: resolve as Job['resolve'], reject })
        draining ??= drain()
      }),
    async migrate(history) {
      migrate(writer, history)
      describe(writer)
      // Both have read the schema before.
      for (const it of [writer, reader]) it.exec('analyze sqlite_schema')
    },
    async close() {
      await draining
      reader.close()
      writer.close()
    },
  }
}

function connect(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5000 })
  db.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma temp_store = memory;
    pragma cache_size = -16000;
    pragma wal_autocheckpoint = 4000;
  `)
  return db
}

/** `wrote` counts the rows that were changed: what a failed transaction has to undo, if anything. */
function runner(connection: DatabaseSync, observer: Observer, wrote: { rows: number }): Runner {
  const prepared: Prepared[] = []
  const get = (query: Query): Prepared => {
    observer.statement?.(query)
    return (prepared[query.id] ??= prepare(connection, query))
  }
  return {
    dialect: 'sqlite',
    async rows(query, params) {
      const { statement, bind, read, writes } = get(query)
      const found = statement.all(...bind(params)) as unknown as unknown[][]
      if (writes) wrote.rows += found.length
      return found.map((row) => read!(row))
    },
    async change(query, params) {
      const { statement, bind } = get(query)
      const changed = Number(statement.run(...bind(params)).changes)
      wrote.rows += changed
      return changed
    },
  }
}

function prepare(connection: DatabaseSync, query: Query): Prepared {
  const { sql, bind } = query.compiled('sqlite')
  const statement = connection.prepare(sql)
  const columns = statement.columns().map((it) => it.name)
  const writes = !/^select/i.test(sql)
  if (columns.length === 0) return { statement, bind, writes }
  statement.setReturnArrays(true)
  return { statement, bind, read: shape(columns), writes }
}

function migrate(connection: DatabaseSync, history: Migration[]) {
  connection.exec('create table if not exists migrations (id text primary key, applied_at bigint not null)')
  // `immediate` is the lock: a second process waits here (busy timeout) and then finds the work done.
  for (const migration of history) {
    connection.exec('begin immediate')
    try {
      if (!connection.prepare('select 1 from migrations where id = ?').get(migration.id)) {
        for (const sql of migrationSql(migration, 'sqlite')) connection.exec(sql)
        connection.prepare('insert into migrations values (?, ?)').run(migration.id, Date.now())
      }
      connection.exec('commit')
    } catch (reason) {
      connection.exec('rollback')
      throw reason
    }
  }
}

/** A large tenant, as the planner is to see every tenant. */
const MANY = 1_000_000

/**
 * Without statistics SQLite takes a tenant for ten rows, and would rather read all of them than find one by an index. So it is
 * told what the tables look like when they are large: a tenant has them all, and what follows it in an index tells
 * nearly everything. Made up and the same everywhere: no plan changes because a table grew, or was counted at night.
 */
function describe(connection: DatabaseSync) {
  connection.exec('begin immediate; analyze migrations; delete from sqlite_stat1')
  const add = connection.prepare('insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)')
  const tables = connection.prepare(
    "select name, wr from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'",
  )
  const indexes = connection.prepare('select name, "unique" as one, origin from pragma_index_list(?)')
  const columns = connection.prepare('select name from pragma_index_info(?) order by seqno')
  for (const { name: table, wr } of tables.all() as { name: string; wr: number }[]) {
    for (const { name, one, origin } of indexes.all(table) as { name: string; one: number; origin: string }[]) {
      const all = columns.all(name) as { name: string | null }[]
      const rows = all.map((it, n) => (it.name === 'tenant_id' && n === 0 ? MANY : one && n === all.length - 1 ? 1 : 10))
      // The key that a table is kept in has the table's name here.
      add.run(table, wr && origin === 'pk' ? table : name, [MANY, ...rows].join(' '))
    }
  }
  connection.exec('commit')
}
