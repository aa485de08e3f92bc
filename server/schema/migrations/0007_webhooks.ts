/** Systems of the operator's that are told what happens, and what is still to be told them. */
import { sql } from 'kysely'
import type { Migration } from '../../db.ts'
import { byExpiry } from './forms.ts'

export const webhooks: Migration = {
  id: '0007_webhooks',
  steps: [
    (db) =>
      db.schema
        .createTable('webhooks')
        .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.id'))
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('url', 'text', (c) => c.notNull())
        // Both sealed. The one before signs beside the new one until its time is over.
        .addColumn('secret', 'text', (c) => c.notNull())
        .addColumn('old_secret', 'text')
        .addColumn('old_secret_until', 'bigint')
        // A JSON list of types, or of "*".
        .addColumn('events', 'text', (c) => c.notNull())
        .addColumn('disabled_at', 'bigint')
        // hand, gone, failing
        .addColumn('disabled_by', 'text')
        // Since when nothing was taken.
        .addColumn('failing_since', 'bigint')
        .addColumn('last_at', 'bigint')
        .addColumn('last_status', 'integer')
        .addColumn('last_fault', 'text')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('webhooks_key', ['tenant_id', 'id']),
    // The outbox: written in the transaction that does what is told.
    (db) =>
      db.schema
        .createTable('webhook_deliveries')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('webhook_id', 'text', (c) => c.notNull())
        .addColumn('type', 'text', (c) => c.notNull())
        .addColumn('payload', 'text', (c) => c.notNull())
        // waiting, sent, failed
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        // Nothing: it is not to be sent any more.
        .addColumn('next_at', 'bigint')
        // A process is sending it, until then at the latest.
        .addColumn('leased_until', 'bigint')
        .addColumn('tries', 'integer', (c) => c.notNull())
        // What came of each: JSON.
        .addColumn('answers', 'text', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('webhook_deliveries_key', ['tenant_id', 'id']),
    (db) => db.schema.createIndex('webhook_deliveries_of').on('webhook_deliveries').columns(['tenant_id', 'webhook_id', 'id']),
    (db) =>
      db.schema
        .createIndex('webhook_deliveries_due')
        .on('webhook_deliveries')
        .columns(['tenant_id', 'webhook_id', 'next_at'])
        .where(sql.ref('next_at'), 'is not', null),
    byExpiry('webhook_deliveries'),
  ],
}
