/** The first schema: the bind journey and what it stands on. */
import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Dialect, Migration } from '../../db.ts'

/**
 * Tables that are only ever reached by their primary key are kept in it: on SQLite one tree
 * instead of two. PostgreSQL has no such form and needs none.
 */
const keyed =
  (dialect: Dialect) =>
  <T extends string, C extends string>(table: CreateTableBuilder<T, C>) =>
    dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table

type Db = Kysely<unknown>
/** Expired rows are found by time, a few at a time, without reading the table. */
const byExpiry = (table: string) => (db: Db) => db.schema.createIndex(`${table}_expiry`).on(table).column('expires_at')

export const start: Migration = {
  id: '0001_start',
  steps: [
    (db, dialect) =>
      db.schema
        .createTable('audit_events')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('journey_id', 'text', (c) => c.notNull())
        .addColumn('event', 'text', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('reason', 'text')
        .addColumn('client_id', 'text')
        .addColumn('user_id', 'text')
        .addColumn('source_id', 'text')
        .addColumn('address', 'text')
        .addColumn('request_id', 'text', (c) => c.notNull())
        .addColumn('detail', 'text')
        .addPrimaryKeyConstraint('audit_events_key', ['tenant_id', 'id'])
        .$call(keyed(dialect)),
    (db) => db.schema.createIndex('audit_events_journey').on('audit_events').columns(['tenant_id', 'journey_id']),

    (db, dialect) =>
      db.schema
        .createTable('budgets')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('count', 'integer', (c) => c.notNull())
        .addColumn('window_start', 'bigint', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('budgets_key', ['tenant_id', 'key'])
        .$call(keyed(dialect)),
    byExpiry('budgets'),

    (db) =>
      db.schema
        .createTable('tenants')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('name', 'text', (c) => c.notNull().unique())
        .addColumn('domain', 'text', (c) => c.unique())
        .addColumn('settings', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull()),
    (db) =>
      db.schema
        .createTable('signing_keys')
        .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.id'))
        .addColumn('kid', 'text', (c) => c.notNull())
        .addColumn('alg', 'text', (c) => c.notNull())
        .addColumn('public_jwk', 'text', (c) => c.notNull())
        .addColumn('private_key', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('retired_at', 'bigint')
        .addPrimaryKeyConstraint('signing_keys_key', ['tenant_id', 'kid']),
    (db) =>
      db.schema
        .createTable('instance')
        .addColumn('key', 'text', (c) => c.primaryKey())
        .addColumn('value', 'text', (c) => c.notNull()),

    (db) =>
      db.schema
        .createTable('users')
        .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.id'))
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('user_name', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('mobile', 'text')
        .addColumn('mobile_proven_at', 'bigint')
        .addColumn('email', 'text')
        .addColumn('email_proven_at', 'bigint')
        .addColumn('disabled_at', 'bigint')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('users_key', ['tenant_id', 'id']),
    (db) =>
      db.schema
        .createIndex('users_user_name')
        .unique()
        .on('users')
        .columns(['tenant_id'])
        .expression(sql`lower(user_name)`),
    (db) => db.schema.createIndex('users_mobile').on('users').columns(['tenant_id', 'mobile']),
    (db) => db.schema.createIndex('users_email').on('users').columns(['tenant_id', 'email']),
    // Threat row 1: a number or address is unique among those who proved it, not among those who claim it.
    (db) =>
      db.schema
        .createIndex('users_proven_mobile')
        .unique()
        .on('users')
        .columns(['tenant_id', 'mobile'])
        .where(sql.ref('mobile_proven_at'), 'is not', null),
    (db) =>
      db.schema
        .createIndex('users_proven_email')
        .unique()
        .on('users')
        .columns(['tenant_id', 'email'])
        .where(sql.ref('email_proven_at'), 'is not', null),

    (db) =>
      db.schema
        .createTable('app_templates')
        .addColumn('client_id', 'text', (c) => c.primaryKey())
        .addColumn('name', 'text', (c) => c.notNull()),
    (db) =>
      db.schema
        .createTable('apps')
        .addColumn('client_id', 'text', (c) => c.primaryKey())
        .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.id'))
        .addColumn('template_client_id', 'text')
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('secret_hash', 'text')
        .addColumn('public_key', 'text', (c) => c.notNull())
        .addColumn('private_key', 'text', (c) => c.notNull())
        .addColumn('settings', 'text', (c) => c.notNull())
        .addColumn('disabled_at', 'bigint')
        .addColumn('created_at', 'bigint', (c) => c.notNull()),
    (db) => db.schema.createIndex('apps_template').unique().on('apps').columns(['tenant_id', 'template_client_id']),
    (db, dialect) =>
      db.schema
        .createTable('access_tokens')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('client_id', 'text', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .$call(keyed(dialect)),
    byExpiry('access_tokens'),

    (db, dialect) =>
      db.schema
        .createTable('captchas')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('answer', 'integer', (c) => c.notNull())
        .addColumn('pass_hash', 'text')
        .addColumn('used_at', 'bigint')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('captchas_key', ['tenant_id', 'hash'])
        .$call(keyed(dialect)),
    byExpiry('captchas'),

    (db, dialect) =>
      db.schema
        .createTable('codes')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('mobile', 'text', (c) => c.notNull())
        .addColumn('purpose', 'text', (c) => c.notNull())
        // '' when the code was sent without a state token.
        .addColumn('state_hash', 'text', (c) => c.notNull())
        .addColumn('code_mac', 'text', (c) => c.notNull())
        .addColumn('tries', 'integer', (c) => c.notNull())
        .addColumn('sent_at', 'bigint', (c) => c.notNull())
        .addColumn('used_at', 'bigint')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('codes_key', ['tenant_id', 'mobile', 'purpose', 'state_hash'])
        .$call(keyed(dialect)),
    byExpiry('codes'),
    (db) =>
      db.schema
        .createTable('gateways')
        .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.id'))
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('gateway', 'text', (c) => c.notNull())
        .addColumn('settings', 'text', (c) => c.notNull())
        .addColumn('position', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('gateways_key', ['tenant_id', 'id']),

    (db, dialect) =>
      db.schema
        .createTable('sessions')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('token_hash', 'text', (c) => c.notNull())
        .addColumn('user_id', 'text', (c) => c.notNull())
        .addColumn('client_id', 'text', (c) => c.notNull())
        .addColumn('fingerprint', 'text', (c) => c.notNull())
        .addColumn('system', 'text', (c) => c.notNull())
        .addColumn('agent', 'text', (c) => c.notNull())
        .addColumn('address', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('ended_at', 'bigint')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('sessions_key', ['tenant_id', 'id'])
        .$call(keyed(dialect)),
    (db) => db.schema.createIndex('sessions_token').unique().on('sessions').columns(['tenant_id', 'token_hash']),
    (db) => db.schema.createIndex('sessions_user').on('sessions').columns(['tenant_id', 'user_id']),
    byExpiry('sessions'),
    (db, dialect) =>
      db.schema
        .createTable('state_tokens')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('purpose', 'text', (c) => c.notNull())
        .addColumn('client_id', 'text', (c) => c.notNull())
        .addColumn('fingerprint', 'text', (c) => c.notNull())
        .addColumn('payload', 'text', (c) => c.notNull())
        .addColumn('failures', 'integer', (c) => c.notNull())
        .addColumn('used_at', 'bigint')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('state_tokens_key', ['tenant_id', 'hash'])
        .$call(keyed(dialect)),
    byExpiry('state_tokens'),
    (db, dialect) =>
      db.schema
        .createTable('sso_tickets')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('session_id', 'text', (c) => c.notNull())
        .addColumn('client_id', 'text', (c) => c.notNull())
        .addColumn('fingerprint', 'text', (c) => c.notNull())
        .addColumn('used_at', 'bigint')
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('sso_tickets_key', ['tenant_id', 'hash'])
        .$call(keyed(dialect)),
    byExpiry('sso_tickets'),
    (db, dialect) =>
      db.schema
        .createTable('nonces')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('nonces_key', ['tenant_id', 'hash'])
        .$call(keyed(dialect)),
    byExpiry('nonces'),

    (db) =>
      db.schema
        .createTable('sources')
        .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.id'))
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('connector', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('settings', 'text', (c) => c.notNull())
        .addColumn('unknown_user', 'text', (c) => c.notNull())
        .addColumn('trust_mobile', 'integer', (c) => c.notNull())
        .addColumn('trust_email', 'integer', (c) => c.notNull())
        .addColumn('disabled_at', 'bigint')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('sources_key', ['tenant_id', 'id']),
    (db, dialect) =>
      db.schema
        .createTable('social_accounts')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('source_id', 'text', (c) => c.notNull())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('alias', 'text')
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('user_id', 'text', (c) => c.notNull())
        .addColumn('nickname', 'text')
        .addColumn('avatar', 'text')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('social_accounts_key', ['tenant_id', 'source_id', 'subject'])
        .addForeignKeyConstraint('social_accounts_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'])
        .$call(keyed(dialect)),
    (db) =>
      db.schema
        .createIndex('social_accounts_alias')
        .unique()
        .on('social_accounts')
        .columns(['tenant_id', 'source_id', 'alias'])
        .where(sql.ref('alias'), 'is not', null),
    (db) => db.schema.createIndex('social_accounts_user').on('social_accounts').columns(['tenant_id', 'user_id']),
  ],
}
