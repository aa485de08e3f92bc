import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../testing.ts'

test('a process that lives says so to anyone, whatever its database does', async () => {
  await using b = await bench()
  const { database } = b.world
  const { rows } = database
  database.rows = () => Promise.reject(new Error('gone'))
  const answer = await b.bowline.server.inject('/healthz')
  database.rows = rows
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(answer.json(), { status: 'ok' })
})
