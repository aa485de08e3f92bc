import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench } from '../testing.ts'

const NUMBER = '+8613800138000'
const URL = '/api/v2/sdk/sms/send'
const production = { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' }
const settings = (until: string) => ({
  captcha: { required: false },
  sms: { cooldown: 1, test_numbers: [{ number: NUMBER, code: '246810', until }], firewall: {} },
})

test('a test number gets nothing, and its code is always the same', async () => {
  // The clock of a bench starts on 2026-06-01. In production there is no inbox, so nothing could be sent by accident.
  await using b = await bench({ settings: settings('2026-08-29'), env: production })
  await b.addUser({ mobile: NUMBER, mobileProvenAt: 1 })
  for (let i = 0; i < 2; i++) {
    b.clock.now += 1001
    const sent = await b.post('/sms/send', { mobile: NUMBER, type: 'LOGIN_SMS' })
    assert.deepEqual([sent.status, sent.text], [200, ''])
    const login = await b.post('/login/mobile-verify-code', { mobile: NUMBER, verify_code: '246810' })
    assert.equal(login.body['status'], 'SUCCESS', login.text)
  }
  const { messages, traffic } = await b.snapshot()
  assert.deepEqual([messages, traffic], ['', ''])
  assert.equal(
    (await b.post('/login/mobile-verify-code', { mobile: NUMBER, verify_code: '246810' })).body['error_code'],
    'BOWLINE.SMS.0001',
  )
})

test('the limits of a number hold for it, too, and so do guesses', async (t) => {
  await using b = await bench({ settings: settings('2026-08-29') })
  const good = { url: URL, body: { mobile: NUMBER, type: 'LOGIN_SMS' } }
  assert.equal((await b.call('POST', URL, good.body)).status, 200)
  await refuses(t, b, good, [{ name: 'at once', code: 'BOWLINE.SMS.0004', says: 'Wait 1 seconds' }])
  const wrong = await b.post('/login/mobile-verify-code', { mobile: NUMBER, verify_code: '000000' })
  assert.equal(wrong.body['error_code'], 'CAPTCHA.0007')
})

test('past its day it is refused, and in production when that day is too far off', async (t) => {
  const blocked = { code: 'BOWLINE.SMS.0009', says: 'No message can be sent to this number' }
  for (const [name, until, env, good] of [
    ['the last day', '2026-06-01', production, true],
    ['the day before', '2026-05-31', {}, false],
    ['ninety days', '2026-08-29', production, true],
    ['a day more', '2026-08-31', production, false],
    ['a day more, in development', '2026-08-31', {}, true],
    ['a day there is not', '2026-13-45', {}, false],
  ] as const) {
    await using b = await bench({ settings: settings(until), env })
    const body = { mobile: NUMBER, type: 'LOGIN_SMS' }
    if (good) assert.equal((await b.call('POST', URL, body)).status, 200, name)
    else await refuses(t, b, { url: URL, body }, [{ name, ...blocked }])
  }
})

test('spending its code proves nothing of the numbers beside it', async () => {
  await using b = await bench({ settings: settings('2026-08-29') })
  await b.addUser({ mobile: NUMBER, mobileProvenAt: 1 })
  for (const mobile of ['13800138011', '13800138012']) await b.sendCode(mobile, 'LOGIN_SMS')
  b.clock.now += 1001
  assert.equal((await b.post('/sms/send', { mobile: NUMBER, type: 'LOGIN_SMS' })).status, 200)
  assert.equal((await b.post('/login/mobile-verify-code', { mobile: NUMBER, verify_code: '246810' })).body['status'], 'SUCCESS')
  await b.sendCode('13800138013', 'LOGIN_SMS')
  b.clock.now += 1001
  assert.equal((await b.post('/sms/send', { mobile: '13800138014', type: 'LOGIN_SMS' })).body['error_code'], 'BOWLINE.SMS.0010')
})
