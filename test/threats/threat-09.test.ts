import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, claimsOf } from '../../server/testing.ts'
import { E164, MOBILE, refused, rows, serverCall } from './expect.ts'

test('threat 9: signing in while holding a session makes a new session with a new token, and promotes nothing that was there', async () => {
  await using b = await bench()
  await b.addUser({ userName: 'mallory', mobile: '+8613900000001', mobileProvenAt: 1 })
  await b.addUser({ userName: 'victim', mobile: E164, mobileProvenAt: 1 })
  const planted = await b.login('13900000001')
  // What the attacker could plant in the victim's browser: a session, a ticket, a device.
  const headers = {
    'session-token': planted.session_token,
    'x-session-token': planted.session_token,
    cookie: `session_token=${planted.session_token}`,
    ...(await b.signed(planted.session_token)),
  }
  const victim = await b.login(MOBILE, headers)
  assert.notEqual(victim.session_token, planted.session_token)
  assert.notEqual(claimsOf(victim.id_token)['sid'], claimsOf(planted.id_token)['sid'])
  const renewed = await b.post('/sso/session-token/id-token', {}, { 'session-token': planted.session_token })
  assert.equal(claimsOf(renewed.body['id_token'])['sub'], claimsOf(planted.id_token)['sub'])
  assert.equal((await rows(b, 'sessions')).length, 2)
})

test('threat 9: every sign-in of one person has a token of its own', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const tokens = new Set<string>()
  for (let i = 0; i < 5; i++) tokens.add((await b.login(MOBILE)).session_token)
  assert.equal(tokens.size, 5)
})

test('threat 9: what was issued before the sign-in is dead after it, and was never a session', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const token = await b.unknown('alice')
  refused(await b.post('/sso/session-token/id-token', {}, { 'session-token': token }), 'sessionInvalid')
  refused(await serverCall(b, 'session-token/sso-ticket', { session_token: token.slice(-100) }), 'sessionInvalid')
  refused(await b.get('/logout', { authorization: `Bearer ${token}` }), 'idTokenInvalid')
  const state = { 'x-state-token': token }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const bound = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(bound.body['status'], 'SUCCESS')
  assert.ok(!token.includes(String(bound.body['session_token'])))
  refused(await b.post('/sms/send', { mobile: MOBILE, type: 'BIND_MOBILE_SMS' }, state), 'stateTokenInvalid')
  refused(await b.get('/logout', { authorization: `Bearer ${token}` }), 'idTokenInvalid')
})

test('threat 9: a renewed session has a new token, and the earlier one is dead everywhere', async () => {
  await using b = await bench({ app: { rotate_session: true } })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  let { session_token } = await b.login(MOBILE)
  const renewals = [
    () => serverCall(b, 'session-token/refresh', { session_token }),
    () => b.post('/sso/session-token/id-token', {}, { 'session-token': session_token }),
  ]
  for (const renew of renewals) {
    const earlier = session_token
    const reply = await renew()
    session_token = String(reply.body['session_token'])
    assert.match(session_token, /^[A-Za-z0-9]{32}$/)
    assert.notEqual(session_token, earlier)
    refused(await serverCall(b, 'session-token/refresh', { session_token: earlier }), 'sessionInvalid')
    refused(await serverCall(b, 'session-token/sso-ticket', { session_token: earlier }), 'sessionInvalid')
    refused(await b.post('/sso/session-token/id-token', {}, { 'session-token': earlier }), 'sessionInvalid')
    refused(await b.get('/logout', await b.signed(earlier)), 'signatureInvalid')
  }
  assert.equal((await b.get('/logout', await b.signed(session_token))).status, 200)
})

test('threat 9: of twenty renewals of one session at once one gets the new token, and all others none', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const { session_token } = await b.login(MOBILE)
  const authorization = `Bearer ${await b.accessToken()}`
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => serverCall(b, 'session-token/refresh', { session_token }, { authorization })),
  )
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  for (const it of replies.filter((it) => it.status !== 200)) refused(it, 'sessionInvalid')
  assert.equal((await rows(b, 'sessions')).length, 1)
})
