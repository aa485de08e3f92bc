import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench, claimsOf, type Reply } from '../testing.ts'
import { findUser } from '../users/index.ts'
import { enrollTotp, enterBySms, offered, stateOf } from './authenticator.double.ts'

const MOBILE = '15912345678'
const E164 = `+86${MOBILE}`
const EMAIL = 'w@example.com'
const OTHER = '13812345678'
const OPEN = { captcha: { required: false }, sms: { cooldown: 1, per_number_per_day: 1000 }, mail: { cooldown: 1 } }
const ALWAYS = { ...OPEN, mfa: { required: 'always' } }

/** Somebody with a number and an address, who came by one of them and is asked for the other. */
async function start(given: Parameters<typeof bench>[0] = {}) {
  const b = await bench({ settings: ALWAYS, ...given })
  const user = await b.addUser({ userName: 'wang', mobile: E164, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  return { b, user }
}
async function enterByMail(b: Bench, email = EMAIL): Promise<Reply> {
  const verify_code = await b.sendMailCode(email, 'LOGIN_EMS')
  return b.post('/login/email-verify-code', { email, verify_code })
}

/** One row of `access_rules`. */
const rule = (decision: string, more: object) => ({ name: 'rule', ...more, decision })

test('by SMS and then by e-mail', async () => {
  const { b, user } = await start()
  await using _ = b
  const entered = await enterBySms(b, MOBILE)
  assert.equal(entered.body['status'], 'MFA_AUTH')
  assert.deepEqual(offered(entered), ['email'])
  b.clock.now += 5000
  const verify_code = await b.sendMailCode(EMAIL, 'MFA_AUTH_EMS')
  const answer = await b.post('/mfa/email', { email: ' W@Example.com', verify_code }, stateOf(entered))
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'])
  const claims = claimsOf(answer.body['id_token'])
  assert.deepEqual([claims['sub'], claims['amr']], [user.id, ['sms', 'email', 'mfa']])
  // It was proven anew on the way.
  assert.equal((await findUser(b.ctx, b.tenant.id, user.id))?.emailProvenAt, b.clock.now)
})

test('by e-mail and then by SMS, under either name of the code', async () => {
  const { b, user } = await start()
  await using _ = b
  for (const type of ['OTP_REST_SMS', 'MFA_AUTH_SMS']) {
    const entered = await enterByMail(b)
    assert.deepEqual(offered(entered), ['sms'])
    const { mobile } = (await b.get('/mobile-by-token', stateOf(entered))).body
    assert.equal(mobile, MOBILE)
    const verify_code = await b.sendCode(String(mobile), type)
    const answer = await b.post('/mfa/sms', { mobile, verify_code }, stateOf(entered))
    assert.equal(answer.body['status'], 'SUCCESS', answer.text)
    const claims = claimsOf(answer.body['id_token'])
    assert.deepEqual([claims['sub'], claims['amr']], [user.id, ['email', 'sms', 'mfa']])
  }
})

test('the number is told in the form of the edition an application speaks', async () => {
  const { b } = await start()
  await using _ = b
  const far = { mobile: '+4915112345678', email: 'far@example.com', mobileProvenAt: 1, emailProvenAt: 1 }
  await b.addUser(far)
  const forms = {
    oneaccess: [MOBILE, '+49-15112345678'],
    ciam: ['+86-15912345678', '+49-15112345678'],
    eiam: ['+86-15912345678', '+49-15112345678'],
  }
  for (const [error_codes, numbers] of Object.entries(forms)) {
    const app = { 'x-client-id': await b.addApp({ error_codes }) }
    const told = []
    for (const email of [EMAIL, far.email]) {
      const verify_code = await b.sendMailCode(email, 'LOGIN_EMS', app)
      const entered = await b.post('/login/email-verify-code', { email, verify_code }, app)
      const reply = await b.get('/mobile-by-token', { ...stateOf(entered), ...app })
      assert.deepEqual(Object.keys(reply.body), ['mobile'])
      told.push(reply.body['mobile'])
      // What was told is read again.
      const code = await b.sendCode(String(reply.body['mobile']).replace('-', ''), 'OTP_REST_SMS', app)
      assert.equal(
        (await b.post('/mfa/sms', { mobile: reply.body['mobile'], verify_code: code }, { ...stateOf(entered), ...app })).status,
        200,
      )
    }
    assert.deepEqual(told, numbers, error_codes)
  }
})

test('where bare numbers are of another country, a Chinese one is told with its own', async () => {
  const { b } = await start({ settings: { ...ALWAYS, preferred_country: 'DE' } })
  await using _ = b
  assert.equal((await b.get('/mobile-by-token', stateOf(await enterByMail(b)))).body['mobile'], '+86-15912345678')
})

const noState = { code: 'PARAM.0014', says: 'Invalid state token' }
const unknown = { code: 'BOWLINE.MFA.0001', says: 'not set up' }

test('what mobile-by-token refuses', async (t) => {
  const { b } = await start()
  await using _ = b
  await b.addUser({ userName: 'li', email: 'li@example.com', emailProvenAt: 1, mobile: `+86${OTHER}` })
  const good = { method: 'GET' as const, url: '/api/v2/sdk/mobile-by-token', headers: stateOf(await enterByMail(b)) }
  await refuses(t, b, good, [
    { name: 'no state token', headers: { 'x-state-token': '' }, ...noState },
    { name: 'a state token of another application', headers: { 'x-client-id': await b.addApp() }, ...noState },
    { name: 'a state token of another device', headers: { 'x-device-fingerprint': 'another' }, ...noState },
    { name: 'a state token for binding', first: async () => ({ headers: { 'x-state-token': await b.unknown('alice') } }), ...noState },
    { name: 'a number that was the first factor', first: async () => ({ headers: stateOf(await enterBySms(b, MOBILE)) }), ...unknown },
  ])
  // Nobody proved it, so it is no factor, and is not told.
  const entered = await enterByMail(b, 'li@example.com')
  assert.deepEqual(entered.body, { status: 'ACCESS_DENIED' })
})

test('what mfa/sms refuses', async (t) => {
  const { b } = await start()
  await using _ = b
  await b.addUser({ userName: 'li', mobile: `+86${OTHER}`, mobileProvenAt: 1, email: 'li@example.com', emailProvenAt: 1 })
  const headers = stateOf(await enterByMail(b))
  const verify_code = await b.sendCode(MOBILE, 'OTP_REST_SMS')
  const good = { url: '/api/v2/sdk/mfa/sms', body: { mobile: MOBILE, verify_code }, headers }
  const wrong = verify_code === '000000' ? '000001' : '000000'
  const elsewhere = {
    code: 'BOWLINE.MFA.0006',
    says: 'must go to the number or address of this account',
    writes: ['budgets', 'codes', 'stateTokens'] as never[],
  }
  await refuses(t, b, good, [
    { name: 'no state token', headers: { 'x-state-token': '' }, ...noState },
    { name: 'a state token of another application', headers: { 'x-client-id': await b.addApp() }, ...noState },
    { name: 'a state token of another device', headers: { 'x-device-fingerprint': 'another' }, ...noState },
    { name: 'a number that is none', body: { mobile: '123' }, code: 'USER.0038', says: 'Invalid mobile number' },
    { name: 'no code', body: { verify_code: '' }, code: 'PARAM.0009', says: 'Verification code' },
    {
      name: 'a code that was sent to sign in',
      first: async () => ({ body: { mobile: OTHER, verify_code: await b.sendCode(OTHER, 'LOGIN_SMS') } }),
      code: 'BOWLINE.SMS.0001',
      says: 'No verification code is waiting',
    },
    { name: 'a number no code was sent to', body: { mobile: '13712345678' }, code: 'BOWLINE.SMS.0001', says: 'No verification code' },
    {
      name: 'a wrong code',
      body: { verify_code: wrong },
      code: 'CAPTCHA.0007',
      says: 'Remaining attempts: 4',
      writes: ['budgets', 'codes', 'stateTokens'],
    },
    {
      name: "a stranger's number, and its right code",
      first: async () => ({ body: { mobile: '13712345678', verify_code: await b.sendCode('13712345678', 'OTP_REST_SMS') } }),
      ...elsewhere,
    },
    {
      name: "another user's number, and its right code",
      first: async () => ({ body: { mobile: OTHER, verify_code: await b.sendCode(OTHER, 'OTP_REST_SMS') } }),
      ...elsewhere,
    },
    { name: 'a sign-in that began by SMS', first: async () => ({ headers: stateOf(await enterBySms(b, MOBILE)) }), ...unknown },
  ])
  assert.equal((await b.call('POST', good.url, good.body, headers)).body['status'], 'SUCCESS')
  await refuses(t, b, good, [{ name: 'the same request again', ...noState }])
})

test('what mfa/email refuses', async (t) => {
  const { b } = await start()
  await using _ = b
  const headers = stateOf(await enterBySms(b, MOBILE))
  const verify_code = await b.sendMailCode(EMAIL, 'MFA_AUTH_EMS')
  const good = { url: '/api/v2/sdk/mfa/email', body: { email: EMAIL, verify_code }, headers }
  await refuses(t, b, good, [
    { name: 'no state token', headers: { 'x-state-token': '' }, ...noState },
    { name: 'an address that is none', body: { email: 'w@' }, code: 'USER.0039', says: '' },
    { name: 'no code', body: { verify_code: undefined }, code: 'PARAM.0009', says: 'Verification code' },
    { name: 'a sign-in that began by e-mail', first: async () => ({ headers: stateOf(await enterByMail(b)) }), ...unknown },
    {
      name: "a stranger's address, and its right code",
      first: async () => ({ body: { email: 'x@example.com', verify_code: await b.sendMailCode('x@example.com', 'MFA_AUTH_EMS') } }),
      code: 'BOWLINE.MFA.0006',
      says: 'must go to the number or address of this account',
      writes: ['budgets', 'codes', 'stateTokens'],
    },
  ])
  assert.equal((await b.call('POST', good.url, good.body, headers)).body['status'], 'SUCCESS')
})

test("of an address nothing is learned without its code: the account's own and any other are refused alike", async () => {
  const { b } = await start()
  await using _ = b
  const headers = stateOf(await enterBySms(b, MOBILE))
  const said = []
  for (const email of [EMAIL, 'x@example.com']) {
    await b.sendMailCode(email, 'MFA_AUTH_EMS')
    said.push((await b.post('/mfa/email', { email, verify_code: '0000' }, headers)).text)
  }
  assert.equal(said[0], said[1])
  assert.match(said[0] ?? '', /CAPTCHA\.0007/)
})

test('an access rule asks for a second factor, and then another decides', async () => {
  const rules = [rule('deny', { methods: ['totp'], addresses: ['127.0.0.1'] }), rule('mfa', { methods: ['sms'] })]
  const { b } = await start({ settings: { ...OPEN, mfa: { required: 'never' } }, app: { access_rules: rules.slice(1) } })
  await using _ = b
  const entered = await enterBySms(b, MOBILE)
  assert.deepEqual(offered(entered), ['email'])
  const verify_code = await b.sendMailCode(EMAIL, 'MFA_AUTH_EMS')
  assert.equal((await b.post('/mfa/email', { email: EMAIL, verify_code }, stateOf(entered))).body['status'], 'SUCCESS')

  const strict = { 'x-client-id': await b.addApp({ access_rules: rules }) }
  const login = await b.login(MOBILE, { 'x-client-id': await b.addApp() })
  const authenticator = await enrollTotpIn(b, login)
  const asked = await b.post(
    '/login/mobile-verify-code',
    { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'LOGIN_SMS', strict) },
    strict,
  )
  assert.equal(asked.body['status'], 'MFA_AUTH')
  const denied = await b.post('/mfa/totp', { code: authenticator.code() }, { ...stateOf(asked), ...strict })
  assert.deepEqual(denied.body, { status: 'ACCESS_DENIED' })
})

/** The id_token is of another application than the test's own. */
async function enrollTotpIn(b: Bench, login: { id_token: string }) {
  const id = String(claimsOf(login.id_token)['aud'])
  const post: Bench['post'] = (path, body, headers) => b.post(path, body, { ...headers, 'x-client-id': id })
  return enrollTotp({ ...b, post }, login)
}

test('a social account is tied to somebody with an authenticator only when its code was shown', async () => {
  await using b = await bench({ settings: OPEN })
  const user = await b.addUser({ mobile: E164, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  const authenticator = await enrollTotp(b, await b.login(MOBILE))
  const accounts = async () => (await b.snapshot())['socialAccounts']
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const bound = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(bound.body['status'], 'MFA_AUTH', bound.text)
  assert.deepEqual(offered(bound), ['email', 'totp'])
  assert.equal(await accounts(), '')
  const wrong = authenticator.code() === '000000' ? '000001' : '000000'
  assert.equal((await b.post('/mfa/totp', { code: wrong }, stateOf(bound))).status, 400)
  assert.equal(await accounts(), '')
  assert.equal((await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })).body['status'], 'SOCIAL_BIND')

  const answer = await b.post('/mfa/totp', { code: authenticator.code() }, stateOf(bound))
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
  assert.deepEqual(claimsOf(answer.body['id_token'])['amr'], ['sms', 'otp', 'mfa'])
  const rows = (await accounts())?.split('\n').map((it) => JSON.parse(it) as { userId: string }) ?? []
  assert.deepEqual(
    rows.map((it) => it.userId),
    [user.id],
  )
  // The owner hears of it where whoever has the number alone does not read.
  assert.match(b.mails(EMAIL)[0]?.text ?? '', /Sandbox[^]*undo/)
  // From now on it is a way in, and a second one is asked for.
  const again = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.deepEqual([again.body['status'], offered(again)], ['MFA_AUTH', ['sms', 'email', 'totp']])
})

test('a social account that somebody else got in the meantime stays with them, and nobody is logged in', async () => {
  await using b = await bench({ settings: OPEN })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  await b.addUser({ userName: 'li', mobile: `+86${OTHER}`, mobileProvenAt: 1 })
  const authenticator = await enrollTotp(b, await b.login(MOBILE))
  const bind = async (mobile: string, state: Record<string, string>) =>
    b.post('/social/bind', { mobile, verify_code: await b.sendCode(mobile, 'BIND_MOBILE_SMS', state) }, state)
  const [first, second] = [{ 'x-state-token': await b.unknown('alice') }, { 'x-state-token': await b.unknown('alice') }]
  const waiting = await bind(MOBILE, first)
  assert.equal((await bind(OTHER, second)).body['status'], 'SUCCESS')
  const before = (await b.snapshot())['sessions']
  const late = await b.post('/mfa/totp', { code: authenticator.code() }, stateOf(waiting))
  assert.equal(late.body['error_code'], 'BOWLINE.SOCIAL.0001', late.text)
  assert.equal((await b.snapshot())['sessions'], before)
})
