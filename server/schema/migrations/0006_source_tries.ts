/** Tries of a source by an administrator, and a logo of a source's own. */
import type { Migration } from '../../db.ts'
import { byExpiry, keyed } from './forms.ts'

export const sourceTries: Migration = {
  id: '0006_source_tries',
  steps: [
    (db, dialect) =>
      db.schema
        .createTable('source_tries')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('source_id', 'text', (c) => c.notNull())
        // Sealed: what was promised to the provider, and what came of it.
        .addColumn('payload', 'text', (c) => c.notNull())
        .addColumn('answered_at', 'bigint')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('source_tries_key', ['tenant_id', 'id'])
        .$call(keyed(dialect)),
    byExpiry('source_tries'),
    (db) => db.schema.alterTable('sources').addColumn('logo', 'text', (c) => c.notNull().defaultTo('')),
  ],
}
