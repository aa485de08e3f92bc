/**
 * The database: one query, two engines.
 *
 * A query is written once with Kysely's builder (`one`, `all`, `change`), compiled once for each
 * engine, and from then on runs as a prepared statement: the hot path builds no SQL. `sqlite.ts` and
 * `postgres.ts` are the two engines; `openDatabase` chooses.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  CamelCasePlugin,
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Schema } from './schema/tables.ts'

export type Dialect = 'sqlite' | 'postgres'
export type Value = string | number | null | Uint8Array
type Params = Record<string, Value>

/** Where statements run: the database itself (reads, each on its own), or one transaction. */
export type Runner = {
  dialect: Dialect
  rows(query: Query, params: Params): Promise<Record<string, unknown>[]>
  change(query: Query, params: Params): Promise<number>
}

export type Database = Runner & {
  /** All or nothing, answered only when it is on disk. Nothing inside may wait for the network. */
  transact<T>(work: (tx: Runner) => Promise<T>): Promise<T>
  migrate(history: Migration[]): Promise<void>
  close(): Promise<void>
}

/** Told to the metrics: how many transactions shared a commit, and how long it took. */
export type Observer = { commit?(batch: number, seconds: number): void; statement?(query: Query): void }

type Builder = Kysely<Schema>
/** A step that one of the databases does not need answers nothing there. */
export type Migration = { id: string; steps: ((db: Kysely<unknown>, dialect: Dialect) => Compilable | undefined)[] }

/** A value that is named when the query is written and given when it runs. */
class Param {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}
const params = new Proxy({}, { get: (_, name) => new Param(String(name)) })

const builders: Record<Dialect, Builder> = {
  sqlite: new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    plugins: [new CamelCasePlugin()],
  }),
  postgres: new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [new CamelCasePlugin()],
  }),
}

export type Compiled = { sql: string; bind(given: Params): Value[] }

export type Query = { id: number; compiled(dialect: Dialect): Compiled }

let queries = 0

const prepare = (build: (db: Builder, p: never) => Compilable): Query => {
  const done: Partial<Record<Dialect, Compiled>> = {}
  return {
    id: queries++,
    compiled: (dialect) => (done[dialect] ??= compile(build(builders[dialect], params as never))),
  }
}

function compile(statement: Compilable): Compiled {
  const { sql, parameters } = statement.compile()
  const slots = parameters.map((it) => (it instanceof Param ? it.name : { literal: it as Value }))
  return {
    sql,
    bind(given) {
      const values: Value[] = []
      for (const slot of slots) {
        const value = typeof slot === 'string' ? given[slot] : slot.literal
        if (value === undefined) throw new Error(`the query lacks a value for "${String(slot)}"`)
        values.push(value)
      }
      return values
    },
  }
}

type At = { db: Runner }
export type Statement<P, R> = ((ctx: At, params: P) => Promise<R>) & { query: Query }
type Build<P, O> = (db: Builder, p: P) => Compilable<O>

/** A query that answers its first row, or nothing. */
export function one<P extends Params, O>(build: Build<P, O>): Statement<P, O | undefined> {
  const query = prepare(build)
  return Object.assign(async (ctx: At, given: P) => (await ctx.db.rows(query, given))[0] as O | undefined, { query })
}

/** A query that answers all its rows. */
export function all<P extends Params, O>(build: Build<P, O>): Statement<P, O[]> {
  const query = prepare(build)
  return Object.assign((ctx: At, given: P) => ctx.db.rows(query, given) as Promise<O[]>, { query })
}

/** A query that changes rows and answers how many: this is how races are decided. */
export function change<P extends Params>(build: Build<P, unknown>): Statement<P, number> {
  const query = prepare(build)
  return Object.assign((ctx: At, given: P) => ctx.db.change(query, given), { query })
}

/** Maps the columns of an answer to the names the code uses: snake_case in the database, camelCase here. */
export function shape(columns: string[]): (row: readonly unknown[]) => Record<string, unknown> {
  const names = columns.map((it) => it.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()))
  return (row) => {
    const it: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i++) it[names[i] as string] = row[i]
    return it
  }
}

/** The statements of a migration, compiled for one engine. */
export const migrationSql = (migration: Migration, dialect: Dialect): string[] =>
  migration.steps.flatMap((step) => step(builders[dialect] as unknown as Kysely<unknown>, dialect)?.compile().sql ?? [])

/** Every row of some tables, as text: for tests that prove that nothing was written. */
export async function dump(db: Runner, tables: (keyof Schema)[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of tables) {
    const rows = await db.rows(
      prepare((builder) => builder.selectFrom(table).selectAll()),
      {},
    )
    found[table] = rows
      .map((row) => JSON.stringify(row))
      .toSorted()
      .join('\n')
  }
  return found
}

export async function openDatabase(where: { url?: string; file: string; pool: number }, observer: Observer = {}): Promise<Database> {
  if (where.url) return (await import('./postgres.ts')).openPostgres(where.url, where.pool, observer)
  // The folder of a first start; for nobody's eyes but the server's.
  mkdirSync(dirname(where.file), { recursive: true, mode: 0o700 })
  return (await import('./sqlite.ts')).openSqlite(where.file, observer)
}
