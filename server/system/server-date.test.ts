import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench } from '../testing.ts'

test('the time is told in milliseconds, as a string', async () => {
  await using b = await bench()
  const { status, body } = await b.get('/server-date')
  assert.equal(status, 200)
  assert.deepEqual(body, { timestamp: String(b.clock.now) })
  // Clients that send a content type on every call send it on this one, too.
  assert.equal((await b.get('/server-date', { 'content-type': 'application/json;charset=utf8' })).status, 200)
})

test('what server-date refuses', async (t) => {
  await using b = await bench()
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/server-date' }, [
    { name: 'no device', headers: { 'x-operating-sys-version': '' }, code: 'PARAM.0001', says: 'Send the header X-operating-sys-version.' },
    { name: 'no client', headers: { 'x-client-id': '' }, code: 'PARAM.0002', says: 'clientId required.' },
    { name: 'an unknown client', headers: { 'x-client-id': 'nobody' }, code: 'APP.0001', says: 'Application does not exist.' },
  ])
})
