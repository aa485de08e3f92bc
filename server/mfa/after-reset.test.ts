import assert from 'node:assert/strict'
import test from 'node:test'
import { addPerson, PASSWORD } from '../password/password.double.ts'
import { bench, type Bench } from '../testing.ts'
import { enrollTotp, offered, stateOf } from './authenticator.double.ts'

const MOBILE = '15912345678'
const EMAIL = 'w@example.com'
const NUMBER = { userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 }
const WANG = { ...NUMBER, email: EMAIL, emailProvenAt: 1 }
const NEW = 'Plum-Ladder-77'
const HOUR = 3_600_000
const OPEN = { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 } }
const ALWAYS = { settings: { ...OPEN, mfa: { required: 'always' } } }

const signIn = (b: Bench, password = NEW, headers = {}) => b.post('/login', { user_name: 'wang', password }, headers)
const bearer = (it: { body: Record<string, unknown> }) => ({ authorization: `Bearer ${String(it.body['id_token'])}` })

const byMobile = async (b: Bench, password = NEW) => {
  const verify_code = await b.sendCode(MOBILE, 'FORGET_PWD_SMS')
  assert.equal((await b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password })).status, 200)
}
const byEmail = async (b: Bench, password = NEW) => {
  const verify_code = await b.sendMailCode(EMAIL, 'FORGET_PWD_EMS')
  assert.equal((await b.post('/pwd/update-by-email', { email: EMAIL, verify_code, password })).status, 200)
}

for (const { name, reset, other, own } of [
  { name: 'SMS', reset: byMobile, own: 'sms', other: 'email' },
  { name: 'e-mail', reset: byEmail, own: 'email', other: 'sms' },
]) {
  test(`after a password was reset by ${name}, that is no second factor to it for 72 hours`, async () => {
    await using b = await bench(ALWAYS)
    await addPerson(b, WANG)
    assert.deepEqual(offered(await signIn(b, PASSWORD)), ['sms', 'email'])
    await reset(b)
    const asked = await signIn(b)
    assert.deepEqual([asked.body['status'], offered(asked)], ['MFA_AUTH', [other]])
    const shown =
      own === 'sms'
        ? await b.post(
            '/mfa/sms',
            { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'MFA_AUTH_SMS', stateOf(asked)) },
            stateOf(asked),
          )
        : await b.post(
            '/mfa/email',
            { email: EMAIL, verify_code: await b.sendMailCode(EMAIL, 'MFA_AUTH_EMS', stateOf(asked)) },
            stateOf(asked),
          )
    assert.equal(shown.body['error_code'], 'BOWLINE.MFA.0001', shown.text)
    if (own === 'sms') assert.equal((await b.get('/mobile-by-token', stateOf(asked))).body['error_code'], 'BOWLINE.MFA.0001')
    assert.equal((await b.snapshot())['sessions'], '')
    b.clock.now += 72 * HOUR
    assert.deepEqual(offered(await signIn(b)), ['sms', 'email'])
  })
}

test('the other way still is, and the wait ends with the next reset by another one', async () => {
  await using b = await bench(ALWAYS)
  await addPerson(b, WANG)
  await byMobile(b)
  const asked = await signIn(b)
  const verify_code = await b.sendMailCode(EMAIL, 'MFA_AUTH_EMS', stateOf(asked))
  const done = await b.post('/mfa/email', { email: EMAIL, verify_code }, stateOf(asked))
  assert.equal(done.body['status'], 'SUCCESS', done.text)
  await byEmail(b, 'Third-Ladder-33')
  assert.deepEqual(offered(await signIn(b, 'Third-Ladder-33')), ['sms'])
})

test('somebody with an authenticator is asked for that one', async () => {
  await using b = await bench({ settings: OPEN })
  await addPerson(b, NUMBER)
  await enrollTotp(b, await b.login(MOBILE))
  assert.deepEqual(offered(await signIn(b, PASSWORD)), ['sms', 'totp'])
  await byMobile(b)
  assert.deepEqual(offered(await signIn(b)), ['totp'])
})

test('with nothing else they are told how long to wait, and nobody is logged in', async () => {
  await using b = await bench(ALWAYS)
  await addPerson(b, NUMBER)
  await byMobile(b)
  const told = await signIn(b)
  assert.deepEqual([told.status, told.body['error_code']], [400, 'BOWLINE.MFA.0007'], told.text)
  assert.match(String(told.body['error_msg']), /in 72 hours/)
  b.clock.now += 71 * HOUR + 1
  assert.match(String((await signIn(b)).body['error_msg']), /in 1 hours/)
  assert.equal((await b.snapshot())['sessions'], '')
  b.clock.now += HOUR
  assert.deepEqual(offered(await signIn(b)), ['sms'])
})

test('nor is a social account bound by the password alone, where two ways are asked for', async () => {
  await using b = await bench(ALWAYS)
  await addPerson(b, NUMBER)
  const bind = async () => {
    const state = { 'x-state-token': await b.unknown('alice') }
    return b.post('/social/username-password-bind', { user_name: 'wang', password: NEW }, state)
  }
  await byMobile(b)
  const told = await bind()
  assert.equal(told.body['error_code'], 'BOWLINE.MFA.0007', told.text)
  assert.equal((await b.snapshot())['socialAccounts'], '')
  b.clock.now += 72 * HOUR
  assert.deepEqual(offered(await bind()), ['sms'])
})

/** Where one application asks for no second factor, and another does: what was gained in the first must not open the second. */
async function lax() {
  const b = await bench({ settings: OPEN })
  const strict = { 'x-client-id': await b.addApp({ access_rules: [{ name: 'two', methods: ['pwd'], decision: 'mfa' }] }) }
  return { b, strict }
}

test('a password changed with the one a code has set, or by another such code, is no better', async () => {
  const { b, strict } = await lax()
  await using _ = b
  await addPerson(b, WANG)
  await byMobile(b)
  const session = bearer(await signIn(b))
  assert.equal((await b.post('/pwd/change', { old_password: NEW, new_password: 'Third-Ladder-33' }, session)).status, 200)
  assert.deepEqual(offered(await signIn(b, 'Third-Ladder-33', strict)), ['email'])
  const verify_code = await b.sendCode(MOBILE, 'CHANGE_PWD_SMS')
  assert.equal((await b.post('/pwd/change-by-mobile', { verify_code, password: 'Fourth-Ladder-4' }, session)).status, 200)
  assert.deepEqual(offered(await signIn(b, 'Fourth-Ladder-4', strict)), ['email'])
})

test('a first password, set in a session that a code has opened, stands on that code', async () => {
  const { b, strict } = await lax()
  await using _ = b
  await b.addUser(WANG)
  const session = { authorization: `Bearer ${(await b.login(MOBILE)).id_token}` }
  assert.equal((await b.post('/pwd/change', { new_password: NEW }, session)).status, 200)
  assert.deepEqual(offered(await signIn(b, NEW, strict)), ['email'])
})

test('a password changed by its owner, who showed the one before, waits for nothing', async () => {
  const { b, strict } = await lax()
  await using _ = b
  await addPerson(b, WANG)
  const session = bearer(await signIn(b, PASSWORD))
  const verify_code = await b.sendCode(MOBILE, 'CHANGE_PWD_SMS')
  assert.equal((await b.post('/pwd/change-by-mobile', { verify_code, password: NEW }, session)).status, 200)
  assert.deepEqual(offered(await signIn(b, NEW, strict)), ['sms', 'email'])
  assert.equal((await b.post('/pwd/change', { old_password: NEW, new_password: 'Third-Ladder-33' }, session)).status, 200)
  assert.deepEqual(offered(await signIn(b, 'Third-Ladder-33', strict)), ['sms', 'email'])
})

test('an old password renewed by a code, after a sign-in by a code alone, stands on that code', async () => {
  const settings = { ...OPEN, password: { max_age: 30, on_codes: true } }
  await using b = await bench({ settings })
  const strict = { 'x-client-id': await b.addApp({ access_rules: [{ name: 'two', methods: ['pwd'], decision: 'mfa' }] }) }
  await addPerson(b, WANG)
  b.clock.now += 31 * 24 * HOUR
  const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS')
  const entered = await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code })
  assert.equal(entered.body['status'], 'PASSWORD_EXPIRED', entered.text)
  const renewed = { verify_code: await b.sendCode(MOBILE, 'CHANGE_PWD_SMS'), new_password: NEW }
  assert.equal((await b.post('/after-login/pwd/update-by-mobile', renewed, stateOf(entered))).body['status'], 'SUCCESS')
  assert.deepEqual(offered(await signIn(b, NEW, strict)), ['email'])
})

test('how long is the tenant’s to say; 0: not at all', async () => {
  for (const reset_wait of [0, 3600]) {
    await using b = await bench({ settings: { ...OPEN, mfa: { required: 'always', reset_wait } } })
    await addPerson(b, WANG)
    await byMobile(b)
    assert.deepEqual(offered(await signIn(b)), reset_wait ? ['email'] : ['sms', 'email'])
    b.clock.now += HOUR
    assert.deepEqual(offered(await signIn(b)), ['sms', 'email'])
  }
})
