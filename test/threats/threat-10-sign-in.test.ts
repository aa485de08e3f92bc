import assert from 'node:assert/strict'
import test from 'node:test'
import { addPerson, PASSWORD } from '../../server/password/password.double.ts'
import { bench, type Bench, claimsOf } from '../../server/testing.ts'
import { E164, MOBILE, refused, rows } from './expect.ts'

const DAY = 86_400_000
const EMAIL = 'owner@example.com'
const NEW = 'Plum-Ladder-77'

const provenAt = async (b: Bench, id: string) => (await rows(b, 'users')).find((it) => it['id'] === id)?.['mobileProvenAt']

async function enter(b: Bench) {
  const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS')
  return b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code })
}

test('threat 10: 89 days after its last proof a number signs in by its code, and every sign-in renews the proof', async () => {
  await using b = await bench()
  const { id } = await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  for (let i = 0; i < 3; i++) {
    b.clock.now += 89 * DAY
    assert.equal((await enter(b)).body['status'], 'SUCCESS')
    assert.equal(await provenAt(b, id), b.clock.now)
  }
})

test('threat 10: 91 days after, a code alone signs nobody in, and renews nothing', async () => {
  await using b = await bench()
  const owner = await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  b.clock.now += 91 * DAY
  for (let i = 0; i < 2; i++) {
    const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS')
    refused(await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code }), 'proofStale')
    // Told after the right code, which is spent.
    refused(await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code }), 'codeExpired')
  }
  assert.equal(await provenAt(b, owner.id), owner.mobileProvenAt)
  assert.deepEqual(await rows(b, 'sessions'), [])
})

test('threat 10: so a sign-in by code is no way round the age that binding looks at', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  b.clock.now += 91 * DAY
  await enter(b)
  const state = { 'x-state-token': await b.unknown('stranger') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  refused(await b.post('/social/bind', { mobile: MOBILE, verify_code }, state), 'proofStale')
  assert.deepEqual([await rows(b, 'socialAccounts'), await rows(b, 'sessions')], [[], []])
})

test('threat 10: an owner with another way shows that one, and the number is proven anew', async () => {
  await using b = await bench()
  const owner = await b.addUser({ mobile: E164, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  b.clock.now += 91 * DAY
  const asked = await enter(b)
  assert.equal(asked.body['status'], 'MFA_AUTH', asked.text)
  assert.deepEqual(JSON.parse(String(asked.body['data'])), { mfaMethods: ['email'] })
  assert.equal(await provenAt(b, owner.id), owner.mobileProvenAt)
  const state = { 'x-state-token': String(asked.body['state_token']) }
  const verify_code = await b.sendMailCode(EMAIL, 'MFA_AUTH_EMS', state)
  const done = await b.post('/mfa/email', { email: EMAIL, verify_code }, state)
  assert.equal(done.body['status'], 'SUCCESS', done.text)
  assert.equal(await provenAt(b, owner.id), b.clock.now)
  assert.equal((await enter(b)).body['status'], 'SUCCESS')
})

test('threat 10: a number that was changed in between is not proven by the code to the one before', async () => {
  await using b = await bench()
  const owner = await b.addUser({ mobile: E164, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  const code = await b.sendMailCode(EMAIL, 'LOGIN_EMS')
  b.clock.now += 91 * DAY
  refused(await b.post('/login/email-verify-code', { email: EMAIL, verify_code: code }), 'codeExpired')
  const asked = await enter(b)
  const state = { 'x-state-token': String(asked.body['state_token']) }
  const mailed = await b.post('/login/email-verify-code', { email: EMAIL, verify_code: await b.sendMailCode(EMAIL, 'LOGIN_EMS') })
  const bearer = { authorization: `Bearer ${String(mailed.body['id_token'])}` }
  const other = { mobile: '13812345678', verify_code: await b.sendCode('13812345678', 'UPDATE_MOBILE_SMS') }
  assert.equal((await b.post('/profile/update-mobile', other, bearer)).status, 200)
  const changed = b.clock.now
  const verify_code = await b.sendMailCode(EMAIL, 'MFA_AUTH_EMS', state)
  assert.equal((await b.post('/mfa/email', { email: EMAIL, verify_code }, state)).body['status'], 'SUCCESS')
  assert.equal(await provenAt(b, owner.id), changed)
})

test('threat 10: a password is another way; signed in by it, the number can be proven anew', async () => {
  await using b = await bench()
  await addPerson(b, { userName: 'wang', mobile: E164, mobileProvenAt: 1 })
  b.clock.now += 91 * DAY
  refused(await enter(b), 'proofStale')
  const login = await b.post('/login', { user_name: 'wang', password: PASSWORD })
  assert.equal(login.body['status'], 'SUCCESS', login.text)
  const bearer = { authorization: `Bearer ${String(login.body['id_token'])}` }
  const verify_code = await b.sendCode(MOBILE, 'UPDATE_MOBILE_SMS')
  assert.equal((await b.post('/profile/update-mobile', { mobile: MOBILE, verify_code }, bearer)).status, 200)
  assert.equal((await enter(b)).body['status'], 'SUCCESS')
})

test('threat 10: nor does such a code set a new password; one by e-mail does', async () => {
  await using b = await bench()
  const owner = await addPerson(b, { userName: 'wang', mobile: E164, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  b.clock.now += 91 * DAY
  const before = await rows(b, 'passwords')
  const verify_code = await b.sendCode(MOBILE, 'FORGET_PWD_SMS')
  refused(await b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password: NEW }), 'proofStale')
  refused(await b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password: NEW }), 'codeExpired')
  assert.deepEqual(await rows(b, 'passwords'), before)
  assert.equal(await provenAt(b, owner.id), owner.mobileProvenAt)
  const mailed = { email: EMAIL, verify_code: await b.sendMailCode(EMAIL, 'FORGET_PWD_EMS'), password: NEW }
  assert.equal((await b.post('/pwd/update-by-email', mailed)).status, 200)
})

test('threat 10: after a password such a code still is a second factor, and renews the proof', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1 }, mfa: { required: 'always' } } })
  const owner = await addPerson(b, { userName: 'wang', mobile: E164, mobileProvenAt: 1 })
  b.clock.now += 91 * DAY
  const asked = await b.post('/login', { user_name: 'wang', password: PASSWORD })
  const state = { 'x-state-token': String(asked.body['state_token']) }
  const verify_code = await b.sendCode(MOBILE, 'MFA_AUTH_SMS', state)
  assert.equal((await b.post('/mfa/sms', { mobile: MOBILE, verify_code }, state)).body['status'], 'SUCCESS')
  assert.equal(await provenAt(b, owner.id), b.clock.now)
})

test('threat 10: with number_age 0 a number never grows old; a disabled owner is denied as ever', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1 }, accounts: { number_age: 0 } } })
  const { id } = await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  b.clock.now += 1000 * DAY
  const login = await enter(b)
  assert.equal(claimsOf(login.body['id_token'])['id'], id)
  await using c = await bench()
  await c.addUser({ mobile: E164, mobileProvenAt: 1, disabledAt: 1 })
  c.clock.now += 91 * DAY
  assert.deepEqual((await enter(c)).body, { status: 'ACCESS_DENIED' })
})
