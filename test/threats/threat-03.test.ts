import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../../server/testing.ts'
import { E164, MOBILE, refused, refusedSilently } from './expect.ts'

const BIND = 'BIND_MOBILE_SMS'

test('threat 3: a code sent under one state token is refused under another, for the same number, and still good under its own', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const mine = { 'x-state-token': await b.unknown('victim') }
  const attackers = { 'x-state-token': await b.unknown('mallory') }
  const verify_code = await b.sendCode(MOBILE, BIND, mine)
  await refusedSilently(b, 'codeExpired', () => b.post('/social/bind', { mobile: MOBILE, verify_code }, attackers))
  assert.equal((await b.post('/social/bind', { mobile: MOBILE, verify_code }, mine)).body['status'], 'SUCCESS')
})

test('threat 3: with a code waiting under each of two state tokens, neither fits the other', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const one = { 'x-state-token': await b.unknown('one') }
  const two = { 'x-state-token': await b.unknown('two') }
  const first = await b.sendCode(MOBILE, BIND, one)
  let second = await b.sendCode(MOBILE, BIND, two)
  while (second === first) second = await b.sendCode(MOBILE, BIND, two)
  refused(await b.post('/social/bind', { mobile: MOBILE, verify_code: first }, two), 'codeWrong')
  refused(await b.post('/social/bind', { mobile: MOBILE, verify_code: second }, one), 'codeWrong')
  assert.equal((await b.post('/social/bind', { mobile: MOBILE, verify_code: second }, two)).body['status'], 'SUCCESS')
  assert.equal((await b.post('/social/bind', { mobile: MOBILE, verify_code: first }, one)).body['status'], 'SUCCESS')
})

test('threat 3: an application can require the state token: then a code sent without one is not sent at all', async () => {
  await using b = await bench({ app: { codes_need_state: true } })
  await refusedSilently(b, 'stateRequired', () => b.post('/sms/send', { mobile: MOBILE, type: BIND }))
  assert.equal(b.inbox().length, 0)
})

test('threat 3: where the state token is required, a code another application had sent without one does not bind', async () => {
  await using b = await bench({ app: { codes_need_state: true } })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const verify_code = await b.sendCode(MOBILE, BIND, { 'x-client-id': await b.addApp() })
  const state = { 'x-state-token': await b.unknown('mallory') }
  await refusedSilently(b, 'codeExpired', () => b.post('/social/bind', { mobile: MOBILE, verify_code }, state))
})

test('threat 3: a code asked for one purpose is no proof for another', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('mallory') }
  const login = await b.sendCode(MOBILE, 'LOGIN_SMS')
  await refusedSilently(b, 'codeExpired', () => b.post('/social/bind', { mobile: MOBILE, verify_code: login }, state))
  const bind = await b.sendCode(MOBILE, BIND, state)
  if (bind !== login) refused(await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: bind }), 'codeWrong')
  const reset = await b.sendCode(MOBILE, 'FORGET_PWD_SMS')
  if (reset !== bind) refused(await b.post('/social/bind', { mobile: MOBILE, verify_code: reset }, state), 'codeWrong')
})
