/** The rules of the house, kept by the house: ARCHITECTURE.md lists them, here they are read from the source. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, test } from 'node:test'
import { code, files, filesOf, isTest, packagesOf, read, roomOf, root, server } from '../test/source.ts'
import { listEndpoints, rooms } from './app.ts'
import type { Endpoint } from './http.ts'
import { openSqlite } from './sqlite.ts'

const order = Object.keys(rooms)
const endpointsOf = (room: object) => ('endpoints' in room ? (room.endpoints as Endpoint[]) : [])

/** Folders of the ground floor: what the database holds, and what people read. */
const ground = ['schema', 'languages']

/**
 * Where an endpoint may live: the last word of its URL, or, where a room has two that end alike, as many last
 * words as it takes, joined by dashes; the longest that exists. Of two at one address, one has its method behind it.
 * A placeholder (:userId) goes without its colon, or is left out.
 */
function filesFor(room: string, { method, url }: Pick<Endpoint, 'method' | 'url'>): string[] {
  const words = url.split('/').filter(Boolean)
  const told = [words.map((it) => it.replace(':', '')), words.filter((it) => !it.startsWith(':'))]
  const names = told.flatMap((words) => words.map((_, at) => words.slice(at).join('-')))
  return [...names.map((name) => `${name}-${method.toLowerCase()}`), ...names].map((name) => `server/${room}/${name}.ts`)
}

/** The only files of the ground floor that know rooms. */
const knowRooms = new Set(['server/app.ts', 'server/main.ts', 'server/docs.ts'])

const mayHoldSql = (file: string) => basename(file) === 'store.ts' || file === 'server/db.ts' || file.startsWith('server/schema/')

/** Where each package with a home may be imported; every other package may be imported anywhere. */
const homes: Record<string, (file: string) => boolean> = {
  fastify: (file) => /^server\/(http|http-admin|body|cors|validation|envelope|handover|pages|app)\.ts$/.test(file),
  '@fastify/static': (file) => file === 'server/pages.ts',
  '@fastify/formbody': (file) => file === 'server/http.ts',
  '@fastify/ajv-compiler': (file) => file === 'server/validation.ts',
  '@fastify/fast-json-stringify-compiler': (file) => file === 'server/validation.ts',
  kysely: mayHoldSql,
  jose: (file) => file === 'server/tokens.ts',
  'openid-client': (file) => file === 'server/social/connectors/oidc.ts',
  pg: (file) => file === 'server/postgres.ts',
  'node:sqlite': (file) => file === 'server/sqlite.ts',
  undici: (file) => file === 'server/outbound.ts',
  pino: (file) => file === 'server/log.ts',
  nodemailer: (file) => file === 'server/mail/gateways/smtp-carrier.ts',
  smpp: (file) => /^server\/sms\/gateways\/smpp-\w+\.ts$/.test(file),
  '@node-rs/argon2': (file) => file.startsWith('server/password/'),
  '@node-rs/bcrypt': (file) => file.startsWith('server/password/'),
  '@simplewebauthn/server': (file) => file.startsWith('server/mfa/'),
  otpauth: (file) => file.startsWith('server/mfa/'),
  'oidc-provider': (file) => file.startsWith('server/oauth/'),
  'altcha-lib': (file) => file.startsWith('server/captcha/'),
  'prom-client': (file) => file === 'server/metrics.ts',
}

/** One table of errors is one file, and so is one schema; a migration is never touched again once it is out. Two are written by programs. */
const mayBeLong = (file: string) =>
  ['server/errors.ts', 'server/schema/tables.ts', 'sdk/types.ts', 'web/api-types.ts'].includes(file) ||
  file.startsWith('server/schema/migrations/')

/** Names that mean nothing admit everything. */
const DRAWER = /^(utils?|helpers?|commons?|shared|core|libs?|misc|services?|managers?)$/

/** Faults are gathered, so that one run names them all. */
const none = (faults: string[], law: string) => assert.deepEqual(faults, [], law)

describe('the house', () => {
  test('1a. every folder of server/ is a room of the list in app.ts, or belongs to the ground floor', () => {
    const folders = server.map((it) => it.split('/')).filter((it) => it.length > 2)
    assert.deepEqual([...new Set(folders.map((it) => it[1] ?? ''))].toSorted(), [...order, ...ground].toSorted())
  })

  test('1b. a room uses only rooms above it in the list, and only through their index.ts', () => {
    const faults = server.flatMap((file) => {
      const room = roomOf(file)
      if (!room) return []
      return filesOf(file).flatMap((target) => {
        const other = roomOf(target)
        if (!other || other === room) return []
        if (target !== `server/${other}/index.ts`) return [`${file} uses ${target}, past the front door`]
        return order.indexOf(other) < order.indexOf(room) ? [] : [`${file} uses ${other}, which is not above ${room}`]
      })
    })
    none(faults, 'imports of rooms')
  })

  test('2. a ground file knows no room; nobody knows the files above the rooms, nor test equipment', () => {
    const faults = server.flatMap((file) => {
      if (knowRooms.has(file)) return []
      const wrong = filesOf(file).filter((it) => knowRooms.has(it) || isTest(it) || (!roomOf(file) && roomOf(it)))
      return wrong.map((it) => `${file} uses ${it}`)
    })
    none(faults, 'imports of ground files')
  })

  test('3a. SQL is written in store.ts, db.ts and schema/ only', () => {
    const words = /\.\s*(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/
    none(
      server.filter((it) => !mayHoldSql(it) && words.test(read(it))),
      'files that hold SQL',
    )
  })

  // 3b, 3c, 4 and the tables of 9a: house-sql.test.ts

  test('5a. an endpoint lives in the file its URL ends with, and is its default export', async () => {
    for (const [room, card] of Object.entries(rooms)) {
      for (const endpoint of endpointsOf(card)) {
        const files = filesFor(room, endpoint)
        const file = files.find((it) => existsSync(join(root, it))) ?? ''
        assert.ok(file, `${endpoint.url} has none of ${files.join(', ')}`)
        const { default: found } = (await import(join(root, file))) as { default: unknown }
        assert.equal(found, endpoint, `the default export of ${file} is not the endpoint ${endpoint.url}`)
      }
    }
  })

  test('5b. every file with a default export is an endpoint that its room lists', () => {
    const mounted = Object.entries(rooms).flatMap(([room, card]) => endpointsOf(card).flatMap((it) => filesFor(room, it)))
    none(
      server.filter((it) => /^export default\b/m.test(read(it)) && !mounted.includes(it)),
      'endpoints nobody mounts',
    )
  })

  test('5c. an address is served by one endpoint', () => {
    const all = listEndpoints().flatMap((it) => [it.url, ...(it.also ?? [])].map((url) => `${it.method} ${url}`))
    assert.deepEqual(all, [...new Set(all)])
  })

  test('6. a package with a home is imported nowhere else', () => {
    const faults = server.flatMap((file) =>
      packagesOf(file).flatMap((it) => (homes[it]?.(file) === false ? [`${file} imports ${it}`] : [])),
    )
    none(faults, 'imports away from home')
  })

  test('7. a connector or gateway knows only its contract, and how others of its kind speak', () => {
    const faults = server.flatMap((file) => {
      const [, folder, name] = /^(server\/\w+\/(?:connectors|gateways)\/)([^/]+)\.ts$/.exec(file) ?? []
      if (!folder || name === 'index') return []
      // The contract hands on the words that settings are written in.
      const given = name === 'connector' || name === 'gateway' ? ['server/type.ts', 'server/languages/index.ts', 'server/signing.ts'] : []
      return filesOf(file)
        .filter((it) => !given.includes(it) && (!it.startsWith(folder) || basename(it) === 'index.ts'))
        .map((it) => `${file} uses ${it}`)
    })
    none(faults, 'imports of what plugs in')
  })

  test('8. there is no drawer', () => {
    const words = (file: string) => file.split(/[/.-]/)
    none(
      code.filter((it) => words(it).some((word) => DRAWER.test(word))),
      'names that admit everything',
    )
  })

  test('9a. every room has a card', () => {
    none(
      order.filter((room) => !new RegExp(`^/\\*\\*\\s+(?:\\* )?${room}: `).test(read(`server/${room}/index.ts`))),
      'rooms whose index.ts does not open with "/** <room>: what it is"',
    )
  })

  test('9b. no file passes 300 lines', () => {
    const pages = files.filter((it) => /^(web|sdk|e2e)\/.*\.tsx?$/.test(it) && !it.startsWith('web/dist/'))
    const lengths = [...code, ...pages].map((file) => ({ file, lines: read(file).trimEnd().split('\n').length }))
    const long = lengths.filter(({ file, lines }) => lines > 300 && !mayBeLong(file))
    none(
      long.map(({ file, lines }) => `${file}: ${lines}`),
      'long files',
    )
  })

  // 10: errors.test.ts. 11 is kept by the compiler: `caller` is a required field of every endpoint.

  test('12. a transaction that waits for anything but the database is refused', async () => {
    const database = openSqlite(':memory:', {})
    const waits = database.transact(() => new Promise((done) => setTimeout(done, 20)))
    await assert.rejects(waits, /waited for something other than the database/)
    await database.close()
  })
})
