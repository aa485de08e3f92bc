/**
 * PostgreSQL: a pool of connections, named prepared statements, one connection for one transaction.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { type Database, migrationSql, type Observer, type Query, type Runner, shape, type Value } from './db.ts'

// bigint (OID 20) is text in node-postgres; ours are milliseconds and counters, far below 2^53.
pg.types.setTypeParser(20, Number)

type Prepared = {
  name: string
  text: string
  bind(given: Record<string, Value>): Value[]
  read?: (row: readonly unknown[]) => Record<string, unknown>
}
type Sender = { query(config: pg.QueryArrayConfig, values: Value[]): Promise<pg.QueryArrayResult> }

/** Serialization failure, deadlock: the transaction did nothing and may simply run again. */
const AGAIN = new Set(['40001', '40P01'])
const MIGRATION_LOCK = 7_246_951

export async function openPostgres(url: string, size: number, observer: Observer): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: size, connectionTimeoutMillis: 5000, statement_timeout: 10_000 })
  // An idle connection that breaks (server restart) is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The same of one that is in use: its query fails and tells who asked; the event would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const prepared: Prepared[] = []
  const get = (query: Query): Prepared => {
    observer.statement?.(query)
    return (prepared[query.id] ??= prepare(query))
  }

  const runner = (sender: Sender): Runner => ({
    dialect: 'postgres',
    async rows(query, params) {
      const it = get(query)
      const answer = await sender.query({ name: it.name, text: it.text, rowMode: 'array' }, it.bind(params))
      it.read ??= shape(answer.fields.map((field) => field.name))
      return answer.rows.map(it.read)
    },
    async change(query, params) {
      const it = get(query)
      return (await sender.query({ name: it.name, text: it.text, rowMode: 'array' }, it.bind(params))).rowCount ?? 0
    },
  })

  async function attempt<T>(work: (tx: Runner) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query('begin')
      try {
        const value = await work(runner(client as unknown as Sender))
        const started = performance.now()
        await client.query('commit')
        observer.commit?.(1, (performance.now() - started) / 1000)
        return value
      } catch (reason) {
        await client.query('rollback').catch((cause: Error) => (broken = cause))
        throw reason
      }
    } finally {
      client.release(broken)
    }
  }

  async function persist<T>(work: (tx: Runner) => Promise<T>): Promise<T> {
    for (let left = 3; ; left--) {
      try {
        return await attempt(work)
      } catch (reason) {
        if (left === 0 || !AGAIN.has((reason as { code?: string }).code ?? '')) throw reason
        // Two that met would meet again; unless one of them comes later.
        await new Promise((resume) => setTimeout(resume, Math.random() * 100))
      }
    }
  }

  const running = new Set<Promise<unknown>>()

  return {
    ...runner(pool as unknown as Sender),
    transact(work) {
      const outcome = persist(work)
      running.add(outcome)
      const done = () => void running.delete(outcome)
      outcome.then(done, done)
      return outcome
    },
    async migrate(history) {
      const client = await pool.connect()
      try {
        // A new index on a large table, or the wait for another process that makes it, may take its time.
        await client.query('set statement_timeout = 0')
        await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
        await client.query('create table if not exists migrations (id text primary key, applied_at bigint not null)')
        const { rows } = await client.query<{ id: string }>('select id from migrations')
        const applied = new Set(rows.map((row) => row.id))
        for (const migration of history) {
          if (applied.has(migration.id)) continue
          await client.query('begin')
          for (const sql of migrationSql(migration, 'postgres')) await client.query(sql)
          await client.query('insert into migrations values ($1, $2)', [migration.id, Date.now()])
          await client.query('commit')
        }
      } finally {
        // Ends the session, and with it the lock and any half-done migration.
        client.release(true)
      }
    },
    async close() {
      // A pool that ends forgets who waits for a connection.
      await Promise.allSettled(running)
      await pool.end()
    },
  }
}

function prepare(query: Query): Prepared {
  const { sql, bind } = query.compiled('postgres')
  return { name: 'b' + createHash('sha1').update(sql).digest('hex').slice(0, 20), text: sql, bind }
}
