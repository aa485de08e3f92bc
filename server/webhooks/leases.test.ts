/** Who sends what, where several processes could. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { manage } from '../management/management.double.ts'
import { bench } from '../testing.ts'
import { addHook, deliveries, listening, settle, startReceiver, until } from './webhooks.double.ts'

test('the server stops while a receiver thinks: no try is counted, and the next server sends it', async () => {
  const first = await bench()
  await using receiver = await startReceiver(() => first.clock.now)
  const admin = await manage(first)
  await addHook(admin, receiver, ['user.disabled'])
  receiver.behaves.answer = () => {}
  const user = await first.addUser({ userName: 'wang' })
  await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)
  await until(() => receiver.got.length > 0)
  await first.bowline.stop()
  receiver.answers(200)
  const second = await bench({ database: first.place })
  second.clock.now = first.clock.now
  try {
    await settle(second)
    assert.deepEqual(
      (await deliveries(second)).map((it) => [it.state, it.tries]),
      [['sent', 1]],
    )
    const ids = receiver.got.map((it) => it.id)
    assert.equal(ids.length, 2)
    assert.equal(new Set(ids).size, 1)
  } finally {
    await second[Symbol.asyncDispose]()
    await first.place.remove()
  }
})

test('what a process left that was killed is sent by another when its lease is over, and not before', async () => {
  await using it = await listening({ events: ['user.disabled'] })
  const { b, admin, receiver } = it
  let answer = () => {}
  receiver.behaves.answer = (_, reply) => void (answer = () => void reply.writeHead(200).end())
  const user = await b.addUser({ userName: 'wang' })
  await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)
  await until(() => receiver.got.length > 0)
  // The first hangs: to the second it looks as if it had been killed.
  const second = await bench({ database: b.place })
  second.clock.now = b.clock.now
  await settle(second)
  assert.equal(receiver.got.length, 1)
  second.clock.now += 60_001
  receiver.answers(200)
  await settle(second)
  assert.equal(receiver.got.length, 2)
  assert.deepEqual(
    (await deliveries(b)).map((it) => [it.state, it.tries]),
    [['sent', 1]],
  )
  // The first comes back: its lease was over, and it says nothing any more.
  answer()
  await it.settle()
  assert.deepEqual(
    (await deliveries(b)).map((it) => [it.state, it.tries]),
    [['sent', 1]],
  )
  await second[Symbol.asyncDispose]()
})

test('two servers on one database send every message once', async () => {
  await using it = await listening({ events: ['user.disabled'] })
  const { b, admin, receiver } = it
  const second = await bench({ database: b.place })
  const users = await Promise.all(Array.from({ length: 60 }, (_, n) => b.addUser({ userName: `p${n}` })))
  await Promise.all(users.map((it) => admin('PUT', `/api/v2/tenant/users/${it.id}/disable`)))
  second.clock.now = b.clock.now
  await until(async () => {
    await Promise.all([settle(b), settle(second)])
    return (await deliveries(b)).every((it) => it.state !== 'waiting')
  })
  assert.equal(receiver.got.length, 60)
  assert.equal(new Set(receiver.got.map((it) => it.id)).size, 60)
  assert.deepEqual(receiver.got.map((it) => String(it.data['user_id'])).toSorted(), users.map((it) => it.id).toSorted())
  await second[Symbol.asyncDispose]()
})
