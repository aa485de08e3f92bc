import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, claimsOf } from '../testing.ts'
import { findUserByName } from '../users/index.ts'

const EMAIL = 'wang@example.com'
const URL = '/api/v2/sdk/register/email-verify-code'

test('an address and its code make an account and log in; the address may be the user name', async () => {
  await using b = await bench()
  const verify_code = await b.sendMailCode(EMAIL, 'REGISTER_EMS')
  const body = { email: 'Wang@Example.com', verify_code, user_name: EMAIL, name: 'Wang', attr_gender: 'unknow' }
  const answer = await b.post('/register/email-verify-code', body)
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
  const { email, mobile, userName } = claimsOf(answer.body['id_token'])
  assert.deepEqual({ email, mobile, userName }, { email: EMAIL, mobile: '', userName: EMAIL })
  const user = await findUserByName(b.ctx, { tenantId: b.tenant.id, userName: EMAIL })
  assert.deepEqual([user?.email, user?.emailProvenAt, user?.mobile], [EMAIL, b.clock.now, null])
  const again = await b.sendMailCode(EMAIL, 'LOGIN_EMS')
  const login = await b.post('/login/email-verify-code', { email: EMAIL, verify_code: again })
  assert.equal(claimsOf(login.body['id_token'])['id'], user?.id)
})

test('a number that is said and not proven is not kept, whether somebody has it or not', async () => {
  await using b = await bench()
  await b.addUser({ userName: 'li', mobile: '+8615912345678', mobileProvenAt: 1 })
  for (const [i, mobile] of ['15912345678', '13812345678'].entries()) {
    const email = `p${i}@example.com`
    const verify_code = await b.sendMailCode(email, 'REGISTER_EMS')
    const answer = await b.post('/register/email-verify-code', { email, verify_code, mobile, user_name: `person${i}` })
    assert.equal(claimsOf(answer.body['id_token'])['mobile'], '', answer.text)
    assert.equal((await findUserByName(b.ctx, { tenantId: b.tenant.id, userName: `person${i}` }))?.mobile, null)
  }
})

test('what register/email-verify-code refuses', async (t) => {
  await using b = await bench()
  await b.addUser({ userName: 'li', email: 'li@example.com', emailProvenAt: 1 })
  const verify_code = await b.sendMailCode(EMAIL, 'REGISTER_EMS')
  const good = { url: URL, body: { email: EMAIL, verify_code } }
  const wrong = verify_code === '000000' ? '000001' : '000000'
  const nothing = { code: 'BOWLINE.SMS.0001', says: 'No verification code is waiting' }
  await refuses(t, b, good, [
    { name: 'no email', body: { email: undefined }, code: 'BOWLINE.PARAM.0001', says: 'Parameter email cannot be left blank.' },
    { name: 'an email that is none', body: { email: 'wang' }, code: 'USER.0039', says: 'Invalid email address' },
    { name: 'no verify_code', body: { verify_code: '' }, code: 'PARAM.0009', says: 'Verification code required.' },
    { name: 'a mobile that is none', body: { mobile: '12' }, code: 'USER.0038', says: 'Invalid mobile number' },
    { name: 'an address no code was sent to', body: { email: 'zhao@example.com' }, ...nothing },
    { name: 'a code past its ten minutes', later: 600_000, ...nothing },
    {
      name: 'a code that was sent for signing in',
      first: async () => ({ body: { email: 'zhao@example.com', verify_code: await b.sendMailCode('zhao@example.com', 'LOGIN_EMS') } }),
      ...nothing,
    },
    { name: 'the address of somebody else as a name', body: { user_name: 'li@example.com' }, code: 'USER.0036', says: 'Invalid username.' },
    {
      name: 'a wrong code',
      body: { verify_code: wrong },
      code: 'CAPTCHA.0007',
      says: 'Remaining attempts: 4.',
      writes: ['budgets', 'codes'],
    },
    {
      name: 'an address that is taken, told after the right code, which is spent',
      first: async () => ({ body: { email: 'li@example.com', verify_code: await b.sendMailCode('LI@example.com', 'REGISTER_EMS') } }),
      code: 'USER.0031',
      says: 'Email address already exists.',
      writes: ['budgets', 'codes'],
    },
  ])
  assert.equal((await b.call('POST', URL, good.body)).body['status'], 'SUCCESS')
})
