import assert from 'node:assert/strict'
import test from 'node:test'
import { dump } from '../db.ts'
import type { Bench } from '../testing.ts'
import { HOOKS, listening, settle } from '../webhooks/webhooks.double.ts'
import { manage, refusedBy, silent } from './management.double.ts'

const everything = async (b: Bench) =>
  Object.values(await b.snapshot()).join('\n') + (await dump(b.world.database, ['auditEvents']))['auditEvents'] + b.log()

test('a test says what came of it, is tried once, and sixty an hour is all', async () => {
  await using it = await listening({ events: ['user.erased'] })
  const { b, admin, receiver, hook } = it
  const tried = await admin('POST', `${HOOKS}/${hook.id}/test`)
  assert.equal(tried.status, 200, tried.text)
  const { state, tries, answers, next_at, payload } = tried.body as {
    state: string
    tries: number
    answers: { status: number; fault: string | null }[]
    next_at: null
    payload: { type: string; data: object }
  }
  assert.deepEqual([state, tries, next_at, answers.map((it) => [it.status, it.fault])], ['sent', 1, null, [[204, null]]])
  assert.deepEqual([payload.type, payload.data], ['webhook.test', { tenant_id: b.tenant.id }])
  assert.deepEqual(receiver.types(), ['webhook.test'])
  receiver.answers(500)
  await admin('PUT', `${HOOKS}/${hook.id}`, { disabled: true })
  const failed = await admin('POST', `${HOOKS}/${hook.id}/test`)
  assert.deepEqual([failed.body['state'], failed.body['next_at']], ['failed', null])
  b.clock.now += 60_000
  await it.settle()
  assert.equal(receiver.got.length, 2)
  for (let n = 0; n < 58; n++) assert.equal((await admin('POST', `${HOOKS}/${hook.id}/test`)).status, 200)
  await silent(b, async () => refusedBy(await admin('POST', `${HOOKS}/${hook.id}/test`), 'testsSpent'))
  assert.equal(receiver.got.length, 60)
  b.clock.now += 3_600_000
  assert.equal((await admin('POST', `${HOOKS}/${hook.id}/test`)).status, 200)
})

test('a new secret signs beside the one before for 24 hours, or at once alone; only two ever do', async () => {
  await using it = await listening({ events: ['user.disabled', 'user.enabled'] })
  const { b, admin, receiver, hook } = it
  const user = await b.addUser({ userName: 'wang' })
  let on = true
  const tell = async (who = admin) => {
    const before = receiver.calls.length
    on = !on
    assert.equal((await who('PUT', `/api/v2/tenant/users/${user.id}/${on ? 'enable' : 'disable'}`)).status, 200)
    await settle(b)
    return receiver.calls.slice(before).at(-1)?.status
  }
  const rotate = async (body: object = {}) =>
    (await admin('POST', `${HOOKS}/${hook.id}/secret`, body)).body as { secret: string; old_secret_until: number | null }
  const second = await rotate()
  assert.notEqual(second.secret, hook.secret)
  assert.equal(second.old_secret_until, Math.floor((b.clock.now + 86_400_000) / 1000))
  // The receiver knows the old one, then the new one.
  assert.equal(await tell(), 204)
  assert.equal(receiver.got.at(-1)?.signatures, 2)
  receiver.secrets.splice(0, 1, second.secret)
  assert.equal(await tell(), 204)
  // A third: the first is worth nothing any more.
  const third = await rotate()
  receiver.secrets.splice(0, 1, hook.secret)
  assert.equal(await tell(), 401)
  receiver.secrets.splice(0, 1, second.secret)
  b.clock.now += 86_400_000 - 1000
  const later = await manage(b)
  assert.equal(await tell(later), 204)
  b.clock.now += 2000
  assert.equal(await tell(later), 401)
  receiver.secrets.splice(0, 1, third.secret)
  assert.equal(await tell(later), 204)
  assert.equal(receiver.got.at(-1)?.signatures, 1)
  assert.equal((await later('GET', `${HOOKS}/${hook.id}`)).body['old_secret_until'], null)
  const fourth = (await later('POST', `${HOOKS}/${hook.id}/secret`, { keep_old: false })).body as { secret: string; old_secret_until: null }
  assert.equal(fourth.old_secret_until, null)
  assert.equal(await tell(later), 401)
  receiver.secrets.splice(0, 1, fourth.secret)
  assert.equal(await tell(later), 204)
  const text = await everything(b)
  for (const { secret } of [hook, second, third, fourth]) assert.ok(!text.includes(secret.slice(6)))
})

test('deliveries, page by page and by state; what was sent can be sent again, under its id, and what is under way is left', async () => {
  await using it = await listening({ events: ['user.disabled'] })
  const { b, admin, receiver, hook } = it
  receiver.behaves.answer = ({ data }, reply) => reply.writeHead(data['user_id'] === first.id ? 500 : 200).end()
  const first = await b.addUser({ userName: 'p0' })
  const users = [first, ...(await Promise.all(Array.from({ length: 6 }, (_, n) => b.addUser({ userName: `p${n + 1}` }))))]
  for (const user of users) await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)
  await it.settle()
  const page = async (query: string) =>
    (await admin('GET', `${HOOKS}/${hook.id}/deliveries${query}`)).body as {
      deliveries: { id: string; state: string }[]
      next: string | null
    }
  const seen: string[] = []
  let cursor = ''
  do {
    const { deliveries, next } = await page(`?limit=3&cursor=${cursor}`)
    seen.push(...deliveries.map((it) => it.id))
    cursor = next ?? ''
  } while (cursor)
  assert.deepEqual(seen, seen.toSorted().toReversed())
  assert.equal(seen.length, 7)
  assert.deepEqual(
    (await page('?state=waiting')).deliveries.map((it) => it.id),
    [seen.at(-1)],
  )
  assert.equal((await page('?state=sent')).deliveries.length, 6)
  assert.equal((await admin('GET', `${HOOKS}/${hook.id}/deliveries?state=lost`)).status, 400)
  const again = await admin('POST', `${HOOKS}/${hook.id}/deliveries/${seen[0]}/again`)
  assert.equal(again.status, 200, again.text)
  await it.settle()
  assert.equal(receiver.got.filter((it) => it.id === seen[0]).length, 2)
  // Pressed ten times at once: once more, or twice, but never two at the same time.
  const held: (() => void)[] = []
  let most = 0
  receiver.behaves.answer = (_, reply) => {
    held.push(() => void reply.writeHead(200).end())
    most = Math.max(most, held.length)
  }
  await Promise.all(Array.from({ length: 10 }, () => admin('POST', `${HOOKS}/${hook.id}/deliveries/${seen[1]}/again`)))
  for (let n = 0; n < 200 && held.length === 0; n++) await new Promise((resume) => setTimeout(resume, 5))
  assert.equal(most, 1)
  await admin('POST', `${HOOKS}/${hook.id}/deliveries/${seen[1]}/again`)
  receiver.answers(200)
  for (const answer of held) answer()
  await it.settle()
  assert.deepEqual((await page('?state=sent')).deliveries.length, 6)
})
