import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../testing.ts'

const MOBILE = '15912345678'

test('an unknown social account is bound to the user of a proven mobile number', async () => {
  await using b = await bench()
  const user = await b.addUser({ userName: 'wang', name: 'Wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const entered = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.equal(entered.status, 200)
  assert.equal(entered.body['status'], 'SOCIAL_BIND')
  assert.deepEqual(JSON.parse(String(entered.body['data'])), { socialBindOrRegisterFlow: ['VERIFY_PHONE'] })
  const state = { 'x-state-token': String(entered.body['state_token']) }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const bound = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(bound.status, 200, bound.text)
  assert.equal(bound.body['status'], 'SUCCESS')
  assert.equal(bound.body['expire'], 604800)
  assert.match(String(bound.body['session_token']), /^[A-Za-z0-9]{32}$/)
  // From now on the social account is that user.
  const again = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.equal(again.body['status'], 'SUCCESS')
  const claims = JSON.parse(Buffer.from(String(again.body['id_token']).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
  assert.equal(claims['sub'], user.id)
  assert.equal(claims['mobile'], '+86-15912345678')
})
