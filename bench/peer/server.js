/**
 * The peer: better-auth with social sign-in, telephone numbers and linking, on the same database engine and
 * with the same promise (an answer is on disk). Its settings are the best we know for this work; see
 * docs/performance.md for what is compared and what is not.
 */
import { createServer } from 'node:http'
import { createServer as createChannel } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { jwt, oneTimeToken, phoneNumber } from 'better-auth/plugins'
import pg from 'pg'

const {
  PEER_FILE: file = '',
  PEER_URL: url = '',
  PEER_USERS: users = '0',
  PEER_ALGORITHM: algorithm = 'ES256',
  BENCH_CHANNEL: channel = '',
} = process.env
const counts = { statements: 0, transactions: 0, commits: 0 }
let told = []

/** What the database is asked, and how often an answer has to reach the disk: a commit, or a change outside a transaction. */
function count(sql, inside) {
  const durable = sql === 'commit' || (!inside && /^(insert|update|delete)/.test(sql))
  if (sql !== 'begin' && sql !== 'commit') counts.statements++
  if (!durable) return
  counts.transactions++
  counts.commits++
}

/** better-auth prepares a statement for every query; this keeps them, as a generous administrator would. */
class Prepared extends DatabaseSync {
  #kept = new Map()
  prepare(sql) {
    count(sql, this.isTransaction)
    let statement = this.#kept.get(sql)
    if (!statement) this.#kept.set(sql, (statement = super.prepare(sql)))
    return statement
  }
}

function openSqlite() {
  const db = new Prepared(file, { timeout: 5000 })
  db.exec(
    'pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -16000; pragma wal_autocheckpoint = 4000',
  )
  return db
}

function openPostgres() {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  return pool
}

const database = url ? openPostgres() : openSqlite()
const auth = betterAuth({
  database,
  baseURL: 'http://127.0.0.1',
  secret: 'a-secret-for-benchmarks-of-32-characters',
  logger: { disabled: true },
  telemetry: { enabled: false },
  // Its own limits are kept in memory and would refuse one address after a few calls.
  rateLimit: { enabled: false },
  advanced: { disableOriginCheck: true, disableCSRFCheck: true },
  account: { accountLinking: { enabled: true, trustedProviders: ['google'], allowDifferentEmails: true } },
  socialProviders: {
    // Stands where a provider would, as Bowline's sandbox does: the token says who the person is, and nobody is asked.
    google: {
      clientId: 'bench',
      clientSecret: 'bench',
      disableImplicitSignUp: true,
      verifyIdToken: async () => true,
      getUserInfo: async ({ idToken }) => ({
        user: { id: idToken, name: idToken, email: `${idToken}@provider.example`, emailVerified: true },
        data: { sub: idToken, name: idToken, email: `${idToken}@provider.example`, email_verified: true },
      }),
    },
  },
  plugins: [
    phoneNumber({ sendOTP: ({ phoneNumber: mobile, code }) => void told.push({ mobile, code }) }),
    oneTimeToken(),
    jwt({ jwks: { keyPairConfig: algorithm === 'RS256' ? { alg: 'RS256', modulusLength: 2048 } : { alg: 'ES256' } } }),
  ],
})

/** Its own migrations leave this one out, and every social sign-in wants it. */
const INDEX = 'create index if not exists bench_account on account ("providerId", "accountId")'

const { runMigrations } = await getMigrations(auth.options)
await runMigrations()
if (!url) seedSqlite()
else await seedPostgres()

/** The numbers of bench/people.ts: whoever is asked for must be here. */
function mobileOf(n) {
  return `+86${15_900_000_000 + ((n * 61_803_399) % 100_000_000)}`
}

function* people() {
  const now = new Date().toISOString()
  for (let n = 0; n < Number(users); n++) yield [`person-${n}`, `Person ${n}`, `person${n}@example.com`, mobileOf(n), now]
}

function seedSqlite() {
  database.exec(INDEX)
  database.exec('begin')
  const insert = database.prepare(
    'insert into user (id, name, email, emailVerified, phoneNumber, phoneNumberVerified, createdAt, updatedAt) values (?, ?, ?, 1, ?, 1, ?, ?)',
  )
  for (const [id, name, email, mobile, now] of people()) insert.run(id, name, email, mobile, now, now)
  database.exec('commit')
}

async function seedPostgres() {
  await database.query(INDEX)
  await database.query(
    `insert into "user" (id, name, email, "emailVerified", "phoneNumber", "phoneNumberVerified", "createdAt", "updatedAt")
     select 'person-' || n, 'Person ' || n, 'person' || n || '@example.com', true, '+86' || (15900000000 + (n * 61803399::bigint) % 100000000), true, now(), now() from generate_series(0, $1::int - 1) n`,
    [Number(users)],
  )
  await database.query('analyze')
}

/** The same channel as bench/channel.ts; this folder stands on its own packages and imports nothing of ours. */
if (channel) {
  const listeners = new Set()
  createChannel((socket) => {
    listeners.add(socket)
    socket.on('close', () => listeners.delete(socket)).on('error', () => listeners.delete(socket))
    socket.on('data', () => socket.write(`n ${counts.statements} ${counts.transactions} ${counts.commits}\n`))
  }).listen(channel)
  setInterval(() => {
    if (listeners.size === 0 || told.length === 0) return
    const lines = told.map((it) => `c ${it.mobile} ${it.code}\n`).join('')
    told = []
    for (const socket of listeners) socket.write(lines)
  }, 5)
}

const server = createServer(toNodeHandler(auth))
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }))
process.on('SIGTERM', () => process.exit(0))
