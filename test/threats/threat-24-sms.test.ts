import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../../server/testing.ts'
import { refused } from './expect.ts'

const env = { BOWLINE_TRUSTED_PROXIES: '127.0.0.1' }
const settings = { captcha: { required: false, work: 1000 }, sms: { cooldown: 1, firewall: { challenge_from: 100 } } }
const VICTIM = '+8613912345678'
const own = { 'x-device-fingerprint': 'the victim’s own telephone' }

/** Fills the prefix of the victim up with messages nobody answers. */
async function fill(b: Bench) {
  for (let i = 0; i < 40; i++) {
    await b.post(
      '/sms/send',
      { mobile: `+861391234${String(i * 211).padStart(4, '0')}`, type: 'LOGIN_SMS' },
      { 'x-forwarded-for': `45.0.0.${i}` },
    )
  }
}

test('threat 24: whoever fills a prefix up keeps nobody out who has signed in on their device before', async () => {
  await using b = await bench({ settings, env })
  await b.addUser({ mobile: VICTIM, mobileProvenAt: 1 })
  await b.login(VICTIM, own)
  await fill(b)
  const ask = (mobile: string, headers: Record<string, string> = {}) => b.post('/sms/send', { mobile, type: 'LOGIN_SMS' }, headers)
  refused(await ask('+8613912349999'), 'smsBlocked')
  refused(await ask(VICTIM, { 'x-device-fingerprint': 'the attacker’s' }), 'smsBlocked')
  // Nor does a device open numbers that are not of its own user.
  refused(await ask('+8613912349999', own), 'smsBlocked')
  b.clock.now += 86_000
  assert.equal((await ask(VICTIM, own)).status, 200)
  const login = await b.post('/login/mobile-verify-code', { mobile: VICTIM, verify_code: b.code(VICTIM) }, own)
  assert.equal(login.body['status'], 'SUCCESS', login.text)
})

test('threat 24: that the number has a user is not to be told from a refusal, nor from what the database is asked', async () => {
  await using b = await bench({ settings, env })
  await b.addUser({ mobile: VICTIM, mobileProvenAt: 1 })
  await b.login(VICTIM, own)
  await fill(b)
  const seen = []
  for (const mobile of [VICTIM, '+8613912349999', VICTIM, '+8613912349999']) {
    await new Promise((resume) => setTimeout(resume, 20))
    const before = b.statements.length
    const { status, text } = await b.post('/sms/send', { mobile, type: 'LOGIN_SMS' })
    const asked = b.statements.slice(before).map((it) => it.compiled('sqlite').sql)
    seen.push(JSON.stringify([status, text, asked.filter((it) => !it.includes('audit_events'))]))
  }
  // The first may read what is kept for a second.
  assert.equal(new Set(seen.slice(1)).size, 1, seen.join('\n'))
})

test('threat 24: the known device has no more than the limits of a number give', async () => {
  await using b = await bench({ settings: { ...settings, sms: { ...settings.sms, per_number_per_day: 4 } }, env })
  await b.addUser({ mobile: VICTIM, mobileProvenAt: 1 })
  await b.login(VICTIM, own)
  await fill(b)
  for (let i = 0; i < 3; i++) {
    b.clock.now += 1001
    assert.equal((await b.post('/sms/send', { mobile: VICTIM, type: 'LOGIN_SMS' }, own)).status, 200)
  }
  b.clock.now += 1001
  refused(await b.post('/sms/send', { mobile: VICTIM, type: 'LOGIN_SMS' }, own), 'sendsSpent')
})
