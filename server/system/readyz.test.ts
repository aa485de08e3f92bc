import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../testing.ts'

test('requests are wanted while the database answers and nobody asked to stop', async () => {
  await using b = await bench()
  const ask = async () => {
    const answer = await b.bowline.server.inject('/readyz')
    return [answer.statusCode, answer.json()]
  }
  assert.deepEqual(await ask(), [200, { status: 'ready' }])

  const { rows } = b.world.database
  b.world.database.rows = () => Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3:5432'))
  assert.deepEqual(await ask(), [503, { status: 'database unreachable' }])
  assert.ok(b.log().includes('the database does not answer'))
  b.world.database.rows = rows
  assert.deepEqual(await ask(), [200, { status: 'ready' }])

  b.world.stopping = true
  assert.deepEqual(await ask(), [503, { status: 'stopping' }])
})
