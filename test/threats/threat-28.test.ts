import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { manage } from '../../server/management/management.double.ts'
import { bench } from '../../server/testing.ts'
import { deliveries, HOOKS, listening, settle } from '../../server/webhooks/webhooks.double.ts'

/** A server inside the operator's network, with something to read on it. */
async function listenInside() {
  const asked: string[] = []
  const server = createServer((request, reply) => {
    asked.push(request.url ?? '')
    reply.writeHead(200, { 'x-inside': 'secret-of-the-inside' }).end('secret-of-the-inside')
  }).listen(0, '127.0.0.1')
  await new Promise((resume) => server.once('listening', resume))
  const { port } = server.address() as AddressInfo
  return {
    asked,
    url: `http://127.0.0.1:${port}/latest/meta-data`,
    port,
    [Symbol.dispose]: () => void (server.closeAllConnections(), server.close()),
  }
}

test('threat 28: a webhook is made for no address inside, however it is written', async (t) => {
  using inside = await listenInside()
  await using b = await bench({ env: { BOWLINE_OUTBOUND_ALLOW: '192.0.2.1' } })
  const admin = await manage(b)
  const hosts = ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '0.0.0.0']
  for (const host of hosts) {
    await t.test(host, async () => {
      const before = await b.snapshot()
      const reply = await admin('POST', HOOKS, { name: 'x', url: `http://${host}:${inside.port}/`, events: ['*'] })
      assert.equal(reply.status, 400, reply.text)
      assert.deepEqual(
        (reply.body['faults'] as { path: string }[]).map((it) => it.path),
        ['url'],
      )
      assert.deepEqual(await b.snapshot(), before)
    })
  }
  assert.deepEqual(inside.asked, [])
})

test('threat 28: one that leads inside by now is not called: the address is judged where the socket is opened', async () => {
  using inside = await listenInside()
  const first = await bench()
  const made = await (await manage(first))('POST', HOOKS, { name: 'x', url: inside.url, events: ['user.disabled'] })
  assert.equal(made.status, 201, made.text)
  await first.bowline.stop()
  const b = await bench({ database: first.place, env: { BOWLINE_OUTBOUND_ALLOW: '192.0.2.1' } })
  try {
    b.clock.now = first.clock.now
    const admin = await manage(b)
    const user = await b.addUser({ userName: 'wang' })
    await admin('PUT', `/api/v2/tenant/users/${user.id}/disable`)
    await settle(b)
    const tried = await admin('POST', `${HOOKS}/${String(made.body['id'])}/test`)
    // Why, and no more: no address that a name stands for.
    assert.deepEqual(
      (tried.body['answers'] as object[]).map(({ ...it }) => it).map((it) => ({ ...it, at: 0, ms: 0 })),
      [{ at: 0, ms: 0, status: null, fault: 'forbidden_address' }],
    )
    assert.ok(!tried.text.includes('127.0.0.1'))
    assert.deepEqual((await deliveries(b)).map((it) => it.state).toSorted(), ['failed', 'waiting'])
    assert.deepEqual(inside.asked, [])
  } finally {
    await b[Symbol.asyncDispose]()
    await first.place.remove()
  }
})

test('threat 28: a redirect to the inside is not followed, and of an answer nothing but its status is told or kept', async () => {
  using inside = await listenInside()
  await using it = await listening({ events: ['user.disabled'] })
  const { b, admin, receiver, hook } = it
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.answers(status, { location: inside.url })
    const tried = await admin('POST', `${HOOKS}/${hook.id}/test`)
    assert.deepEqual(
      (tried.body['answers'] as { fault: string }[]).map((it) => it.fault),
      ['redirect'],
    )
  }
  assert.deepEqual(inside.asked, [])
  // Where the inside is allowed to be called, it is not read out.
  await admin('PUT', `${HOOKS}/${hook.id}`, { url: inside.url })
  const tried = await admin('POST', `${HOOKS}/${hook.id}/test`)
  assert.equal(tried.body['state'], 'sent')
  const list = await admin('GET', `${HOOKS}/${hook.id}/deliveries`)
  for (const text of [tried.text, list.text, Object.values(await b.snapshot()).join(), b.log()])
    assert.ok(!text.includes('secret-of-the-inside'))
  assert.equal(inside.asked.length, 1)
})
