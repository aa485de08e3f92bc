import assert from 'node:assert/strict'
import test from 'node:test'
import { type Refusal, refuses } from '../refusals.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'
import { findUserByName, type User } from '../users/index.ts'

const MOBILE = '15912345678'
const E164 = `+86${MOBILE}`
const URL = '/api/v2/sdk/register/mobile-verify-code'
const PASSWORD = 'correct-Horse-7-battery'

const users = async (b: Bench) =>
  ((await b.snapshot())['users'] ?? '')
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row) as User)
    .filter((it) => it.tenantId === b.tenant.id)

test('a number and its code make an account, with the published fields, and log in', async () => {
  await using b = await bench()
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS')
  const profile = {
    name: '张三',
    head_img: 'https://example.com/a.png',
    attr_gender: 'male',
    attr_birthday: '2022-02-17',
    attr_nick_name: 'San',
    first_name: 'San',
    middle_name: 'de',
    last_name: 'Zhang',
    mailing_address: '1 Road',
    zip_code: '100000',
    industry: 'shipping',
    extension: { age: '18' },
  }
  const answer = await b.post('/register/mobile-verify-code', {
    user_name: 'zhangsan',
    mobile: MOBILE,
    verify_code,
    pwd: PASSWORD,
    ...profile,
  })
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'])
  const { name, ...attributes } = profile
  const [user] = await users(b)
  assert.deepEqual(
    [user?.userName, user?.name, user?.mobile, user?.mobileProvenAt, user?.email],
    ['zhangsan', name, E164, b.clock.now, null],
  )
  assert.deepEqual(JSON.parse(user?.attributes ?? ''), attributes)
  assert.equal(user?.passwordSetAt, b.clock.now)
  assert.equal(claimsOf(answer.body['id_token'])['mobile'], `+86-${MOBILE}`)
  assert.equal((await b.get('/logout', await b.signed(String(answer.body['session_token'])))).status, 200)
  const byPassword = await b.post('/login', { user_name: 'ZhangSan', password: PASSWORD })
  assert.equal(byPassword.body['status'], 'SUCCESS', byPassword.text)
})

test('the number alone is enough; fields that clients write as null or empty are not said', async () => {
  await using b = await bench()
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS')
  const empty = { user_name: null, name: '', email: null, pwd: '', head_img: null, attr_birthday: '', extension: null }
  const answer = await b.post('/register/mobile-verify-code', { mobile: `+86-${MOBILE}`, verify_code, ...empty })
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
  const [user] = await users(b)
  assert.match(user?.userName ?? '', /^u_[a-z0-9]{12}$/)
  assert.deepEqual([user?.attributes, user?.passwordSetAt], ['{}', null])
})

test('an address that is said and not proven is not kept, and says nothing of who has it', async () => {
  await using b = await bench()
  await b.addUser({ userName: 'li', email: 'li@example.com', emailProvenAt: 1 })
  const answers = []
  for (const [i, email] of ['li@example.com', 'nobody@example.com'].entries()) {
    const mobile = `1591234567${i}`
    const verify_code = await b.sendCode(mobile, 'REGISTER_SMS')
    const answer = await b.post('/register/mobile-verify-code', { mobile, verify_code, email })
    answers.push([answer.status, answer.body['status'], claimsOf(answer.body['id_token'])['email']])
  }
  assert.deepEqual(answers, [
    [200, 'SUCCESS', ''],
    [200, 'SUCCESS', ''],
  ])
  assert.deepEqual(
    (await users(b)).flatMap((it) => it.email ?? []),
    ['li@example.com'],
  )
})

test('what register/mobile-verify-code refuses', async (t) => {
  await using b = await bench()
  await b.addUser({ userName: 'Wang', mobile: '+8613812345678', mobileProvenAt: 1 })
  const other = await b.addTenant('other')
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS')
  const good = { url: URL, body: { mobile: MOBILE, verify_code, user_name: 'zhangsan' } }
  const wrong = verify_code === '000000' ? '000001' : '000000'
  const nothing = { code: 'BOWLINE.SMS.0001', says: 'No verification code is waiting' }
  await refuses(t, b, good, [
    { name: 'no mobile', body: { mobile: undefined }, code: 'BOWLINE.PARAM.0001', says: 'Parameter mobile cannot be left blank.' },
    { name: 'a mobile that is none', body: { mobile: 'wang' }, code: 'USER.0038', says: 'Invalid mobile number' },
    { name: 'no verify_code', body: { verify_code: undefined }, code: 'PARAM.0009', says: 'Verification code required.' },
    { name: 'a number no code was sent to', body: { mobile: '13712345678' }, ...nothing },
    { name: 'the code of another tenant', headers: { 'x-client-id': other.clientId }, ...nothing },
    { name: 'a code past its five minutes', later: 300_000, ...nothing },
    {
      name: 'a code that was sent for signing in',
      first: async () => ({ body: { mobile: '13712345678', verify_code: await b.sendCode('13712345678', 'LOGIN_SMS') } }),
      ...nothing,
    },
    { name: 'an email that is none', body: { email: 'zhang' }, code: 'USER.0039', says: 'Invalid email address' },
    { name: 'a user name that is a number', body: { user_name: '13712345678' }, code: 'USER.0036', says: 'Invalid username.' },
    {
      name: 'a user name that is an address',
      body: { user_name: 'li@example.com', email: 'li@example.com' },
      code: 'USER.0036',
      says: 'Invalid username.',
    },
    { name: 'a name of many lines', body: { name: 'a\nb' }, code: 'USER.0037', says: 'Invalid name.' },
    { name: 'a day that was not', body: { attr_birthday: '2022-02-30' }, code: 'BOWLINE.USER.0001', says: 'attribute attr_birthday' },
    {
      name: 'a picture that is a script',
      body: { head_img: 'javascript:alert(1)' },
      code: 'BOWLINE.USER.0001',
      says: 'attribute head_img',
    },
    { name: 'a gender of another kind', body: { attr_gender: 1 }, code: 'BOWLINE.PARAM.0002', says: 'attr_gender' },
    {
      name: 'an extension without end',
      body: { extension: { a: 'x'.repeat(5000) } },
      code: 'BOWLINE.USER.0001',
      says: 'attribute extension',
    },
    { name: 'an extension with NUL', body: { extension: { a: ['\0'] } }, code: 'BOWLINE.USER.0001', says: 'attribute extension' },
    // Before the code is tried: a password costs no guess.
    { name: 'a short password', body: { pwd: 'aB3$' }, code: 'PWD.0002', says: 'Password length' },
    { name: 'a password that is the name', body: { pwd: 'zhangsan1', user_name: 'zhangsan1' }, code: 'PWD.0003', says: 'user name' },
    {
      name: 'a name that is taken, in other capitals: told after the right code, which stays good',
      body: { user_name: 'wANG' },
      code: 'USER.0029',
      says: 'User name already exists.',
      writes: ['budgets', 'codes'],
    },
    ...[3, 2].map((left): Refusal => ({
      name: `a wrong code and a name that is taken: only the code is told of, ${left} attempts left`,
      body: { verify_code: wrong, user_name: 'wang' },
      code: 'CAPTCHA.0007',
      says: `Remaining attempts: ${left}.`,
      writes: ['budgets', 'codes'],
    })),
    {
      name: 'a number that is taken, told after the right code, which is spent',
      first: async () => ({ body: { mobile: '13812345678', verify_code: await b.sendCode('13812345678', 'REGISTER_SMS') } }),
      code: 'USER.0030',
      says: 'Mobile number already exists.',
      writes: ['budgets', 'codes'],
    },
  ])
  assert.equal((await b.call('POST', URL, good.body)).body['status'], 'SUCCESS')
  await refuses(t, b, good, [{ name: 'the same code again', body: { user_name: 'another' }, ...nothing }])
})

test('where registration is closed nobody registers', async (t) => {
  await using b = await bench({
    settings: { captcha: { required: false }, sms: { cooldown: 1 }, registration: { open: false, at_login: true } },
  })
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS')
  await refuses(t, b, { url: URL, body: { mobile: MOBILE, verify_code } }, [
    { name: 'with a right code', code: 'BOWLINE.USER.0002', says: 'Registration is not open here.' },
    {
      name: 'nor by signing in',
      first: async () => ({ body: { verify_code: await b.sendCode(MOBILE, 'LOGIN_SMS') } }),
      code: 'BOWLINE.USER.0002',
      says: 'Registration is not open here.',
    },
  ])
  const refused = await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: b.code(E164) })
  assert.equal(refused.body['error_code'], 'MOBILE.0002', refused.text)
})

test('an access rule that denies still leaves the account, and says ACCESS_DENIED', async () => {
  const app = { access_rules: [{ name: 'nobody', methods: ['sms'], decision: 'deny' }] }
  await using b = await bench({ app })
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS')
  const answer = await b.post('/register/mobile-verify-code', { mobile: MOBILE, verify_code })
  assert.deepEqual(answer.body, { status: 'ACCESS_DENIED' })
  assert.equal((await users(b)).length, 1)
})

test('who only claimed the number loses it to who proved it', async () => {
  await using b = await bench()
  await b.addUser({ userName: 'squatter', mobile: E164 })
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS')
  const answer = await b.post('/register/mobile-verify-code', { mobile: MOBILE, verify_code, user_name: 'owner' })
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
  assert.deepEqual((await users(b)).map((it) => `${it.userName} ${it.mobile}`).toSorted(), [`owner ${E164}`, 'squatter null'])
})

test('of twenty registrations of one number at once one makes the account', async () => {
  await using b = await bench()
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS')
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, i) => b.post('/register/mobile-verify-code', { mobile: MOBILE, verify_code, user_name: `person${i}` })),
  )
  assert.equal(replies.filter((it) => it.body['status'] === 'SUCCESS').length, 1)
  for (const it of replies.filter((it) => it.status !== 200))
    assert.match(String(it.body['error_code']), /^(BOWLINE\.SMS\.000[12]|USER\.0030)$/, it.text)
  assert.equal((await users(b)).length, 1)
})

test('of ten people who choose one name at once one has it, and the others may choose again with the same code', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1 } } })
  const people: { mobile: string; verify_code: string }[] = []
  for (let i = 0; i < 10; i++) {
    const mobile = `13${i}2345${i}678`
    people.push({ mobile, verify_code: await b.sendCode(mobile, 'REGISTER_SMS') })
  }
  const register = (person: object, user_name: string) => b.post('/register/mobile-verify-code', { ...person, user_name })
  const replies = await Promise.all(people.map((it, i) => register(it, i % 2 ? 'captain' : 'CAPTAIN')))
  assert.equal(replies.filter((it) => it.body['status'] === 'SUCCESS').length, 1)
  for (const [i, reply] of replies.entries()) {
    if (reply.status === 200) continue
    assert.equal(reply.body['error_code'], 'USER.0029', reply.text)
    assert.equal((await register(people[i] as object, `mate${i}`)).body['status'], 'SUCCESS')
  }
  assert.ok(await findUserByName(b.ctx, { tenantId: b.tenant.id, userName: 'captain' }))
  assert.equal((await users(b)).length, 10)
})
