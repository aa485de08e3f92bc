import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../testing.ts'

const MOBILE = '15912345678'

test('of twenty guesses at once five are compared', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const guesses = Array.from({ length: 20 }, (_, i) => String((Number(verify_code) + 1 + i) % 1e6).padStart(6, '0'))
  const answers = await Promise.all(guesses.map((guess) => b.post('/social/bind', { mobile: MOBILE, verify_code: guess }, state)))
  assert.equal(answers.filter((it) => it.body['error_code'] === 'CAPTCHA.0007').length, 5)
  assert.equal(answers.filter((it) => it.body['error_code'] === 'BOWLINE.SMS.0002').length, 15)
  // The right one comes too late.
  assert.equal((await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)).body['error_code'], 'BOWLINE.SMS.0002')
})

test('the same request ten times at once binds once', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1, guesses_per_code: 10 } } })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const answers = await Promise.all(Array.from({ length: 10 }, () => b.post('/social/bind', { mobile: MOBILE, verify_code }, state)))
  assert.equal(answers.filter((it) => it.body['status'] === 'SUCCESS').length, 1)
  assert.equal(answers.filter((it) => it.status === 400).length, 9)
  const { sessions, socialAccounts } = await b.snapshot()
  assert.equal(sessions?.split('\n').length, 1)
  assert.equal(socialAccounts?.split('\n').length, 1)
})
