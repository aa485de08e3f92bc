import assert from 'node:assert/strict'
import test from 'node:test'
import { type Refusal, refuses } from '../refusals.ts'
import { bench, claimsOf } from '../testing.ts'

const EMAIL = 'wang@example.com'
const MOBILE = '15912345678'
const URL = '/api/v2/sdk/login/email-verify-code'
const atLogin = { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 }, registration: { at_login: true } }

test('an address and its code sign in', async () => {
  await using b = await bench()
  const user = await b.addUser({ userName: 'wang', email: EMAIL, emailProvenAt: 1 })
  for (const email of [EMAIL, 'WANG@Example.com', ` ${EMAIL}`]) {
    const verify_code = await b.sendMailCode(EMAIL, 'LOGIN_EMS')
    const answer = await b.post('/login/email-verify-code', { email, verify_code })
    assert.equal(answer.body['status'], 'SUCCESS', answer.text)
    assert.deepEqual([claimsOf(answer.body['id_token'])['id'], claimsOf(answer.body['id_token'])['email']], [user.id, EMAIL])
  }
})

test('a disabled user is denied', async () => {
  await using b = await bench()
  await b.addUser({ email: EMAIL, emailProvenAt: 1, disabledAt: 1 })
  const verify_code = await b.sendMailCode(EMAIL, 'LOGIN_EMS')
  assert.deepEqual((await b.post('/login/email-verify-code', { email: EMAIL, verify_code })).body, { status: 'ACCESS_DENIED' })
})

test('what login/email-verify-code refuses', async (t) => {
  await using b = await bench()
  await b.addUser({ email: EMAIL, emailProvenAt: 1 })
  const verify_code = await b.sendMailCode(EMAIL, 'LOGIN_EMS')
  const good = { url: URL, body: { email: EMAIL, verify_code } }
  const wrong = verify_code === '000000' ? '000001' : '000000'
  const nothing = { code: 'BOWLINE.SMS.0001', says: 'No verification code is waiting' }
  await refuses(t, b, good, [
    { name: 'no email', body: { email: undefined }, code: 'BOWLINE.PARAM.0001', says: 'Parameter email cannot be left blank.' },
    { name: 'an email that is none', body: { email: 'wang@' }, code: 'USER.0039', says: 'Invalid email address' },
    { name: 'no verify_code', body: { verify_code: '' }, code: 'PARAM.0009', says: 'Verification code required.' },
    { name: 'an address no code was sent to', body: { email: 'li@example.com' }, ...nothing },
    { name: 'a code past its ten minutes', later: 600_000, ...nothing },
    {
      name: 'a code that was sent for registering',
      first: async () => ({ body: { email: 'li@example.com', verify_code: await b.sendMailCode('li@example.com', 'REGISTER_EMS') } }),
      ...nothing,
    },
    {
      name: 'a right code of an address nobody has: it is spent',
      first: async () => ({ body: { email: 'li@example.com', verify_code: await b.sendMailCode('li@example.com', 'LOGIN_EMS') } }),
      code: 'BOWLINE.MAIL.0002',
      says: 'Unauthenticated email address.',
      writes: ['budgets', 'codes'],
    },
    ...[4, 3, 2, 1].map((left): Refusal => ({
      name: `a wrong code, ${left} attempts left`,
      body: { verify_code: wrong },
      code: 'CAPTCHA.0007',
      says: `Remaining attempts: ${left}.`,
      writes: ['budgets', 'codes'],
    })),
    {
      name: 'a wrong code, as an application of the employee edition reads it',
      first: async () => ({ headers: { 'x-client-id': await b.addApp({ error_codes: 'eiam' }) } }),
      body: { verify_code: wrong },
      code: 'SDK.SMS.1006',
      says: 'Remaining attempts: 0.',
      writes: ['budgets', 'codes'],
    },
  ])
  const fresh = await b.sendMailCode(EMAIL, 'LOGIN_EMS')
  assert.equal((await b.call('POST', URL, { email: EMAIL, verify_code: fresh })).body['status'], 'SUCCESS')
  await refuses(t, b, good, [{ name: 'the same code again', body: { verify_code: fresh }, ...nothing }])
})

test('where signing in registers, somebody unknown gets an account, once, by number or by address', async () => {
  await using b = await bench({ settings: atLogin })
  const byMail = async () => {
    const verify_code = await b.sendMailCode(EMAIL, 'LOGIN_EMS')
    return (await b.post('/login/email-verify-code', { email: EMAIL, verify_code })).body
  }
  for (const enter of [byMail, () => b.login(MOBILE)]) {
    const [first, second] = [await enter(), await enter()] as { status: string; id_token: string }[]
    assert.deepEqual([first?.status, second?.status], ['SUCCESS', 'SUCCESS'])
    assert.equal(claimsOf(first?.id_token)['id'], claimsOf(second?.id_token)['id'])
  }
})

test('who only claimed an address loses it when its holder is registered by signing in', async () => {
  await using b = await bench({ settings: atLogin })
  // A proven number makes the account somebody's: the address in it gives it to nobody.
  const squatter = await b.addUser({ userName: 'squatter', mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL })
  const verify_code = await b.sendMailCode(EMAIL, 'LOGIN_EMS')
  const answer = await b.post('/login/email-verify-code', { email: EMAIL, verify_code })
  assert.notEqual(claimsOf(answer.body['id_token'])['id'], squatter.id)
  assert.equal(claimsOf((await b.login(MOBILE)).id_token)['email'], '')
})
