import assert from 'node:assert/strict'
import test from 'node:test'
import { type Refusal, refuses } from '../refusals.ts'
import { bench, claimsOf } from '../testing.ts'
import { findUser, replaceUser } from '../users/index.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/sdk/login/mobile-verify-code'

test('a number and its code sign in', async () => {
  await using b = await bench()
  const user = await b.addUser({
    userName: 'wang',
    name: 'Wang',
    mobile: `+86${MOBILE}`,
    mobileProvenAt: 1,
    email: 'w@example.com',
    emailProvenAt: 1,
  })
  const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS')
  const answer = await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code })
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'])
  assert.equal(answer.body['status'], 'SUCCESS')
  assert.equal(answer.body['expire'], 604800)
  assert.match(String(answer.body['session_token']), /^[A-Za-z0-9]{32}$/)
  assert.equal(answer.headers['cache-control'], 'no-store')
  const { id, userName, name, mobile, email, aud } = claimsOf(answer.body['id_token'])
  assert.deepEqual(
    { id, userName, name, mobile, email, aud },
    { id: user.id, userName: 'wang', name: 'Wang', mobile: '+86-15912345678', email: 'w@example.com', aud: b.clientId },
  )
})

test('the number may be written in every way it is known by', async () => {
  await using b = await bench()
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  for (const mobile of [MOBILE, `+86${MOBILE}`, `+86-${MOBILE}`]) {
    const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS')
    const answer = await b.post('/login/mobile-verify-code', { mobile, verify_code })
    assert.equal(claimsOf(answer.body['id_token'])['id'], user.id, mobile)
  }
})

test('the lifetime of a session is the application’s, or else the tenant’s', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1 }, session_lifetime: 43_200 } })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const own = { 'x-client-id': await b.addApp({ session_lifetime: 432_000, id_token_lifetime: 60, id_token_subject: 'user_name' }) }
  assert.equal((await b.login(MOBILE)).expire, 43_200)
  const login = await b.login(MOBILE, own)
  assert.equal(login.expire, 432_000)
  const { sub, userName, exp, iat } = claimsOf(login.id_token)
  assert.equal(sub, userName)
  assert.equal(Number(exp) - Number(iat), 60)
})

test('a disabled user is denied', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, disabledAt: 1 })
  const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS')
  const answer = await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code })
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body, { status: 'ACCESS_DENIED' })
  assert.equal((await b.snapshot())['sessions'], '')
})

test('who proves a number others only claimed takes it, and throws out who prepared the account', async (t) => {
  await using b = await bench({ source: { unknownUser: 'auto_create' } })
  const enter = async () => (await b.post('/login/social', { source: 'sandbox', code: 'sandbox:mallory' })).body
  const mallory = await enter()
  const { id } = claimsOf(mallory['id_token'])
  // An administrator's import, or an application's, gave both of them a number that neither has proven.
  const mine = await findUser(b.ctx, b.tenant.id, String(id))
  assert.ok(mine)
  await replaceUser(b.ctx, { ...mine, mobile: `+86${MOBILE}`, updatedAt: b.clock.now })
  b.clock.now += 1
  await b.addUser({ userName: 'later', mobile: `+86${MOBILE}` })

  const login = await b.login(MOBILE)
  assert.equal(claimsOf(login.id_token)['id'], id)
  const rows = (await b.snapshot())['users']
    ?.split('\n')
    .map((row) => JSON.parse(row) as { mobile: string | null; mobileProvenAt: number | null })
  assert.deepEqual(
    rows?.filter((row) => row.mobile === `+86${MOBILE}`).map((row) => row.mobileProvenAt),
    [b.clock.now],
  )
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/logout', headers: { authorization: `Bearer ${String(mallory['id_token'])}` } }, [
    { name: 'the session from before is over', code: 'PARAM.0016', says: 'IdToken invalid or expired.' },
  ])
  // The social account from before leads to somebody new.
  assert.notEqual(claimsOf((await enter())['id_token'])['id'], id)
})

test('what login/mobile-verify-code refuses', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const other = await b.addTenant('other')
  const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS')
  const good = { url: URL, body: { mobile: MOBILE, verify_code } }
  const wrong = verify_code === '000000' ? '000001' : '000000'
  await refuses(t, b, good, [
    { name: 'no mobile', body: { mobile: undefined }, code: 'BOWLINE.PARAM.0001', says: 'Parameter mobile cannot be left blank.' },
    { name: 'a mobile that is none', body: { mobile: 'wang' }, code: 'USER.0038', says: 'Invalid mobile number' },
    { name: 'a mobile that is a list', body: { mobile: [MOBILE] }, code: 'BOWLINE.PARAM.0002', says: 'mobile' },
    { name: 'no verify_code', body: { verify_code: undefined }, code: 'PARAM.0009', says: 'Verification code required.' },
    { name: 'an empty verify_code', body: { verify_code: '' }, code: 'PARAM.0009', says: 'verify_code' },
    { name: 'a verify_code without end', body: { verify_code: '1'.repeat(17) }, code: 'BOWLINE.PARAM.0002', says: 'verify_code' },
    {
      name: 'a number no code was sent to',
      body: { mobile: '13812345678' },
      code: 'BOWLINE.SMS.0001',
      says: 'No verification code is waiting',
    },
    {
      name: 'the code of another tenant',
      headers: { 'x-client-id': other.clientId },
      code: 'BOWLINE.SMS.0001',
      says: 'No verification code is waiting',
    },
    {
      name: 'a code that was sent for binding',
      first: async () => ({ body: { mobile: '13812345678', verify_code: await b.sendCode('13812345678', 'BIND_MOBILE_SMS') } }),
      code: 'BOWLINE.SMS.0001',
      says: 'No verification code is waiting',
    },
    { name: 'a code past its five minutes', later: 300_000, code: 'BOWLINE.SMS.0001', says: 'it has expired' },
    {
      name: 'a right code of a number nobody has: it is spent',
      first: async () => ({ body: { mobile: '13712345678', verify_code: await b.sendCode('13712345678', 'LOGIN_SMS') } }),
      code: 'MOBILE.0002',
      says: 'Unauthenticated mobile number.',
      writes: ['budgets', 'codes'],
    },
    ...[4, 3, 2, 1].map((left): Refusal => ({
      name: `a wrong code, ${left} attempts left`,
      body: { verify_code: wrong },
      code: 'CAPTCHA.0007',
      says: `Remaining attempts: ${left}.`,
      writes: ['budgets', 'codes'],
    })),
  ])
  assert.equal((await b.call('POST', URL, good.body)).body['status'], 'SUCCESS')
  await refuses(t, b, good, [{ name: 'the same code again', code: 'BOWLINE.SMS.0001', says: 'Request a new one' }])
})

test('sending again gives no further guesses than the day has', async (t) => {
  await using b = await bench({
    settings: { captcha: { required: false }, sms: { cooldown: 1, guesses_per_code: 3, guesses_per_number_per_day: 5 } },
  })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const guess = async (type: string) => {
    const code = await b.sendCode(MOBILE, type)
    return { body: { verify_code: code === '000000' ? '000001' : '000000' } }
  }
  const first = () => guess('LOGIN_SMS')
  const wrong: Omit<Refusal, 'name'> = { code: 'CAPTCHA.0007', says: 'Remaining attempts', writes: ['budgets', 'codes'] }
  await refuses(t, b, { url: URL, body: { mobile: MOBILE, verify_code: 'x' } }, [
    { name: 'a first guess', first, ...wrong },
    { name: 'a second at the same code', ...wrong },
    { name: 'a third at the same code', ...wrong },
    { name: 'a fourth at the same code is not compared', code: 'BOWLINE.SMS.0002', says: 'Request a new code' },
    { name: 'a fourth at a new code', first, ...wrong },
    { name: 'a fifth', ...wrong },
    {
      name: 'a sixth, even if it were right',
      first: async () => ({ body: { verify_code: await b.sendCode(MOBILE, 'LOGIN_SMS') } }),
      code: 'BOWLINE.SMS.0003',
      says: 'Try again in 24 hours.',
    },
    { name: 'an hour later it is an hour less', later: 3_600_000, code: 'BOWLINE.SMS.0003', says: 'Try again in 23 hours.' },
  ])
  b.clock.now += 86_400_000
  assert.equal((await b.login(MOBILE)).status, 'SUCCESS')
})

test('right codes cost no guesses', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1, guesses_per_number_per_day: 2 } } })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  for (let i = 0; i < 5; i++) assert.equal((await b.login(MOBILE)).status, 'SUCCESS')
})
