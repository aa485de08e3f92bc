/** Who administers, and what a list of very many must be found by. */
import { type AlterTableColumnAlteringBuilder, sql } from 'kysely'
import type { Migration } from '../../db.ts'
import { byExpiry, keyed } from './forms.ts'

export const administration: Migration = {
  id: '0004_administration',
  steps: [
    // Every message renews the time of seven rows, and an index by it with them: the clean-up reads the few rows there are.
    (db) => db.schema.dropIndex('traffic_expiry'),

    // Of the whole server: the tenant is '*' in all four, so none refers to the table of tenants.
    (db) =>
      db.schema
        .createTable('administrators')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('email', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('role', 'text', (c) => c.notNull())
        .addColumn('password_hash', 'text', (c) => c.notNull())
        .addColumn('totp_secret', 'text')
        .addColumn('totp_pending', 'text')
        .addColumn('totp_counter', 'bigint', (c) => c.notNull())
        .addColumn('language', 'text')
        .addColumn('disabled_at', 'bigint')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('last_login_at', 'bigint')
        .addColumn('version', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('administrators_key', ['tenant_id', 'id']),
    (db) => db.schema.createIndex('administrators_email').unique().on('administrators').columns(['tenant_id', 'email']),
    (db) =>
      db.schema
        .createTable('admin_passkeys')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('administrator_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('credential_id', 'text', (c) => c.notNull())
        // The public key and how to reach the authenticator. Sealed.
        .addColumn('secret', 'text', (c) => c.notNull())
        .addColumn('counter', 'bigint', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('used_at', 'bigint')
        .addPrimaryKeyConstraint('admin_passkeys_key', ['tenant_id', 'administrator_id', 'id']),
    (db) => db.schema.createIndex('admin_passkeys_credential').unique().on('admin_passkeys').columns(['tenant_id', 'credential_id']),
    (db) =>
      db.schema
        .createTable('admin_sessions')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('token_hash', 'text', (c) => c.notNull())
        .addColumn('administrator_id', 'text')
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('challenge', 'text')
        .addColumn('agent', 'text', (c) => c.notNull())
        .addColumn('address', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('seen_at', 'bigint', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('admin_sessions_key', ['tenant_id', 'id']),
    (db) => db.schema.createIndex('admin_sessions_token').unique().on('admin_sessions').columns(['tenant_id', 'token_hash']),
    (db) => db.schema.createIndex('admin_sessions_holder').on('admin_sessions').columns(['tenant_id', 'administrator_id']),
    byExpiry('admin_sessions'),
    (db) =>
      db.schema
        .createTable('admin_links')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('email', 'text')
        .addColumn('role', 'text', (c) => c.notNull())
        .addColumn('created_by', 'text')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('spent_at', 'bigint')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('admin_links_key', ['tenant_id', 'hash']),
    byExpiry('admin_links'),

    // People are found by how something of theirs begins. Texts in order of their bytes, as SQLite has them: in any other
    // order what begins alike does not stand together.
    (db, dialect) =>
      dialect === 'postgres'
        ? ['id', 'user_name', 'name', 'mobile', 'email'].reduce(
            (table, column) => table.alterColumn(column, (c) => c.setDataType(sql`text collate "C"`)),
            db.schema.alterTable('users') as unknown as AlterTableColumnAlteringBuilder,
          )
        : undefined,
    (db) =>
      db.schema
        .createIndex('users_name')
        .on('users')
        .columns(['tenant_id'])
        .expression(sql`lower(name)`)
        .column('id'),
    (db) => db.schema.createIndex('users_disabled').on('users').columns(['tenant_id', 'id']).where(sql.ref('disabled_at'), 'is not', null),
    // What happened to one person, and the messages to one number: for their page, and for erasing them.
    (db) =>
      db.schema
        .createIndex('audit_events_user')
        .on('audit_events')
        .columns(['tenant_id', 'user_id', 'id'])
        .where(sql.ref('user_id'), 'is not', null),
    (db) => db.schema.createIndex('messages_number').on('messages').columns(['tenant_id', 'number_hash']),

    // A list of people that is being read in: how far it has come, and the rows still to do, some hundreds a part. Sealed.
    (db, dialect) =>
      db.schema
        .createTable('imports')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        // running, done, failed
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('total', 'integer', (c) => c.notNull())
        .addColumn('done', 'integer', (c) => c.notNull())
        .addColumn('created', 'integer', (c) => c.notNull())
        .addColumn('faults', 'text', (c) => c.notNull())
        // Who asked, and from where: JSON.
        .addColumn('asked', 'text', (c) => c.notNull())
        // How often it was taken up without coming any further.
        .addColumn('tries', 'integer', (c) => c.notNull())
        .addColumn('worked_at', 'bigint', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('finished_at', 'bigint')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('imports_key', ['tenant_id', 'id'])
        .$call(keyed(dialect)),
    (db) => db.schema.createIndex('imports_running').on('imports').column('worked_at').where(sql.ref('state'), '=', sql.lit('running')),
    byExpiry('imports'),
    (db) =>
      db.schema
        .createTable('import_parts')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('import_id', 'text', (c) => c.notNull())
        .addColumn('part', 'integer', (c) => c.notNull())
        .addColumn('rows', 'text', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('import_parts_key', ['tenant_id', 'import_id', 'part']),
    byExpiry('import_parts'),

    // The trail by kind of event, the newest first: what the firewall refused, what became of messages and checks.
    (db) => db.schema.createIndex('audit_events_event').on('audit_events').columns(['tenant_id', 'event', 'id']),
    // The order of sources, where somebody gave them one; those that have none come behind, by age.
    (db) => db.schema.alterTable('sources').addColumn('position', 'integer', (c) => c.notNull().defaultTo(1_000_000)),

    // What the OpenID provider keeps between two requests: codes, tokens, grants, what browsers are in the middle of.
    (db, dialect) =>
      db.schema
        .createTable('oauth_records')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('grant_hash', 'text')
        .addColumn('payload', 'text', (c) => c.notNull())
        .addColumn('consumed_at', 'bigint')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('oauth_records_key', ['tenant_id', 'kind', 'hash'])
        .$call(keyed(dialect)),
    (db) =>
      db.schema
        .createIndex('oauth_records_grant')
        .on('oauth_records')
        .columns(['tenant_id', 'grant_hash'])
        .where(sql.ref('grant_hash'), 'is not', null),
    byExpiry('oauth_records'),
  ],
}
