/** How mail gateways fared, seen by all processes: a row for each gateway and day. */
import type { Migration } from '../../db.ts'
import { byExpiry, keyed } from './forms.ts'

export const mailResults: Migration = {
  id: '0008_mail_results',
  steps: [
    (db, dialect) =>
      keyed(dialect)(
        db.schema
          .createTable('mail_results')
          .addColumn('tenant_id', 'text', (c) => c.notNull())
          .addColumn('gateway_id', 'text', (c) => c.notNull())
          // Since 1970.
          .addColumn('day', 'integer', (c) => c.notNull())
          .addColumn('sent', 'integer', (c) => c.notNull())
          .addColumn('failed', 'integer', (c) => c.notNull())
          // Since the last one that was taken that day.
          .addColumn('failed_run', 'integer', (c) => c.notNull())
          .addColumn('last_sent_at', 'bigint')
          .addColumn('last_failed_at', 'bigint')
          .addColumn('last_fault', 'text')
          .addColumn('expires_at', 'bigint', (c) => c.notNull())
          .addPrimaryKeyConstraint('mail_results_key', ['tenant_id', 'gateway_id', 'day']),
      ),
    byExpiry('mail_results'),
  ],
}
