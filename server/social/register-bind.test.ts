import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, claimsOf } from '../testing.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/sdk/social/register-bind'
const open = { source: { unknownUser: 'bind_or_register' } } as const

test('an unknown person with a number nobody has becomes a user', async () => {
  await using b = await bench(open)
  const entered = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice;nickname=Alice' })
  assert.equal(entered.body['status'], 'USER_REGISTER')
  assert.deepEqual(JSON.parse(String(entered.body['data'])), { socialBindOrRegisterFlow: ['VERIFY_PHONE', 'VERIFY_EMAIL'] })
  const state = { 'x-state-token': String(entered.body['state_token']) }
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS', state)
  const answer = await b.post('/social/register-bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'])
  assert.equal(answer.body['status'], 'SUCCESS')
  assert.equal(answer.body['expire'], 604800)
  assert.match(String(answer.body['session_token']), /^[A-Za-z0-9]{32}$/)
  const claims = claimsOf(answer.body['id_token'])
  assert.equal(claims['mobile'], '+86-15912345678')
  assert.equal(claims['name'], 'Alice')
  // The new user is there for both ways in.
  assert.equal(claimsOf((await b.login(MOBILE)).id_token)['id'], claims['id'])
  const again = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.equal(claimsOf(again.body['id_token'])['id'], claims['id'])
})

test('a number somebody here has is bound to them, and no user is made', async () => {
  await using b = await bench(open)
  const user = await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS', state)
  const answer = await b.post('/social/register-bind', { mobile: `+86-${MOBILE}`, verify_code }, state)
  assert.equal(answer.body['status'], 'SUCCESS')
  const claims = claimsOf(answer.body['id_token'])
  assert.equal(claims['id'], user.id)
  assert.equal(claims['userName'], 'wang')
  assert.ok(!(await b.snapshot())['users']?.includes('u_'))
})

test('who may choose can bind, or register, with the one state token', async (t) => {
  await using b = await bench({ source: { unknownUser: 'ask' } })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const entered = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.equal(entered.body['status'], 'SOCIAL_BIND')
  assert.deepEqual(JSON.parse(String(entered.body['data'])), {
    socialBindOrRegisterFlow: ['VERIFY_PHONE', 'VERIFY_EMAIL'],
    choices: ['BIND', 'REGISTER'],
  })
  const state = { 'x-state-token': String(entered.body['state_token']) }
  const registration = { mobile: '13812345678', verify_code: await b.sendCode('13812345678', 'REGISTER_SMS', state) }
  const binding = { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state) }
  assert.equal((await b.post('/social/register-bind', registration, state)).body['status'], 'SUCCESS')
  await refuses(t, b, { url: '/api/v2/sdk/social/bind', body: binding, headers: state }, [
    { name: 'the other choice, afterwards', code: 'PARAM.0014', says: 'Invalid state token' },
  ])
  const other = { 'x-state-token': await b.unknown('bob') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', other)
  assert.equal((await b.post('/social/bind', { mobile: MOBILE, verify_code }, other)).body['status'], 'SUCCESS')
})

test('a disabled user is denied, and nothing is tied to them', async () => {
  await using b = await bench(open)
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, disabledAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS', state)
  const before = await b.snapshot()
  const answer = await b.post('/social/register-bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body, { status: 'ACCESS_DENIED' })
  const after = await b.snapshot()
  for (const table of ['socialAccounts', 'sessions', 'stateTokens']) assert.equal(after[table], before[table], table)
})

test('what register-bind refuses', async (t) => {
  await using b = await bench(open)
  await b.addSource({ id: 'bind', unknownUser: 'bind' })
  const other = await b.addTenant('other')
  const otherApp = await b.addApp()
  const state = await b.unknown('alice')
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS', { 'x-state-token': state })
  const good = { url: URL, body: { mobile: MOBILE, verify_code }, headers: { 'x-state-token': state } }
  const wrong = verify_code === '000000' ? '000001' : '000000'

  await refuses(t, b, good, [
    { name: 'no state token', headers: { 'x-state-token': '' }, code: 'PARAM.0014', says: 'Invalid state token' },
    { name: 'the state token of another application', headers: { 'x-client-id': otherApp }, code: 'PARAM.0014', says: 'Invalid' },
    { name: 'the state token of another tenant', headers: { 'x-client-id': other.clientId }, code: 'PARAM.0014', says: 'Invalid' },
    { name: 'the state token of another device', headers: { 'x-device-fingerprint': 'another' }, code: 'PARAM.0014', says: 'Invalid' },
    {
      name: 'a state token given for bind',
      first: async () => ({
        headers: { 'x-state-token': String((await b.post('/login/social', { source: 'bind', code: 'sandbox:bo' })).body['state_token']) },
      }),
      code: 'PARAM.0014',
      says: 'Invalid',
    },
    { name: 'a state token past its ten minutes', later: 600_000, code: 'PARAM.0014', says: 'Invalid' },
    { name: 'no mobile', body: { mobile: undefined }, code: 'BOWLINE.PARAM.0001', says: 'Parameter mobile cannot be left blank.' },
    { name: 'a mobile that is none', body: { mobile: '+86-123' }, code: 'USER.0038', says: 'Invalid mobile number' },
    { name: 'an e-mail address that is none', body: { mobile: undefined, email: 'a@b' }, code: 'USER.0039', says: 'Invalid email address' },
    {
      name: 'an e-mail address no code was sent to',
      body: { mobile: undefined, email: 'a@example.com' },
      code: 'BOWLINE.SMS.0001',
      says: 'No verification code is waiting',
    },
    { name: 'no verify_code', body: { verify_code: undefined }, code: 'PARAM.0009', says: 'Verification code required.' },
    { name: 'a body that is a list', body: [], code: 'BOWLINE.PARAM.0003', says: 'JSON object' },
    {
      name: 'a code that was sent for binding',
      first: async () => ({
        body: { mobile: '13812345678', verify_code: await b.sendCode('13812345678', 'BIND_MOBILE_SMS', { 'x-state-token': state }) },
      }),
      code: 'BOWLINE.SMS.0001',
      says: 'No verification code is waiting',
    },
    { name: 'a code past its five minutes', later: 300_000, code: 'BOWLINE.SMS.0001', says: 'expired' },
    {
      name: 'a wrong code',
      body: { verify_code: wrong },
      code: 'CAPTCHA.0007',
      says: 'Remaining attempts: 4.',
      writes: ['budgets', 'codes', 'stateTokens'],
    },
  ])
  assert.equal((await b.call('POST', URL, good.body, good.headers)).body['status'], 'SUCCESS')
  await refuses(t, b, good, [{ name: 'the same request again', code: 'PARAM.0014', says: 'Invalid state token' }])
})

test('two people who register one number at once become one user', async () => {
  await using b = await bench(open)
  const states = await Promise.all(['alice', 'bob'].map(async (name) => ({ 'x-state-token': await b.unknown(name) })))
  const bodies: object[] = []
  for (const state of states) bodies.push({ mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'REGISTER_SMS', state) })
  const answers = await Promise.all(states.map((state, i) => b.post('/social/register-bind', bodies[i], state)))
  const done = answers.filter((it) => it.body['status'] === 'SUCCESS')
  assert.ok(done.length >= 1, answers.map((it) => it.text).join())
  assert.equal(new Set(done.map((it) => claimsOf(it.body['id_token'])['id'])).size, 1)
  assert.equal((await b.snapshot())['users']?.split('\n').filter((row) => row.includes(MOBILE)).length, 1)
})
