/** The rules of the house about SQL, kept over the statements themselves: compiled, for both databases. */
import assert from 'node:assert/strict'
import { basename, join } from 'node:path'
import { describe, test } from 'node:test'
import { read, roomOf, root, server } from '../test/source.ts'
import { rooms } from './app.ts'
import type { Dialect, Query } from './db.ts'

const order = Object.keys(rooms)

/** The statements that name no tenant, and why. */
const overTenants: Record<string, string> = {
  findAppAnywhere: 'asked before the tenant is known: the client_id names it',
  listSettingsWithOrigins: 'asked before the tenant is known: a preflight names nobody',
  findAccessToken: 'asked before the tenant is known: the token names it',
  findTemplate: 'templates belong to the installation',
  listTemplates: 'templates belong to the installation',
  createTemplate: 'templates belong to the installation',
  findTenantByDomain: 'asked before the tenant is known: the host name names it',
  findTenantByName: 'asked before the tenant is known: finds the default one',
  listTenantRows: 'the list of tenants itself',
  readInstance: 'belongs to the installation',
  writeInstance: 'belongs to the installation',
  deleteExpiredAccessTokens: 'the clean-up goes over all tenants',
  deleteExpiredAdminLinks: 'the clean-up goes over all tenants',
  deleteExpiredAdminSessions: 'the clean-up goes over all tenants',
  deleteExpiredBudgets: 'the clean-up goes over all tenants',
  deleteExpiredChanges: 'the clean-up goes over all tenants',
  deleteExpiredCaptchas: 'the clean-up goes over all tenants',
  deleteExpiredDeliveries: 'the clean-up goes over all tenants',
  deleteExpiredCodes: 'the clean-up goes over all tenants',
  deleteExpiredImportParts: 'the clean-up goes over all tenants',
  deleteExpiredImports: 'the clean-up goes over all tenants',
  listDueWebhooks: 'what is to be sent is looked for over all tenants',
  findAnyWebhook: 'what is to be sent is looked for over all tenants',
  listLeftImports: 'the clean-up goes over all tenants',
  deleteExpiredMailResults: 'the clean-up goes over all tenants',
  deleteExpiredMessages: 'the clean-up goes over all tenants',
  deleteExpiredNonces: 'the clean-up goes over all tenants',
  deleteExpiredRecords: 'the clean-up goes over all tenants',
  deleteExpiredSessions: 'the clean-up goes over all tenants',
  deleteExpiredStates: 'the clean-up goes over all tenants',
  deleteExpiredTickets: 'the clean-up goes over all tenants',
  deleteExpiredTraffic: 'the clean-up goes over all tenants',
  deleteExpiredTries: 'the clean-up goes over all tenants',
}

type Found = { room: string; file: string; name: string; query?: Query }
const statements: Found[] = []
for (const file of server.filter((it) => basename(it) === 'store.ts')) {
  const store = (await import(join(root, file))) as Record<string, { query?: Query }>
  for (const [name, { query }] of Object.entries(store)) statements.push({ room: roomOf(file) ?? '', file, name, ...(query && { query }) })
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Table by table, its owner: schema/tables.ts says a comment that begins with `room/:` stands over its tables. */
const owners = new Map<string, string>()
for (const [, room = '', body = ''] of read('server/schema/tables.ts').matchAll(
  /^\/\*\* (\w+)\/:[^]*?\*\/\ntype \w+ = \{\n([^]*?)\n\}/gm,
)) {
  for (const [, table = ''] of body.matchAll(/^ {2}(\w+): \{/gm)) owners.set(snake(table), room)
}

const none = (faults: string[], law: string) => assert.deepEqual(faults, [], law)

/**
 * Whether the value `tenantId` is compared with a tenant, or written as one. A statement is bound with
 * the names of its values, so that each placeholder tells what would stand there.
 */
function namesTenant(query: Query, dialect: Dialect): boolean {
  const { sql, bind } = query.compiled(dialect)
  const names = bind(new Proxy({}, { get: (_, name) => String(name) }))
  let next = 0
  const filled = sql.replace(/\$(\d+)|\?/g, (_, number?: string) => `:${String(names[number ? Number(number) - 1 : next++])}`)
  // The table of tenants is the one that calls it `id`.
  const column = /\b(?:from|into|update) "tenants"/.test(sql) ? 'id' : 'tenant_id'
  const [, columns, values] = /^insert into "\w+" \(([^)]*)\) values \(([^)]*)\)/.exec(filled) ?? []
  if (columns && values) return values.split(', ')[columns.split(', ').indexOf(`"${column}"`)] === ':tenantId'
  return filled.includes(`"${column}" = :tenantId`)
}

describe('the house, its SQL', () => {
  test('3b. a table is touched by the room that owns it, and by no other', () => {
    const faults = statements.flatMap(({ room, file, name, query }) => {
      const tables = [...(query?.compiled('postgres').sql ?? '').matchAll(/\b(?:from|into|update|join) "(\w+)"/g)].map(
        (it) => it[1] as string,
      )
      return tables.filter((it) => owners.get(it) !== room).map((it) => `${file} ${name} touches ${it}, of ${owners.get(it) ?? 'nobody'}`)
    })
    none(faults, 'tables touched by others')
  })

  test('3c. a store holds statements and nothing else', () => {
    none(
      statements.filter((it) => !it.query).map(({ file, name }) => `${file} ${name}`),
      'exports that are no statement',
    )
  })

  test('4. every statement names its tenant', () => {
    const faults = statements.flatMap(({ file, name, query }) =>
      (['sqlite', 'postgres'] as const)
        .filter((dialect) => query && !(name in overTenants) && !namesTenant(query, dialect))
        .map((dialect) => `${file} ${name} (${dialect})`),
    )
    none(faults, 'statements over all tenants that are not on the list')
    const known = new Set(statements.map((it) => it.name))
    none(
      Object.keys(overTenants).filter((it) => !known.has(it)),
      'on the list, and no statement',
    )
  })

  test('9a. the card of a room says which tables it owns', () => {
    for (const room of order) {
      const card = /^\/\*\*[^]*?\*\//.exec(read(`server/${room}/index.ts`))?.[0].replace(/\s*\n \* ?/g, ' ') ?? ''
      const said = [...(/\bOwns ([^.]*)\./.exec(card)?.[1] ?? '').matchAll(/`(\w+)`/g)].map((it) => it[1] ?? '')
      const owned = [...owners].filter(([, owner]) => owner === room).map(([table]) => table)
      assert.deepEqual(said.toSorted(), owned.toSorted(), `what the card of ${room} says it owns`)
      if (owned.length === 0) assert.match(card, /\bOwns no table\b/, `the card of ${room} says that it owns no table`)
    }
  })

  test('every owner in schema/tables.ts is a room, and every table of the schema has one', () => {
    none(
      [...owners].filter(([, room]) => !order.includes(room)).map(([table]) => table),
      'tables of nobody',
    )
    const migrations = server.filter((it) => /^server\/schema\/migrations\/\d/.test(it)).map(read)
    const created = [...migrations.join('\n').matchAll(/createTable\('(\w+)'\)/g)].map((it) => it[1] ?? '')
    assert.deepEqual(created.toSorted(), [...owners.keys()].toSorted())
  })
})
