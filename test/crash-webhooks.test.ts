/** `kill -9` while a receiver is down and people are changed: whatever was acknowledged is told when both are back, and nothing else. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { createApp, setSecret } from '../server/apps/index.ts'
import { transact } from '../server/context.ts'
import { manage } from '../server/management/management.double.ts'
import { bench, type Bench } from '../server/testing.ts'
import { createUser } from '../server/users/index.ts'
import { addHook, deliveries, settle, startReceiver } from '../server/webhooks/webhooks.double.ts'
import { startProcess } from './process.ts'

const KILLS = 3
const PEOPLE = 600
const TEN_MINUTES = 600_000

/** A webhook, people, and a token that may change them, left by a server that is gone before the first process starts. */
async function prepare(b: Bench, receiver: Awaited<ReturnType<typeof startReceiver>>): Promise<string> {
  b.clock.now = Date.now()
  await addHook(await manage(b), receiver, ['user.disabled'])
  const { clientId } = await createApp(b.ctx, b.tenant.id, { name: 'Changes', settings: { permissions: ['user_all'] } })
  await setSecret(b.ctx, b.tenant.id, clientId, b.secret)
  const authorization = `Bearer ${await b.accessToken(clientId)}`
  await transact(b.ctx, async (ctx) => {
    for (let i = 0; i < PEOPLE; i++) await createUser(ctx, b.tenant.id, { id: `user-${i}`, userName: `user-${i}` })
  })
  await b.bowline.stop()
  return authorization
}

const engine = process.env['TEST_DATABASE_URL'] ? 'PostgreSQL' : 'SQLite'
test(`what was acknowledged is told, through ${KILLS} kills (${engine})`, { timeout: 90_000 }, async (t) => {
  const first = await bench()
  t.after(() => first.place.remove())
  const time = { now: Date.now }
  await using receiver = await startReceiver(() => time.now())
  const authorization = await prepare(first, receiver)
  const env = { ...first.place.env, BOWLINE_OUTBOUND_ALLOW: '127.0.0.1/32' }
  const acknowledged: string[] = []
  let next = 0

  /** One after another until the server is gone. */
  async function work(url: string): Promise<void> {
    while (next < PEOPLE) {
      const id = `user-${next++}`
      const asked = fetch(`${url}/api/v2/tenant/users/${id}/disable`, { method: 'PUT', headers: { authorization } })
      const reply = await asked.catch(() => undefined)
      if (!reply) return
      assert.equal(reply.status, 200)
      acknowledged.push(id)
    }
  }

  receiver.answers(503)
  for (let kill = 0; kill < KILLS; kill++) {
    const server = await startProcess(env)
    const before = acknowledged.length
    const workers = Array.from({ length: 8 }, () => work(server.url))
    while (acknowledged.length < before + 40) await new Promise((resume) => setTimeout(resume, 2))
    await server.kill()
    await Promise.all(workers)
  }
  assert.ok(acknowledged.length >= 40 * KILLS)
  assert.ok(receiver.got.length > 0, 'some of it was under way when the process was killed')

  delete receiver.behaves.answer
  receiver.got.length = 0
  await using last = await bench({ database: first.place })
  time.now = () => last.clock.now
  last.clock.now = Date.now()
  const isWaiting = async () => (await deliveries(last)).some((it) => it.state === 'waiting')
  for (let n = 0; n < 50 && (await isWaiting()); n++) {
    last.clock.now += TEN_MINUTES
    await settle(last)
  }
  const told = receiver.got.map((it) => String(it.data['user_id'])).toSorted()
  assert.deepEqual(
    acknowledged.filter((it) => !told.includes(it)),
    [],
  )
  // Nobody is told of who is as they were; and what was not answered may have been done all the same.
  const users = ((await last.snapshot())['users'] ?? '')
    .split('\n')
    .map((row) => JSON.parse(row) as { id: string; disabledAt: number | null })
  assert.deepEqual(told, users.flatMap((it) => (it.disabledAt === null ? [] : [it.id])).toSorted())
})
