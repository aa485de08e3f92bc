import assert from 'node:assert/strict'
import test from 'node:test'
import { transact } from '../context.ts'
import { acts, manage } from '../management/management.double.ts'
import { bench } from '../testing.ts'
import { createUser } from '../users/index.ts'
import { deliveries, HOOKS, listening, settle, shown, startReceiver, addHook, until } from './webhooks.double.ts'
import { queueEvent } from './index.ts'

const MOBILE = '13900000001'
const E164 = '+8613900000001'
const DAY = 86_400_000

test('somebody signs in, and the receiver is told: signed, once, with ids and nothing else of them', async () => {
  await using it = await listening()
  const { b, receiver } = it
  const user = await b.addUser({ userName: 'wang', name: '王芳', mobile: E164, mobileProvenAt: 1 })
  await b.login(MOBILE)
  await it.settle()
  const [message] = receiver.got
  assert.equal(receiver.got.length, 1)
  assert.deepEqual(Object.keys(message?.data ?? {}).toSorted(), ['actor', 'client_id', 'journey_id', 'tenant_id', 'user_id'])
  assert.deepEqual(
    [
      message?.type,
      message?.timestamp,
      message?.data['user_id'],
      message?.data['client_id'],
      message?.data['tenant_id'],
      message?.data['actor'],
    ],
    ['user.signed_in', new Date(b.clock.now).toISOString(), user.id, b.clientId, b.tenant.id, 'person'],
  )
  for (const said of [MOBILE, 'wang', '王芳', b.code(E164)]) assert.ok(!message?.text.includes(said), said)
  const [row] = await deliveries(b)
  assert.deepEqual([row?.id, row?.state, row?.tries, row?.nextAt, row?.leasedUntil], [message?.id, 'sent', 1, null, null])
  assert.deepEqual(
    await shown(it.admin, it.hook.id).then(({ last_status, last_fault, failing_since }) => [last_status, last_fault, failing_since]),
    [204, null, null],
  )
})

test('only what was asked for is told, and only of the own tenant', async () => {
  await using it = await listening({ events: ['user.disabled'] })
  const { b, admin, receiver } = it
  const user = await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  await b.login(MOBILE)
  const other = await b.addTenant('other')
  const theirs = await manage(b, ['all'], other.id)
  const person = await b.addUser({ userName: 'li' }, other.id)
  assert.equal((await theirs('PUT', `/api/v2/tenant/users/${person.id}/disable`)).status, 200)
  await it.settle()
  assert.equal(receiver.got.length, 0)
  assert.equal((await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)).status, 200)
  await it.settle()
  assert.deepEqual(
    receiver.got.map((it) => [it.type, it.data['user_id'], it.data['actor']]),
    [['user.disabled', user.id, 'application']],
  )
})

test('what was undone is told nobody, and one that is off is told nothing, now or later', async () => {
  await using it = await listening()
  const { b, admin, receiver, hook } = it
  const about = { ...b.ctx, tenant: b.tenant, journey: { id: 'j' } }
  const undone = transact(about, async (ctx) => {
    await createUser(ctx, b.tenant.id, { userName: 'ghost' })
    await queueEvent(ctx, { event: 'admin/user-create', outcome: 'done', userId: 'ghost' })
    throw new Error('undone')
  })
  await assert.rejects(undone, /undone/)
  assert.equal((await admin('PUT', `${HOOKS}/${hook.id}`, { disabled: true })).status, 200)
  const user = await b.addUser({ userName: 'wang' })
  await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)
  await it.settle()
  assert.deepEqual([receiver.calls.length, (await deliveries(b)).length], [0, 0])
  assert.equal((await admin('PUT', `${HOOKS}/${hook.id}`, { disabled: false })).status, 200)
  await admin('PUT', `/api/v2/tenant/users/${user.id}/enable`)
  await it.settle()
  assert.deepEqual(receiver.types(), ['user.enabled'])
})

test('a receiver that fails is asked again, ever later, under one id; then it is given up, and can be asked once more', async () => {
  await using it = await listening({ events: ['user.disabled'] })
  const { b, admin, receiver, hook } = it
  receiver.answers(503)
  const user = await b.addUser({ userName: 'wang' })
  await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)
  const waits: number[] = []
  for (;;) {
    await it.settle()
    const [row] = await deliveries(b)
    if (row?.nextAt == null) break
    waits.push(row.nextAt - b.clock.now)
    // A moment too early nobody is asked.
    b.clock.now = row.nextAt - 1
    const before = receiver.got.length
    await it.settle()
    assert.equal(receiver.got.length, before)
    b.clock.now = row.nextAt
  }
  const least = [5000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000]
  assert.equal(waits.length, least.length)
  waits.forEach((wait, n) => assert.ok(wait >= least[n]! && wait <= least[n]! * 1.2 + 1, `${n}: ${wait}`))
  assert.equal(receiver.got.length, 8)
  assert.equal(new Set(receiver.got.map((it) => it.id)).size, 1)
  const [row] = await deliveries(b)
  assert.equal(row?.state, 'failed')
  assert.deepEqual(
    (JSON.parse(row?.answers ?? '') as { status: number; fault: string }[]).map(({ status, fault }) => [status, fault]),
    Array.from({ length: 8 }, () => [503, 'answered']),
  )
  // It is on still: one message alone is no endpoint that is gone. And what it wrote is kept nowhere.
  const { disabled, last_status, failing_since } = await shown(await manage(b), hook.id)
  assert.deepEqual([disabled, last_status, typeof failing_since], [false, 503, 'number'])
  assert.ok(!JSON.stringify(await b.snapshot()).includes('says of itself'))

  receiver.answers(200)
  const again = await (await manage(b))('POST', `${HOOKS}/${hook.id}/deliveries/${row?.id}/again`)
  assert.equal(again.status, 200, again.text)
  await it.settle()
  assert.deepEqual(
    (await deliveries(b)).map((it) => [it.state, it.tries]),
    [['sent', 1]],
  )
  assert.equal(new Set(receiver.got.map((it) => it.id)).size, 1)
  assert.equal((await shown(await manage(b), hook.id))['failing_since'], null)
})

test('410 Gone turns it off at once, five days of failures with the last message that is given up; the trail is told', async () => {
  await using it = await listening({ events: ['user.disabled', 'user.enabled'] })
  const { b, admin, receiver, hook } = it
  const user = await b.addUser({ userName: 'wang' })
  // An access token is good for a day, and this takes a week.
  const act = async (what: string) => (await manage(b))('PUT', `/api/v2/tenant/users/${user.id}/${what}`)
  receiver.answers(410)
  await act('disable')
  await it.settle()
  const gone = await shown(admin, hook.id)
  assert.deepEqual([gone['disabled'], gone['disabled_by'], gone['last_status']], [true, 'gone', 410])
  const told = (await acts(b)).filter((it) => it.event === 'admin/webhook-off')
  assert.deepEqual(
    told.map(({ subject, after }) => [subject, after]),
    [[hook.id, { disabled: true }]],
  )
  assert.equal((await deliveries(b))[0]?.state, 'failed')
  // Somebody who edits it did not see that: they are told.
  assert.equal((await admin('PUT', `${HOOKS}/${hook.id}`, { version: hook.version, name: 'Other' })).status, 409)

  assert.equal((await admin('PUT', `${HOOKS}/${hook.id}`, { disabled: false })).status, 200)
  receiver.answers(500)
  const since = b.clock.now
  for (let day = 0; day < 7; day++) {
    b.clock.now = since + day * DAY
    await act(day % 2 ? 'disable' : 'enable')
    // Every message to its last try.
    for (let n = 0; n < 9; n++) {
      await it.settle()
      const due = (await deliveries(b)).flatMap((row) => (row.nextAt === null ? [] : [row.nextAt]))
      if (due.length) b.clock.now = Math.max(b.clock.now, Math.min(...due))
    }
    const { disabled } = await shown(await manage(b), hook.id)
    if (b.clock.now - since < 5 * DAY) assert.equal(disabled, false, `day ${day}`)
  }
  const off = await shown(await manage(b), hook.id)
  assert.deepEqual([off['disabled'], off['disabled_by']], [true, 'failing'])
  const rows = (await acts(b)).filter((it) => it.event === 'admin/webhook-off')
  assert.equal(rows.length, 2)
})

test('a slow receiver holds up nobody else, and an answer as long as a book is not read', async () => {
  await using it = await listening({ events: ['user.disabled'] })
  const { b, admin, receiver: slow } = it
  await using quick = await startReceiver(() => b.clock.now)
  await addHook(admin, quick, ['user.disabled'])
  const waiting: (() => void)[] = []
  slow.behaves.answer = (_, reply) => waiting.push(() => void reply.writeHead(200).end())
  let written = 0
  quick.behaves.answer = (_, reply) => {
    reply.writeHead(200)
    const more = () => {
      while (!reply.destroyed && reply.write('x'.repeat(65_536))) written += 65_536
    }
    reply.on('drain', more)
    more()
  }
  for (let n = 0; n < 15; n++) {
    const user = await b.addUser({ userName: `p${n}` })
    await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)
  }
  await until(() => quick.got.length === 15)
  assert.ok(slow.got.length <= 10 && slow.got.length > 0)
  await until(() => {
    for (const answer of waiting.splice(0)) answer()
    return slow.got.length === 15 && waiting.length === 0
  })
  for (const answer of waiting.splice(0)) answer()
  await it.settle()
  assert.deepEqual(
    (await deliveries(b)).map((it) => it.state),
    Array.from({ length: 30 }, () => 'sent'),
  )
  assert.ok(written < 15 * 8_000_000)
})

test('a tenant without webhooks pays no statement, and what was sent is swept after a week', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const user = await b.addUser({ userName: 'wang' })
  const act = async (what: string) => {
    const before = b.statements.length
    assert.equal((await admin('PUT', `/api/v2/tenant/users/${user.id}/${what}`)).status, 200)
    return b.statements.slice(before).map((it) => it.compiled('sqlite').sql)
  }
  await act('disable')
  const run = await act('enable')
  assert.deepEqual(
    run.filter((sql) => sql.includes('webhook')),
    [],
  )
  await using receiver = await startReceiver(() => b.clock.now)
  await addHook(admin, receiver)
  // Seen at once by the process that made it.
  const seen = await act('disable')
  assert.equal(seen.filter((sql) => /insert into "webhook_deliveries"/.test(sql)).length, 1)
  await settle(b)
  const { sweep } = await import('../system/sweep.ts')
  b.clock.now += 7 * DAY - 1000
  await sweep(b.world)
  assert.equal((await deliveries(b)).length, 1)
  b.clock.now += 2000
  await sweep(b.world)
  assert.equal((await deliveries(b)).length, 0)
})

test('of several webhooks each hears what it asked for, under ids of their own', async () => {
  await using it = await listening({ events: ['user.disabled', 'user.erased'] })
  const { b, admin, receiver } = it
  await addHook(admin, receiver, ['user.disabled'], { url: receiver.url.replace('/hook', '/other') })
  await addHook(admin, receiver, ['user.enabled'])
  const user = await b.addUser({ userName: 'wang' })
  const other = await manage(b)
  await other('PUT', `/api/v2/tenant/users/${user.id}/disable`)
  await settle(b)
  assert.deepEqual(receiver.types(), ['user.disabled', 'user.disabled'])
  assert.equal(new Set(receiver.got.map((it) => it.id)).size, 2)
  assert.equal(receiver.got[0]?.text, receiver.got[1]?.text)
  assert.deepEqual(receiver.calls.map((it) => it.path).toSorted(), ['/hook', '/other'])
})
