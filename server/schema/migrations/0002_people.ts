/** Passwords, second factors, profiles, e-mail, and what an owner can undo. */
import type { Kysely } from 'kysely'
import type { Migration } from '../../db.ts'
import { byExpiry, keyed } from './forms.ts'

type Db = Kysely<unknown>
const column = (table: string, name: string, type: 'text' | 'bigint' | 'integer', byDefault?: string | number) => (db: Db) =>
  db.schema.alterTable(table).addColumn(name, type, (c) => (byDefault === undefined ? c : c.notNull().defaultTo(byDefault)))

export const people: Migration = {
  id: '0002_people',
  steps: [
    // A code goes to a number or to an e-mail address.
    (db) => db.schema.alterTable('codes').renameColumn('mobile', 'target'),

    column('users', 'attributes', 'text', '{}'),
    // Summaries of what the rooms password and mfa hold, so that the dispatcher decides from this row alone.
    column('users', 'password_set_at', 'bigint'),
    column('users', 'password_must_change', 'integer', 0),
    column('users', 'factors', 'text', ''),

    column('sessions', 'methods', 'text', ''),

    (db, dialect) =>
      db.schema
        .createTable('passwords')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('user_id', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('set_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('passwords_key', ['tenant_id', 'user_id'])
        .$call(keyed(dialect)),
    (db, dialect) =>
      db.schema
        .createTable('old_passwords')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('user_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('old_passwords_key', ['tenant_id', 'user_id', 'id'])
        .$call(keyed(dialect)),

    (db) =>
      db.schema
        .createTable('factors')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('user_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        // totp or passkey
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        // totp: the shared secret; passkey: the public key and how to reach the authenticator. Sealed.
        .addColumn('secret', 'text', (c) => c.notNull())
        .addColumn('credential_id', 'text')
        // totp: the last time step that was used (RFC 6238 section 5.2); passkey: the authenticator's counter.
        .addColumn('counter', 'bigint', (c) => c.notNull())
        .addColumn('confirmed_at', 'bigint')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('used_at', 'bigint')
        .addPrimaryKeyConstraint('factors_key', ['tenant_id', 'user_id', 'id']),
    (db) => db.schema.createIndex('factors_credential').unique().on('factors').columns(['tenant_id', 'credential_id']),

    (db) =>
      db.schema
        .createTable('mail_gateways')
        .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.id'))
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('gateway', 'text', (c) => c.notNull())
        .addColumn('settings', 'text', (c) => c.notNull())
        .addColumn('position', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('mail_gateways_key', ['tenant_id', 'id']),

    // A change its owner was told of and may undo for a while.
    (db, dialect) =>
      db.schema
        .createTable('changes')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('user_id', 'text', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        // What was before and what came of it. Sealed: it holds numbers and addresses.
        .addColumn('detail', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('used_at', 'bigint')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('changes_key', ['tenant_id', 'hash'])
        .$call(keyed(dialect)),
    byExpiry('changes'),
  ],
}
