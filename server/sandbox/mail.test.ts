import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../testing.ts'
import { DEMO } from './demo.ts'

const look = (b: Bench, query = '') => b.bowline.server.inject({ method: 'GET', url: `/sandbox/mail${query}` })

test('the mailbox shows what would have gone out, newest first', async () => {
  await using b = await bench()
  const codes = [await b.sendMailCode('wang@example.com', 'LOGIN_EMS'), await b.sendMailCode('li@example.com', 'LOGIN_EMS')]
  const list = async (query?: string) => ((await look(b, query)).json() as { messages: { code: string }[] }).messages.map((it) => it.code)
  assert.deepEqual(await list(), codes.toReversed())
  for (const written of ['wang@example.com', 'WANG%40Example.com']) assert.deepEqual(await list(`?email=${written}`), [codes[0]], written)
  assert.deepEqual(await list('?email=nobody'), [])
})

test('the demo user of a fresh development server signs in by e-mail', async () => {
  await using b = await bench()
  const demo = { 'x-client-id': DEMO.clientId }
  const token = String((await b.get('/captcha', demo)).body['token'])
  const point_json = JSON.stringify({ x: await b.answer(token), y: 5 })
  const sender = 'demo@example.com'
  const { captcha_token } = (await b.post('/captcha/verify', { point_json, token, sender }, demo)).body
  assert.equal((await b.post('/email/send', { email: sender, type: 'LOGIN_EMS', captcha_token }, demo)).status, 200)
  const login = await b.post('/login/email-verify-code', { email: sender, verify_code: b.mailCode(sender) }, demo)
  assert.equal(login.body['status'], 'SUCCESS', login.text)
})

test('in production there is no mailbox', async () => {
  await using b = await bench({ env: { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  const answer = await look(b)
  assert.equal(answer.statusCode, 404)
  assert.equal((answer.json() as Record<string, string>)['error_code'], 'BOWLINE.PARAM.0005')
})
