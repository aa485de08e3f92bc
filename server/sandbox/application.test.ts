import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../testing.ts'
import { DEMO } from './demo.ts'

const ask = async (env: Record<string, string> = {}) => {
  await using b = await bench({ env })
  const answer = await b.bowline.server.inject('/sandbox/application')
  return { status: answer.statusCode, body: answer.json() as Record<string, string> }
}

test('the playground is told of the demo', async () => {
  const { status, body } = await ask()
  assert.equal(status, 200)
  assert.deepEqual(body, { client_id: DEMO.clientId, client_secret: DEMO.secret, mobile: DEMO.mobile, source: 'sandbox' })
})

test('in production nobody is', async () => {
  const { status, body } = await ask({ BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' })
  assert.equal(status, 404)
  assert.equal(body['error_code'], 'BOWLINE.PARAM.0005')
})
