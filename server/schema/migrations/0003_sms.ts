/** What is known of text messages: each for a while, and how many went where. */
import { sql } from 'kysely'
import type { Migration } from '../../db.ts'
import { byExpiry, keyed } from './forms.ts'

export const sms: Migration = {
  id: '0003_sms',
  steps: [
    // One row an area (a range of numbers, a country, a network address, …) and window of time.
    (db, dialect) =>
      db.schema
        .createTable('traffic')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('area', 'text', (c) => c.notNull())
        // Messages nobody has proven to have read; a code that is spent takes several off.
        .addColumn('open', 'integer', (c) => c.notNull())
        .addColumn('sent', 'integer', (c) => c.notNull())
        .addColumn('proven', 'integer', (c) => c.notNull())
        // In ten-thousandths of the tenant's currency.
        .addColumn('cost', 'bigint', (c) => c.notNull())
        // Of a prefix: the hundreds of the last messages, the last one first, and a comma behind each.
        .addColumn('recent', 'text', (c) => c.notNull())
        .addColumn('sent_at', 'bigint', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('traffic_key', ['tenant_id', 'area'])
        .$call(keyed(dialect)),
    byExpiry('traffic'),

    // Neither text nor code, and the number as a keyed hash.
    (db, dialect) =>
      db.schema
        .createTable('messages')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('number_hash', 'text', (c) => c.notNull())
        .addColumn('country', 'text', (c) => c.notNull())
        .addColumn('prefix', 'text', (c) => c.notNull())
        // '' when there was none to hand it to.
        .addColumn('gateway_id', 'text', (c) => c.notNull())
        .addColumn('vendor_id', 'text')
        // sent, failed (no gateway took it), delivered, undelivered
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('cost', 'bigint', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('receipt_at', 'bigint')
        .addColumn('detail', 'text')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('messages_key', ['tenant_id', 'id'])
        .$call(keyed(dialect)),
    // Receipts name a message by its vendor's id.
    (db) =>
      db.schema
        .createIndex('messages_vendor')
        .on('messages')
        .columns(['tenant_id', 'gateway_id', 'vendor_id'])
        .where(sql.ref('vendor_id'), 'is not', null),
    // How the last messages to a country fared.
    (db) => db.schema.createIndex('messages_country').on('messages').columns(['tenant_id', 'country', 'gateway_id', 'created_at']),
    byExpiry('messages'),

    // When a gateway last told what became of a message: one that never does is not held to it.
    (db) => db.schema.alterTable('gateways').addColumn('receipts_at', 'bigint'),
  ],
}
