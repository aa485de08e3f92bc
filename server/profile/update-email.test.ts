import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench } from '../testing.ts'
import { findUser } from '../users/index.ts'

const MOBILE = '15912345678'
const [OLD, NEW] = ['old@example.com', 'new@example.com']
const URL = '/api/v2/sdk/profile/update-email'
const bearer = (it: { id_token: string }) => ({ authorization: `Bearer ${it.id_token}` })

test('the new address is proven and kept; the old one and the number are told, the new one is not', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 }, language: 'zh' } })
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: OLD, emailProvenAt: 1 })
  const elsewhere = bearer(await b.login(MOBILE))
  const here = bearer(await b.login(MOBILE))
  const verify_code = await b.sendMailCode(NEW, 'UPDATE_EMAIL_EMS')
  const answer = await b.post('/profile/update-email', { email: 'New@Example.com', verify_code }, here)
  assert.deepEqual([answer.status, answer.text], [200, ''])
  const kept = await findUser(b.ctx, b.tenant.id, user.id)
  assert.deepEqual([kept?.email, kept?.emailProvenAt], [NEW, b.clock.now])
  assert.equal((await b.get('/profile', here)).body['email'], NEW)
  assert.equal((await b.get('/profile', elsewhere)).status, 400)
  // In the tenant's language, whatever the caller's is.
  assert.equal(b.mails(OLD)[0]?.subject, 'Test：邮箱已更换')
  assert.match(b.inbox(`+86${MOBILE}`)[0]?.text ?? '', /^【Test】邮箱已更换。如非本人操作，请在72小时内撤销：/)
  assert.deepEqual(
    b.mails(NEW).map((it) => it.type),
    ['UPDATE_EMAIL_EMS'],
  )
})

test('somebody’s first address: only the number is told; an address that was never proven hears nothing', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: 'claimed@example.com' })
  const headers = bearer(await b.login(MOBILE))
  const verify_code = await b.sendMailCode(NEW, 'UPDATE_EMAIL_EMS')
  assert.equal((await b.post('/profile/update-email', { email: NEW, verify_code }, headers)).status, 200)
  assert.deepEqual([b.mails('claimed@example.com').length, b.inbox().filter((it) => it.type === 'NOTICE').length], [0, 1])
})

test('what profile/update-email refuses', async (t) => {
  await using b = await bench()
  await b.addUser({ userName: 'lisi', email: 'li@example.com', emailProvenAt: 1 })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const headers = bearer(await b.login(MOBILE))
  const verify_code = await b.sendMailCode(NEW, 'UPDATE_EMAIL_EMS')
  const good = { url: URL, body: { email: NEW, verify_code }, headers }
  const wrong = verify_code === '000000' ? '000001' : '000000'
  await refuses(t, b, good, [
    { name: 'nobody who is logged in', headers: { authorization: '' }, code: 'PARAM.0030', says: 'Signature invalid' },
    { name: 'no email', body: { email: undefined }, code: 'BOWLINE.PARAM.0001', says: 'email' },
    { name: 'an email that is none', body: { email: 'new@' }, code: 'USER.0039', says: 'Invalid email address' },
    { name: 'no verify_code', body: { verify_code: undefined }, code: 'PARAM.0009', says: 'Verification code required.' },
    { name: 'a session that is old', later: 901_000, code: 'BOWLINE.SESSION.0001', says: 'needs a recent sign-in' },
    {
      name: 'a wrong code',
      body: { verify_code: wrong },
      code: 'CAPTCHA.0007',
      says: 'Remaining attempts: 4.',
      writes: ['budgets', 'codes'],
    },
    {
      name: 'a right code for an address that is taken: it is spent',
      first: async () => ({ body: { email: 'LI@example.com', verify_code: await b.sendMailCode('li@example.com', 'UPDATE_EMAIL_EMS') } }),
      code: 'USER.0031',
      says: 'Email address already exists.',
      writes: ['budgets', 'codes'],
    },
  ])
  assert.equal((await b.call('POST', URL, good.body, headers)).status, 200)
})
