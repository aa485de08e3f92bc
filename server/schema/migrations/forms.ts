/** Forms that several migrations give their tables. A migration that is out depends on them: none is ever changed. */
import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Dialect } from '../../db.ts'

/**
 * Tables that are only ever reached by their primary key are kept in it: on SQLite one tree
 * instead of two. PostgreSQL has no such form and needs none.
 */
export const keyed =
  (dialect: Dialect) =>
  <T extends string, C extends string>(table: CreateTableBuilder<T, C>) =>
    dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table

/** Expired rows are found by time, a few at a time, without reading the table. */
export const byExpiry = (table: string) => (db: Kysely<unknown>) => db.schema.createIndex(`${table}_expiry`).on(table).column('expires_at')
