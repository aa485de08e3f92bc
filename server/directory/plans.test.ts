/** How both databases find people: by an index, to the place, in its order. A plan that reads everybody fails here. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import test from 'node:test'
import pg from 'pg'
import { administrate } from '../administration.double.ts'
import { findEventOfUser, listEventsOfUser } from '../audit/index.ts'
import { transact } from '../context.ts'
import type { Dialect, Query } from '../db.ts'
import { listMessagesTo } from '../sms/store.ts'
import { bench, type Bench } from '../testing.ts'
import {
  countBehind,
  countDisabled,
  countFound,
  countSlots,
  createUser,
  findIdBehind,
  listNewest,
  listNewestDisabled,
  listUserPage,
  listUsersAfter,
  searchByEmail,
  searchById,
  searchByMobile,
  searchByName,
  searchByUserName,
} from '../users/index.ts'

type Statement = { query: Query }
const slots = Object.fromEntries(
  [0, 1, 2, 3, 4, 5, 6, 7].flatMap((slot) => [
    [`from${slot}`, 'p5'],
    [`until${slot}`, 'p6'],
  ]),
)
/** Every statement, an index it must use, and what is asked. */
const statements: Record<string, [Statement, index: string, Record<string, string | number>]> = {
  searchByUserName: [searchByUserName, 'users_user_name', { from: 'person5', after: '', until: 'person6', most: 20 }],
  searchByName: [searchByName, 'users_name', { from: 'person 5', after: '', until: 'person 6', most: 20 }],
  searchByEmail: [searchByEmail, 'users_email', { from: 'p5', after: '', until: 'p6', most: 20 }],
  searchByMobile: [searchByMobile, 'users_mobile', { from: '+86159', after: '', until: '+86159~', most: 20 }],
  searchById: [searchById, 'users_key', { from: '2026', after: '', until: '2026~', most: 20 }],
  listNewest: [listNewest, 'users_key', { before: '~', most: 20 }],
  listNewestDisabled: [listNewestDisabled, 'users_disabled', { before: '~', most: 20 }],
  listUsersAfter: [listUsersAfter, 'users_key', { after: '', most: 500 }],
  listUserPage: [listUserPage, 'users_key', { after: '2026', skip: 100, most: 20 }],
  findIdBehind: [findIdBehind, 'users_key', { after: '2026', skip: 100 }],
  countBehind: [countBehind, 'users_key', { after: '2026', most: 5000 }],
  countFound: [countFound, 'users_user_name', { ...slots, most: 1000, least: 0, last: 1 }],
  countSlots: [countSlots, 'users_name', { ...slots, most: 10_001 }],
  countDisabled: [countDisabled, 'users_disabled', { most: 10_001 }],
  listEventsOfUser: [listEventsOfUser, 'audit_events_user', { userId: 'x', most: 50 }],
  findEventOfUser: [findEventOfUser, 'audit_events_user', { userId: 'x', event: 'admin/user-erase' }],
  listMessagesTo: [listMessagesTo, 'messages_number', { numberHash: 'x' }],
}

const bound = ({ query }: Statement, dialect: Dialect, given: Record<string, string | number>) => {
  const { sql, bind } = query.compiled(dialect)
  return { sql, values: bind(given) as (string | number)[] }
}

/** Enough people that reading all of them is never the cheaper way. */
async function fill(b: Bench) {
  for (let from = 0; from < 4000; from += 1000) {
    await transact(b.ctx, async (ctx) => {
      for (let n = from; n < from + 1000; n++)
        await createUser(ctx, b.tenant.id, {
          userName: `person${n}`,
          name: `Person ${n}`,
          mobile: `+86159${String(n).padStart(8, '0')}`,
          email: `p${n}@example.com`,
          disabledAt: n % 100 === 0 ? 1 : null,
        })
    })
  }
}

test('no search reads everybody', async (t) => {
  await using b = await bench()
  await fill(b)
  const plans = process.env['TEST_DATABASE_URL'] ? await postgresPlans(b) : sqlitePlans(b)
  for (const [name, { plan, ordered }] of Object.entries(plans)) {
    await t.test(name, () => {
      const [, index] = statements[name] as [Statement, string, object]
      assert.ok(plan.includes(index), plan)
      assert.ok(ordered, plan)
    })
  }
})

test('the plans are told from one that reads everybody', async () => {
  await using b = await bench()
  await fill(b)
  // What no index knows: the middle of a name.
  const sql = "select * from users where tenant_id = 'x' and name like '%5%' order by name limit 5"
  const [plan = ''] = process.env['TEST_DATABASE_URL'] ? await explainPostgres(b, [[sql, []]]) : [explainSqlite(b, sql, [])]
  assert.ok(!isOrdered(plan), plan)
})

test('what is not counted to its end is told as a least', async () => {
  await using b = await bench()
  await fill(b)
  const admin = await administrate(b)
  const count = async (query: string) => (await admin('GET', `/api/v2/admin/users/count?${query}`)).body
  assert.deepEqual(await count(''), { count: 4000, more: false })
  assert.deepEqual(await count('state=disabled'), { count: 40, more: false })
  // By the address alone: exact, however many.
  assert.deepEqual(await count('query=p3'), { count: 1111, more: false })
  // By user name and by name: whether those are the same people is not looked at among so many.
  assert.deepEqual(await count('query=person'), { count: 4000, more: true })
  assert.deepEqual(await count('query=person1'), { count: 1111, more: false })
  assert.deepEqual(await count('query=person39'), { count: 111, more: false })
  const { count: some, more } = await count('query=person&state=disabled')
  assert.ok(Number(some) > 0 && Number(some) < 40 && more === true)
})

type Plans = Record<string, { plan: string; ordered: boolean }>

/** No table is read from end to end, no index either, and nothing is sorted but what is alike, or what a limit left to be counted. */
function isOrdered(plan: string, maySort = false): boolean {
  const lines = plan.split('\n')
  const reads = lines.filter((it) => /\b(?:users|audit_events|messages)\b/.test(it) && /scan|search/i.test(it))
  const wrong = lines.filter(
    (it) =>
      /^\s*SCAN (?:users|page|audit_events|messages)\b/.test(it) ||
      /Seq Scan on/.test(it) ||
      it.endsWith('USE TEMP B-TREE FOR ORDER BY') ||
      (!maySort && /(?<!Incremental )\bSort  \(/.test(it)),
  )
  return reads.length > 0 && wrong.length === 0
}

function sqlitePlans(b: Bench): Plans {
  return Object.fromEntries(
    Object.entries(statements).map(([name, [statement, , given]]) => {
      const { sql, values } = bound(statement, 'sqlite', { tenantId: b.tenant.id, ...given })
      const plan = explainSqlite(b, sql, values)
      // The primary key of a table with rows of its own has a name of SQLite's.
      return [
        name,
        { plan: plan.replaceAll('sqlite_autoindex_users_1', 'users_key'), ordered: isOrdered(plan) && /\(tenant_id=\?/.test(plan) },
      ]
    }),
  )
}

function explainSqlite(b: Bench, sql: string, values: (string | number)[]): string {
  const db = new DatabaseSync(join(String(b.place.env['BOWLINE_DATA']), 'bowline.db'), { readOnly: true })
  const plan = db.prepare(`explain query plan ${sql}`).all(...values) as { detail: string }[]
  db.close()
  return plan.map((it) => it.detail).join('\n')
}

async function postgresPlans(b: Bench): Promise<Plans> {
  const asked = Object.entries(statements).map(([, [statement, , given]]): [string, (string | number)[]] => {
    const { sql, values } = bound(statement, 'postgres', { tenantId: b.tenant.id, ...given })
    return [sql, values]
  })
  const plans = await explainPostgres(b, asked)
  return Object.fromEntries(
    Object.keys(statements).map((name, n) => [
      name,
      {
        plan: plans[n] ?? '',
        ordered:
          isOrdered(plans[n] ?? '', name === 'countFound' || name === 'listUserPage') && /Index Cond: .*tenant_id/.test(plans[n] ?? ''),
      },
    ]),
  )
}

/** As it plans for a statement that is prepared once, whatever it will be asked. */
async function explainPostgres(b: Bench, asked: [string, (string | number)[]][]): Promise<string[]> {
  const client = new pg.Client({ connectionString: b.place.env['BOWLINE_DATABASE_URL'] })
  await client.connect()
  await client.query('analyze; set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_bitmapscan = off')
  const plans: string[] = []
  for (const [sql, values] of asked) {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, values)
    plans.push(rows.map((it) => it['QUERY PLAN']).join('\n'))
  }
  await client.end()
  return plans
}
