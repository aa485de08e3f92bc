import assert from 'node:assert/strict'
import test from 'node:test'
import { type Ctx, transact } from '../context.ts'
import { forgetMailGateways, removeMailGateway } from '../mail/index.ts'
import { savePassword } from '../password/index.ts'
import { refuses } from '../refusals.ts'
import { bench, claimsOf } from '../testing.ts'
import { findUser, markFactors, replaceUser, type User } from '../users/index.ts'

const EMAIL = 'wang@example.com'
const MOBILE = '15912345678'
const enter = { source: 'sandbox', code: 'sandbox:alice' }
const both = { source: { unknownUser: 'bind_or_register' } } as const

test('an unknown social account is bound to the user of a proven e-mail address', async () => {
  await using b = await bench()
  const user = await b.addUser({ userName: 'wang', email: EMAIL, emailProvenAt: 1 })
  const entered = await b.post('/login/social', enter)
  assert.deepEqual(JSON.parse(String(entered.body['data'])), { socialBindOrRegisterFlow: ['VERIFY_PHONE', 'VERIFY_EMAIL'] })
  const state = { 'x-state-token': String(entered.body['state_token']) }
  const verify_code = await b.sendMailCode(EMAIL, 'BIND_EMAIL_EMS', state)
  const bound = await b.post('/social/bind', { email: 'Wang@Example.com', verify_code }, state)
  assert.deepEqual(Object.keys(bound.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'], bound.text)
  assert.equal(bound.body['status'], 'SUCCESS')
  assert.equal(claimsOf(bound.body['id_token'])['id'], user.id)
  assert.equal(claimsOf((await b.post('/login/social', enter)).body['id_token'])['id'], user.id)
})

test('an unknown person with an address nobody has becomes a user, with what the provider told of them', async () => {
  await using b = await bench(both)
  const code = 'sandbox:alice;nickname=Alice;avatar=https://pictures.example.com/alice.png'
  const entered = await b.post('/login/social', { source: 'sandbox', code })
  assert.equal(entered.body['status'], 'USER_REGISTER')
  const state = { 'x-state-token': String(entered.body['state_token']) }
  const verify_code = await b.sendMailCode(EMAIL, 'REGISTER_EMS', state)
  const answer = await b.post('/social/register-bind', { email: EMAIL, verify_code }, state)
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
  const { id, email, name } = claimsOf(answer.body['id_token'])
  assert.deepEqual([email, name], [EMAIL, 'Alice'])
  const made = await findUser(b.ctx, b.tenant.id, String(id))
  assert.equal(made?.emailProvenAt, b.clock.now)
  assert.deepEqual(JSON.parse(made?.attributes ?? ''), { attr_nick_name: 'Alice', head_img: 'https://pictures.example.com/alice.png' })
})

test('an address somebody here has is bound to them, and no user is made', async () => {
  await using b = await bench(both)
  const user = await b.addUser({ userName: 'wang', email: EMAIL, emailProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendMailCode(EMAIL, 'REGISTER_EMS', state)
  const answer = await b.post('/social/register-bind', { email: EMAIL, verify_code }, state)
  assert.equal(claimsOf(answer.body['id_token'])['id'], user.id)
  assert.ok(!(await b.snapshot())['users']?.includes('u_'))
})

test('what both refuse of an e-mail address', async (t) => {
  await using b = await bench()
  await b.addUser({ email: EMAIL, emailProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendMailCode(EMAIL, 'BIND_EMAIL_EMS', state)
  const wrong = verify_code === '000000' ? '000001' : '000000'
  const good = { url: '/api/v2/sdk/social/bind', headers: state, body: { email: EMAIL, verify_code } }
  await refuses(t, b, good, [
    { name: 'none', body: { email: '' }, code: 'BOWLINE.PARAM.0001', says: 'mobile' },
    { name: 'one that is none', body: { email: 'wang' }, code: 'USER.0039', says: 'Invalid email address' },
    { name: 'one without end', body: { email: `${'a'.repeat(320)}@example.com` }, code: 'BOWLINE.PARAM.0002', says: 'email' },
    {
      name: 'a wrong code',
      body: { verify_code: wrong },
      code: 'CAPTCHA.0007',
      says: 'Remaining attempts: 4.',
      writes: ['budgets', 'codes', 'stateTokens'],
    },
    {
      name: 'a code that was sent for registering',
      first: async () => ({
        body: { verify_code: await b.sendMailCode('other@example.com', 'REGISTER_EMS', state), email: 'other@example.com' },
      }),
      code: 'BOWLINE.SMS.0001',
      says: 'No verification code is waiting',
    },
    {
      name: 'a right code of an address nobody has: the code is spent, the state token is not',
      first: async () => ({
        body: { verify_code: await b.sendMailCode('nobody@example.com', 'BIND_EMAIL_EMS', state), email: 'nobody@example.com' },
      }),
      code: 'BOWLINE.MAIL.0002',
      says: 'email',
      writes: ['budgets', 'codes'],
    },
    {
      name: 'any, in a tenant that sends no mail',
      async first() {
        await removeMailGateway(b.ctx, { tenantId: b.tenant.id, id: 'inbox' })
        forgetMailGateways(b.ctx)
      },
      code: 'BOWLINE.MAIL.0001',
      says: 'E-mail is not offered here',
    },
  ])
  const asked = await b.post('/login/social', enter)
  assert.deepEqual(JSON.parse(String(asked.body['data'])), { socialBindOrRegisterFlow: ['VERIFY_PHONE'] })
})

test('threat 1: whoever proves an address for the first time has the account alone', async () => {
  await using b = await bench()
  await b.addUser({ userName: 'mallory', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const begun = { 'x-state-token': await b.unknown('mallory') }
  await b.post('/social/bind', { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', begun) }, begun)
  const { id_token } = await b.login(MOBILE)
  const user = (await findUser(b.ctx, b.tenant.id, String(claimsOf(id_token)['id']))) as User
  // As an import would leave it: the victim's address, a password and an authenticator, nothing proven.
  await transact(b.ctx, async (ctx) => {
    await replaceUser(ctx, { ...user, mobile: null, mobileProvenAt: null, email: EMAIL })
    await savePassword({ ...ctx, tenant: b.tenant } as Ctx, user, 'a hash')
    await markFactors(ctx, { tenantId: b.tenant.id, id: user.id, factors: 'totp', now: 1 })
  })
  await b.addUser({ userName: 'another', email: EMAIL })

  const state = { 'x-state-token': await b.unknown('victim') }
  const verify_code = await b.sendMailCode(EMAIL, 'BIND_EMAIL_EMS', state)
  const bound = await b.post('/social/bind', { email: EMAIL, verify_code }, state)
  assert.equal(claimsOf(bound.body['id_token'])['id'], user.id, bound.text)
  const { passwordSetAt, factors } = (await findUser(b.ctx, b.tenant.id, user.id)) as User
  assert.deepEqual([passwordSetAt, factors, (await b.snapshot())['passwords']], [null, '', ''])
  assert.equal((await b.get('/logout', { authorization: `Bearer ${id_token}` })).body['error_code'], 'PARAM.0016')
  assert.equal((await b.post('/login/social', { source: 'sandbox', code: 'sandbox:mallory' })).body['status'], 'SOCIAL_BIND')
  assert.equal((await b.snapshot())['users']?.split('\n').filter((row) => row.includes(EMAIL)).length, 1)
})

test('threat 1: a number that was only written into somebody’s account does not give it away', async () => {
  await using b = await bench()
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, email: EMAIL, emailProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('mallory') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  const answer = await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(answer.body['error_code'], 'MOBILE.0002', answer.text)
  const mail = await b.sendMailCode(EMAIL, 'BIND_EMAIL_EMS', state)
  assert.equal((await b.post('/social/bind', { email: EMAIL, verify_code: mail }, state)).body['status'], 'SUCCESS')
})

test('where nobody may register, register-bind still binds', async (t) => {
  const settings = { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 }, registration: { open: false } }
  await using b = await bench({ ...both, settings })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const verify_code = await b.sendMailCode(EMAIL, 'REGISTER_EMS', state)
  await refuses(t, b, { url: '/api/v2/sdk/social/register-bind', headers: state, body: { email: EMAIL, verify_code } }, [
    { name: 'somebody new is told so', code: 'BOWLINE.USER.0002', says: 'Registration', writes: ['budgets', 'codes'] },
  ])
  const known = { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'REGISTER_SMS', state) }
  assert.equal((await b.post('/social/register-bind', known, state)).body['status'], 'SUCCESS')
})
