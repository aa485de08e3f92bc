/**
 * `kill -9` in the middle of load, ten times over one database. After every start: each bind that was
 * acknowledged is there, no half of one is, and nothing needs repair.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import test from 'node:test'
import { readConfig } from '../server/config.ts'
import { transact } from '../server/context.ts'
import { openDatabase } from '../server/db.ts'
import { bench, claimsOf, type Place } from '../server/testing.ts'
import { createUser } from '../server/users/index.ts'
import { client, type Heard, startProcess } from './process.ts'
import { raw } from './raw.ts'

const KILLS = 10
const WORKERS = 12
/** Numbers that people may bind to; every journey takes a fresh one. */
const USERS = 6000

const number = (i: number) => `139${String(10_000_000 + i)}`
const mobiles = Array.from({ length: USERS }, (_, i) => number(i))

/** A tenant with its application and people, made by a server that is gone before the first process starts. */
async function prepare() {
  const first = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1, per_address_per_hour: 1_000_000 } } })
  await transact(first.ctx, async (ctx) => {
    for (let i = 0; i < USERS; i++)
      await createUser(ctx, first.tenant.id, {
        id: `user-${i}`,
        userName: `user-${i}`,
        mobile: `+86${number(i)}`,
        mobileProvenAt: Date.now(),
      })
  })
  await first.bowline.stop()
  return first
}

type Acknowledged = { name: string; mobile: string; sub: unknown }

test(
  `a bind that was acknowledged survives kill -9, ten times in the middle of load, and nothing needs repair (${process.env['TEST_DATABASE_URL'] ? 'PostgreSQL' : 'SQLite'})`,
  { timeout: 90_000 },
  async (t) => {
    const { place, clientId, device } = await prepare()
    t.after(() => place.remove())
    const { post, code } = client(clientId, device)
    const acknowledged: Acknowledged[] = []
    let next = 0

    /** One journey after another until the server is gone. */
    async function work(url: string): Promise<void> {
      for (;;) {
        const i = next++
        const [name, mobile] = [`person-${i}`, number(i)]
        const entered = await post(url, '/login/social', { source: 'sandbox', code: `sandbox:${name}` })
        if (!entered) return
        assert.equal(entered.body['status'], 'SOCIAL_BIND', JSON.stringify(entered))
        const state = { 'x-state-token': String(entered.body['state_token']) }
        if (!(await post(url, '/sms/send', { mobile, type: 'BIND_MOBILE_SMS' }, state))) return
        const bound = await post(url, '/social/bind', { mobile, verify_code: await code(url, mobile) }, state)
        if (bound?.body['status'] !== 'SUCCESS') return
        acknowledged.push({ name, mobile, sub: claimsOf(bound.body['id_token'])['sub'] })
      }
    }

    const counts: number[] = []
    for (let kill = 0; kill < KILLS; kill++) {
      const server = await startProcess(place.env)
      const before = acknowledged.length
      const load = { working: WORKERS }
      const workers = Array.from({ length: WORKERS }, () => work(server.url).finally(() => load.working--))
      // Somewhere in the middle: never before the first answers, never at the same point twice.
      while (acknowledged.length < before + 5 && load.working > 0) await new Promise((resume) => setTimeout(resume, 5))
      assert.ok(load.working > 0, 'nobody could bind')
      await new Promise((resume) => setTimeout(resume, Math.random() * 300))
      await server.kill()
      await Promise.all(workers)
      counts.push(acknowledged.length - before)
      await whole(place, acknowledged)
    }
    assert.ok(
      counts.every((it) => it >= 5),
      counts.join(),
    )

    // And through the front door: everybody signs in to the user they bound to.
    const server = await startProcess(place.env)
    t.after(() => server.kill())
    for (let i = 0; i < acknowledged.length; i += WORKERS) {
      await Promise.all(
        acknowledged.slice(i, i + WORKERS).map(async ({ name, mobile, sub }) => {
          assert.equal(sub, `user-${mobiles.indexOf(mobile)}`)
          const again = await post(server.url, '/login/social', { source: 'sandbox', code: `sandbox:${name}` })
          assert.equal(again?.body['status'], 'SUCCESS', name)
          assert.equal(claimsOf(again?.body['id_token'])['sub'], sub)
        }),
      )
    }
    assert.equal(await server.stop(), 0, server.said())
  },
)

test('a process that is asked to stop in the middle of load answers what it was asked, lets go of its connections, and ends well', async (t) => {
  const { place, clientId, device } = await prepare()
  t.after(() => place.remove())
  const { post } = client(clientId, device)
  const server = await startProcess(place.env)
  const answered = new Set<number>()
  const replies = Promise.all(
    Array.from({ length: 100 }, async (_, i) => {
      const reply = await post(server.url, '/login/social', { source: 'sandbox', code: `sandbox:person-${i}` })
      answered.add(i)
      return reply
    }),
  )
  while (answered.size < 5) await new Promise((resume) => setTimeout(resume, 1))
  const asked = Date.now()
  assert.equal(await server.stop(), 0, server.said())
  assert.ok(Date.now() - asked < 8000, 'it did not wait for the clients to hang up')
  const heard = await replies
  // Whoever reached it was answered; whoever came too late was told so or found nobody. Nobody was answered by half.
  const known = (it: Heard | undefined) => it === undefined || it.status === 503 || it.body['status'] === 'SOCIAL_BIND'
  assert.deepEqual(
    heard.filter((it) => !known(it)),
    [],
  )
  assert.ok(heard.filter((it) => it?.status === 200).length >= 5)
})

const accounts = raw('select subject, user_id from social_accounts')
const sessions = raw('select user_id from sessions')
const codes = raw('select target from codes where used_at is not null')
const states = raw('select payload from state_tokens where used_at is not null')
const events = raw("select user_id from audit_events where event = 'bind'")

/** What the killed process left: all of every bind or nothing of it. Read without a server that could mend it. */
async function whole(place: Place, acknowledged: Acknowledged[]): Promise<void> {
  const { database } = readConfig(place.env)
  if (!database.url) {
    const file = new DatabaseSync(join(String(place.env['BOWLINE_DATA']), 'bowline.db'))
    assert.deepEqual({ ...file.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' })
    assert.deepEqual(file.prepare('pragma foreign_key_check').all(), [])
    file.close()
  }
  const db = await openDatabase(database)
  const column = async (query: typeof accounts, name: string) => (await db.rows(query, {})).map((row) => String(row[name])).toSorted()
  const links = await db.rows(accounts, {})
  const bound = links.map((row) => String(row['userId'])).toSorted()
  // Each user here is bound once: link, session, event, spent code and spent state token stand or fall together.
  assert.deepEqual(await column(sessions, 'userId'), bound)
  assert.deepEqual(await column(events, 'userId'), bound)
  assert.deepEqual(await column(codes, 'target'), bound.map((id) => `+86${number(Number(id.slice('user-'.length)))}`).toSorted())
  assert.deepEqual(
    (await column(states, 'payload')).map((it) => (JSON.parse(it) as { payload: { subject: string } }).payload.subject).toSorted(),
    links.map((row) => String(row['subject'])).toSorted(),
  )
  const held = new Map(links.map((row) => [row['subject'], row['userId']]))
  for (const { name, sub } of acknowledged) assert.equal(held.get(`sandbox-${name}`), sub, name)
  await db.close()
}
