/**
 * node bench/million.ts [--users 1000000] [--db sqlite|postgres] [--folder FOLDER] [--only WORD]
 *
 * Fills a database with made-up people, through the rooms' own statements in large transactions, and times every kind of
 * search an administrator can make: 200 of each, one after the other, through the front door. Prints a table; the one in
 * docs/performance.md was written by hand from it. In a folder that is named the people stay (SQLite only), for the next run.
 * `CPU` is the processor time of this process, SQLite's work in it: what a busy machine does not change.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type Bowline, createBowline } from '../server/app.ts'
import { createApp, findAppRow, setSecret } from '../server/apps/index.ts'
import { readConfig } from '../server/config.ts'
import { ground, transact } from '../server/context.ts'
import { DEFAULT_TENANT, listTenants } from '../server/tenants/index.ts'
import { createUser } from '../server/users/index.ts'
import { mobileOf, SECRET } from './people.ts'
import { startPostgres } from './postgres.ts'

const { values: given } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    db: { type: 'string', default: 'sqlite' },
    folder: { type: 'string' },
    only: { type: 'string', default: '' },
  },
})
const users = Number(given.users)

/** People of one transaction, and transactions at once: PostgreSQL answers one statement at a time on a connection. */
const BATCH = 5000
const LANES = given.db === 'postgres' ? 4 : 1
const TIMES = 200
const CLIENT = 'BenchAppDirectoryBenchAppDirect1'

const SURNAMES = ['Wang', 'Li', 'Zhang', 'Liu', 'Chen', 'Yang', 'Huang', 'Zhao', 'Wu', 'Zhou', '王', '李', '张', '刘', '陈', 'Öz']
const GIVEN = ['Wei', 'Fang', 'Na', 'Min', 'Jing', 'Qiang', 'Lei', 'Jun', 'Yang', 'Yong', '伟', '芳', '娜', '敏', '静', '强']

/** The same person for the same number, everywhere; a few dozen share each name. */
const personOf = (n: number) => {
  const mixed = (n * 2_654_435_761) % 4_294_967_296
  const name = `${SURNAMES[mixed % 16]} ${GIVEN[(mixed >>> 4) % 16]}${(mixed >>> 8) % 97}`
  return {
    userName: `${
      name
        .normalize('NFKD')
        .replace(/[^A-Za-z0-9]/g, '')
        .toLowerCase() || 'user'
    }.${n}`,
    name,
    mobile: mobileOf(n),
    email: `p${mixed}@mail${n % 50}.example.com`,
  }
}

async function fill({ world }: Bowline) {
  const ctx = ground(world)
  const tenant = (await listTenants(ctx)).find((it) => it.name === DEFAULT_TENANT)
  if (!tenant) throw new Error('there is no default tenant')
  if (await findAppRow(ctx, tenant.id, CLIENT)) return
  await createApp(ctx, tenant.id, {
    clientId: CLIENT,
    name: 'Directory',
    settings: { permissions: ['user_read'], access_token_lifetime: 86_400 },
  })
  await setSecret(ctx, tenant.id, CLIENT, SECRET)
  const started = performance.now()
  let next = 0
  const lane = async () => {
    while (next < users) {
      const from = next
      next += BATCH
      await transact(ctx, async (ctx) => {
        for (let n = from; n < Math.min(users, from + BATCH); n++) {
          const proven = n % 10 === 0 ? null : ctx.now()
          const made = await createUser(ctx, tenant.id, {
            ...personOf(n),
            mobileProvenAt: proven,
            emailProvenAt: n % 3 === 0 ? proven : null,
            disabledAt: n % 200 === 0 ? ctx.now() : null,
          })
          if (!made) throw new Error(`person ${n} is there already`)
        }
      })
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  const seconds = (performance.now() - started) / 1000
  say(`${given.db}${postgres ? ` ${postgres.version}` : ''}: ${users.toLocaleString('en')} people in ${seconds.toFixed(0)} s\n\n`)
}

type Kind = { name: string; ask(n: number): { method?: 'POST'; url: string; body?: object } }

const search = (query: string, more = '') => ({ url: `/api/v2/admin/users?query=${encodeURIComponent(query)}${more}` })
const page = (offset: number) => ({ url: `/api/v2/tenant/users?limit=100&offset=${offset}` })
/** Somebody else every time, over everybody. */
const someone = (n: number) => personOf(Math.floor(((n * 0.618_033_988_749) % 1) * users))

const kinds: Kind[] = [
  { name: 'user name, whole', ask: (n) => search(someone(n).userName) },
  { name: 'user name, 4 letters', ask: (n) => search(someone(n).userName.slice(0, 4)) },
  { name: 'user name, 1 letter', ask: (n) => search(someone(n).userName.slice(0, 1)) },
  { name: 'name, in capitals', ask: (n) => search(someone(n).name.toUpperCase()) },
  { name: 'name, one sign', ask: (n) => search([...someone(n).name][0] ?? '') },
  { name: 'address, 6 signs', ask: (n) => search(someone(n).email.slice(0, 6)) },
  { name: 'number, whole', ask: (n) => search(`+86-${someone(n).mobile.slice(3)}`) },
  { name: 'number, 5 digits', ask: (n) => search(someone(n).mobile.slice(3, 8)) },
  { name: 'nobody', ask: (n) => search(`nobody ${n}`) },
  { name: 'disabled, newest', ask: () => ({ url: '/api/v2/admin/users?state=disabled&limit=50' }) },
  { name: 'disabled of a name', ask: (n) => search(someone(n).name.slice(0, 5), '&state=disabled&limit=50') },
  { name: 'newest, no query', ask: () => ({ url: '/api/v2/admin/users?limit=50' }) },
  { name: 'count, 1 letter', ask: (n) => ({ url: `/api/v2/admin/users/count?query=${someone(n).userName.slice(0, 1)}` }) },
  { name: 'count, everybody', ask: () => ({ url: '/api/v2/admin/users/count' }) },
  {
    name: 'published: by user name',
    ask: (n) => ({ method: 'POST', url: '/api/v2/tenant/users/user-by-username', body: { user_name: someone(n).userName } }),
  },
  { name: 'published: a page, anywhere', ask: (n) => page(Math.floor(((n * 0.618_033_988_749) % 1) * (users / 100))) },
  { name: 'published: page 1', ask: () => page(0) },
  { name: 'published: page 1,000', ask: () => page(999) },
  { name: 'published: the last page', ask: () => page(Math.ceil(users / 100) - 1) },
]

async function measure({ server, listen }: Bowline) {
  await listen()
  const token = await server.inject({
    method: 'POST',
    url: '/api/v2/tenant/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `grant_type=client_credentials&client_id=${CLIENT}&client_secret=${SECRET}`,
  })
  const headers = { authorization: `Bearer ${(token.json() as { access_token: string }).access_token}`, 'content-type': 'application/json' }
  // As the database's own housekeeping would have done by then.
  await postgres?.ask('vacuum analyze users', 'million')
  const once = async ({ ask }: Kind, n: number) => {
    const { method = 'GET', url, body } = ask(n)
    const from = performance.now()
    const busy = process.cpuUsage()
    const answer = await server.inject({ method, url, headers, ...(body && { payload: JSON.stringify(body) }) })
    const took = performance.now() - from
    const { user, system } = process.cpuUsage(busy)
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.body}`)
    const { users: found } = answer.json() as { users?: unknown[] }
    return { took, cpu: (user + system) / 1000, found: found?.length ?? 1 }
  }
  // Nobody is counted yet: this one page waits for it.
  say(`the first page of the published list after a start: ${(await once({ name: '', ask: () => page(0) }, 0)).took.toFixed(0)} ms\n\n`)
  say(
    `${'of 200, in milliseconds'.padEnd(30)}${['median', 'p99', 'most', 'CPU', 'CPU p99', 'found'].map((it) => it.padStart(10)).join('')}\n`,
  )
  for (const kind of kinds.filter((it) => it.name.includes(given.only))) {
    for (let n = 0; n < 5; n++) await once(kind, 10_000 + n)
    const all: Awaited<ReturnType<typeof once>>[] = []
    for (let n = 0; n < TIMES; n++) all.push(await once(kind, n))
    const at = (of: 'took' | 'cpu', part: number) =>
      (all.map((it) => it[of]).toSorted((a, b) => a - b)[Math.min(TIMES - 1, Math.floor(TIMES * part))] ?? 0).toFixed(1)
    const found = all.reduce((sum, it) => sum + it.found, 0) / TIMES
    say(
      `${kind.name.padEnd(30)}${[at('took', 0.5), at('took', 0.99), at('took', 1), at('cpu', 0.5), at('cpu', 0.99), found.toFixed(1)].map((it) => it.padStart(10)).join('')}\n`,
    )
  }
}

function say(text: string) {
  process.stdout.write(text)
}

const folder = given.folder ?? mkdtempSync(join(tmpdir(), 'bowline-million-'))
const postgres = given.db === 'postgres' ? await startPostgres(join(folder, 'pg')) : undefined
let bowline: Bowline | undefined
try {
  await postgres?.ask('create database million')
  bowline = await createBowline(
    readConfig({
      BOWLINE_DATA: folder,
      ...(!given.folder && { BOWLINE_MASTER_KEY: randomBytes(32).toString('base64') }),
      BOWLINE_LOG_LEVEL: 'silent',
      ...(postgres && { BOWLINE_DATABASE_URL: postgres.url('million'), BOWLINE_DATABASE_POOL: String(LANES + 2) }),
    }),
  )
  await fill(bowline)
  await measure(bowline)
} finally {
  await bowline?.stop()
  await postgres?.stop()
  if (!given.folder) rmSync(folder, { recursive: true, force: true })
}
