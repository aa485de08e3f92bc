import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../testing.ts'

const production = { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' }
const look = (b: Bench, authorization?: string) =>
  b.bowline.server.inject({ url: '/metrics', headers: authorization ? { authorization } : {} })

test('in development the figures are open, and they count', async () => {
  await using b = await bench()
  await b.sendCode('15912345678', 'LOGIN_SMS')
  await b.post('/login/mobile-verify-code', { mobile: '15912345678', verify_code: 'x' })
  await b.get('/nowhere')
  const answer = await look(b)
  assert.equal(answer.statusCode, 200)
  assert.match(String(answer.headers['content-type']), /^text\/plain; version=/)
  for (const line of [
    'bowline_codes_total{event="sent"} 1',
    'bowline_codes_total{event="wrong"} 1',
    'bowline_refusals_total{error="codeWrong"} 1',
    'bowline_refusals_total{error="pathUnknown"} 1',
    'bowline_request_seconds_count{method="POST",route="/api/v2/sdk/sms/send",status="200"} 1',
    'bowline_request_seconds_count{method="GET",route="unknown",status="404"} 1',
  ]) {
    assert.ok(answer.body.includes(line), line)
  }
  // Numbers and paths that callers choose never become a label.
  assert.ok(!answer.body.includes('15912345678') && !answer.body.includes('nowhere'))
})

test('in production they are for the bearer of the token', async (t) => {
  await using b = await bench({ env: { ...production, BOWLINE_METRICS_TOKEN: 'a-token-for-prometheus' } })
  for (const [name, authorization, status] of [
    ['with it', 'Bearer a-token-for-prometheus', 200],
    ['with another', 'Bearer a-token-for-prometheuS', 404],
    ['with a part of it', 'Bearer a-token', 404],
    ['with nothing behind the word', 'Bearer ', 404],
    ['without', undefined, 404],
  ] as const) {
    await t.test(name, async () => assert.equal((await look(b, authorization)).statusCode, status))
  }
})

test('in production without a token there are none', async () => {
  await using b = await bench({ env: production })
  const answer = await look(b, 'Bearer ')
  assert.equal(answer.statusCode, 404)
  assert.equal((answer.json() as Record<string, string>)['error_code'], 'BOWLINE.PARAM.0005')
})
