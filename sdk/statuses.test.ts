import assert from 'node:assert/strict'
import test from 'node:test'
import { enrollTotp, totp } from '../server/mfa/authenticator.double.ts'
import { addPerson, PASSWORD } from '../server/password/password.double.ts'
import { claimsOf } from '../server/testing.ts'
import { EMAIL, listening, MOBILE, WANG } from './listening.double.ts'
import { type Bowline, BowlineError, type LoginReply, readData } from './index.ts'

const OPEN = { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 } }
const DAY = 86_400_000
const byPassword = (bowline: Bowline, password = PASSWORD) => bowline.post('/login', { user_name: 'wang', password })

/** The reply with this status, or a test that failed. */
function expect<S extends LoginReply['status']>(reply: LoginReply, status: S): Extract<LoginReply, { status: S }> {
  assert.equal(reply.status, status)
  return reply as Extract<LoginReply, { status: S }>
}

test('SUCCESS: the session is kept, and told to whoever listens', async () => {
  await using it = await listening()
  const user = await addPerson(it.b, WANG)
  const bowline = it.client()
  const heard: (string | undefined)[] = []
  const stop = bowline.session.onChange((session) => heard.push(session?.session_token))
  assert.equal(await bowline.session.current(), undefined)
  const reply = expect(await byPassword(bowline), 'SUCCESS')
  assert.equal(reply.expire, 604_800)
  const { session_token, id_token } = reply
  assert.deepEqual(await bowline.session.current(), { session_token, id_token })
  assert.equal(claimsOf(id_token)['sub'], user.id)
  await bowline.get('/logout')
  assert.equal(await bowline.session.current(), undefined)
  stop()
  await byPassword(bowline)
  assert.deepEqual(heard, [session_token, undefined])
})

test('SOCIAL_BIND and USER_REGISTER: bound, and registered', async () => {
  await using it = await listening()
  const user = await it.b.addUser(WANG)
  await it.b.addSource({ id: 'registers', unknownUser: 'bind_or_register' })
  await it.b.addSource({ id: 'asks', unknownUser: 'ask' })
  const bowline = it.client()
  const FLOW = { socialBindOrRegisterFlow: ['VERIFY_PHONE', 'VERIFY_EMAIL'] }

  const unbound = expect(await bowline.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' }), 'SOCIAL_BIND')
  assert.deepEqual(readData(unbound), FLOW)
  const { state_token } = unbound
  const proof = { mobile: MOBILE, verify_code: await it.b.sendCode(MOBILE, 'BIND_MOBILE_SMS', { 'x-state-token': state_token }) }
  const bound = expect(await bowline.post('/social/bind', proof, { state_token }), 'SUCCESS')
  assert.equal(claimsOf(bound.id_token)['sub'], user.id)
  assert.deepEqual(
    (await bowline.get('/social')).social.map((one) => one.userId),
    [user.id],
  )

  const unknown = expect(await bowline.post('/login/social', { source: 'registers', code: 'sandbox:bob' }), 'USER_REGISTER')
  assert.deepEqual(readData(unknown), FLOW)
  const other = {
    mobile: '13812345678',
    verify_code: await it.b.sendCode('13812345678', 'REGISTER_SMS', { 'x-state-token': unknown.state_token }),
  }
  const made = expect(await bowline.post('/social/register-bind', other, { state_token: unknown.state_token }), 'SUCCESS')
  assert.notEqual(claimsOf(made.id_token)['sub'], user.id)

  const choosing = expect(await bowline.post('/login/social', { source: 'asks', code: 'sandbox:carol' }), 'SOCIAL_BIND')
  assert.deepEqual(readData(choosing).choices, ['BIND', 'REGISTER'])
})

test('MFA_AUTH: by e-mail, and by an authenticator', async () => {
  await using it = await listening({ settings: { ...OPEN, mfa: { required: 'always' } } })
  const { b } = it
  const user = await b.addUser(WANG)
  const bowline = it.client()
  const first = expect(await it.enter(bowline), 'MFA_AUTH')
  assert.equal(await bowline.session.current(), undefined)
  assert.deepEqual(readData(first).mfaMethods, ['email'])
  const { state_token } = first
  b.clock.now += 5000
  const verify_code = await b.sendMailCode(EMAIL, 'MFA_AUTH_EMS')
  const reply = expect(await bowline.post('/mfa/email', { email: EMAIL, verify_code }, { state_token }), 'SUCCESS')
  assert.equal(claimsOf(reply.id_token)['sub'], user.id)

  const { secret } = await enrollTotp(b, reply)
  b.clock.now += 60_000
  const second = expect(await it.enter(bowline), 'MFA_AUTH')
  assert.deepEqual(readData(second).mfaMethods.toSorted(), ['email', 'totp'])
  await assert.rejects(bowline.post('/mfa/totp', { code: '000000' }, { state_token: second.state_token }), { code: 'BOWLINE.MFA.0002' })
  const done = await bowline.post('/mfa/totp', { code: totp(secret, b.clock.now) }, { state_token: second.state_token })
  assert.equal(done.status, 'SUCCESS')
})

test('PASSWORD_WARN: gone past; PASSWORD_EXPIRED: changed', async () => {
  await using it = await listening({ settings: { ...OPEN, password: { max_age: 90, warn_before: 7 } } })
  await addPerson(it.b, WANG)
  const bowline = it.client()
  it.b.clock.now += 85 * DAY
  const warned = expect(await byPassword(bowline), 'PASSWORD_WARN')
  expect(await bowline.get('/pwd/skip-update', { state_token: warned.state_token }), 'SUCCESS')
  it.b.clock.now += 10 * DAY
  const expired = expect(await byPassword(bowline), 'PASSWORD_EXPIRED')
  const { minLength, regEx } = readData(expired)
  const new_password = 'Plum-Ladder-77'
  assert.ok(new_password.length >= minLength && new RegExp(regEx).test(new_password))
  const { state_token } = expired
  expect(await bowline.post('/pwd/update', { old_password: PASSWORD, new_password }, { state_token }), 'SUCCESS')
  expect(await byPassword(bowline, new_password), 'SUCCESS')
})

test('ACCESS_DENIED: by a rule, and by a source that wants nobody new; nothing is kept', async () => {
  await using it = await listening({ app: { access_rules: [{ name: 'nobody', decision: 'deny', users: ['wang'] }] } })
  await addPerson(it.b, WANG)
  await it.b.addSource({ id: 'denies', unknownUser: 'deny' })
  const bowline = it.client()
  assert.deepEqual(await byPassword(bowline), { status: 'ACCESS_DENIED' })
  assert.deepEqual(await bowline.post('/login/social', { source: 'denies', code: 'sandbox:alice' }), { status: 'ACCESS_DENIED' })
  assert.equal(await bowline.session.current(), undefined)
})

test('a status of a newer server is told, not passed on', async () => {
  await using it = await listening()
  const newer = it.client({
    fetch: async () => ({ status: 200, headers: new Headers(), text: async () => '{"status":"AGE_CHECK","state_token":"x"}' }),
  })
  await assert.rejects(byPassword(newer), (reason) => {
    assert.ok(reason instanceof BowlineError)
    assert.equal(reason.code, 'CLIENT.UNKNOWN_STATUS')
    assert.match(reason.message, /AGE_CHECK/)
    return true
  })
})
