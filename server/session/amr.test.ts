import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, claimsOf } from '../testing.ts'
import { amrOf, readMethods } from './amr.ts'

const MOBILE = '15912345678'

test('every way has its word, and two of them, or a passkey, are several factors', () => {
  const rows: [Parameters<typeof amrOf>[0], string[]][] = [
    [[], []],
    [['pwd'], ['pwd']],
    [['sms'], ['sms']],
    [['email'], ['email']],
    [['social'], ['social']],
    [['passkey'], ['pop', 'user', 'mfa']],
    [
      ['pwd', 'totp'],
      ['pwd', 'otp', 'mfa'],
    ],
    [
      ['social', 'sms'],
      ['social', 'sms', 'mfa'],
    ],
    [
      ['pwd', 'passkey'],
      ['pwd', 'pop', 'user', 'mfa'],
    ],
    [['sms', 'sms'], ['sms']],
  ]
  for (const [methods, amr] of rows) assert.deepEqual(amrOf(methods), amr)
  assert.deepEqual(readMethods('pwd totp'), ['pwd', 'totp'])
  assert.deepEqual(readMethods(''), [])
})

test('the id_token says how its session began, also when it is renewed in any way', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const { session_token, id_token } = await b.login(MOBILE)
  assert.deepEqual(claimsOf(id_token)['amr'], ['sms'])
  const access = { authorization: `Bearer ${await b.accessToken()}` }
  const renewed = [
    await b.post('/session-token/refresh-id-token', {}, { authorization: `Bearer ${id_token}` }),
    await b.post('/sso/session-token/id-token', {}, { 'session-token': session_token }),
    await b.call('POST', '/api/v2/tenant/sso/session-token/refresh', { ...b.deviceFields, session_token }, access),
  ]
  for (const reply of renewed) assert.deepEqual(claimsOf(reply.body['id_token'])['amr'], ['sms'], reply.text)
})

test('an account that is only being bound is no factor', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const bound = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.deepEqual(claimsOf(bound.body['id_token'])['amr'], ['sms'], bound.text)
  const again = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.deepEqual(claimsOf(again.body['id_token'])['amr'], ['social'])
})
