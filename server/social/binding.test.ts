import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'

const MOBILE = '15912345678'
const EMAIL = 'wang@example.com'
const base = { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 } }

async function bindByCode(b: Bench, name = 'alice') {
  const state = { 'x-state-token': await b.unknown(name) }
  const body = { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state) }
  return { state, body, reply: await b.post('/social/bind', body, state) }
}

test('where a second factor is asked for, nothing is tied before it is shown', async (t) => {
  await using b = await bench({ settings: { ...base, mfa: { required: 'always' } } })
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  const { state, body, reply } = await bindByCode(b)
  assert.equal(reply.body['status'], 'MFA_AUTH', reply.text)
  const { socialAccounts, sessions, changes } = await b.snapshot()
  assert.deepEqual([socialAccounts, sessions, changes], ['', '', ''])
  // The one step is done: its state token and its code are spent.
  await refuses(t, b, { url: '/api/v2/sdk/social/bind', headers: state, body }, [
    { name: 'the state token of before', code: 'PARAM.0014', says: 'Invalid state token' },
  ])
  const second = { 'x-state-token': String(reply.body['state_token']) }
  await refuses(t, b, { url: '/api/v2/sdk/social/bind', headers: second, body }, [
    { name: 'the new one, for the step before', code: 'PARAM.0014', says: 'Invalid state token' },
  ])
  assert.equal((await b.unknown('alice')).split('.').length, 3, 'still nobody’s')
  const done = await b.post('/mfa/email', { email: EMAIL, verify_code: await b.sendMailCode(EMAIL, 'MFA_AUTH_EMS') }, second)
  assert.equal(done.body['status'], 'SUCCESS', done.text)
  assert.equal(claimsOf(done.body['id_token'])['id'], user.id)
  assert.equal((await b.snapshot())['socialAccounts']?.split('\n').length, 1)
})

test('an account that somebody else bound meanwhile stays with them, when the second factor comes', async () => {
  await using b = await bench({ settings: { ...base, mfa: { required: 'always' } } })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  const other = await b.addUser({
    userName: 'other',
    mobile: '+8613800000001',
    mobileProvenAt: 1,
    email: 'other@example.com',
    emailProvenAt: 1,
  })
  const { reply } = await bindByCode(b)
  const state = { 'x-state-token': await b.unknown('alice') }
  const body = { mobile: '13800000001', verify_code: await b.sendCode('13800000001', 'BIND_MOBILE_SMS', state) }
  const theirs = await b.post('/social/bind', body, state)
  const finish = async (reply: { body: Record<string, unknown> }, email: string) =>
    b.post(
      '/mfa/email',
      { email, verify_code: await b.sendMailCode(email, 'MFA_AUTH_EMS') },
      { 'x-state-token': String(reply.body['state_token']) },
    )
  assert.equal((await finish(theirs, 'other@example.com')).body['status'], 'SUCCESS')
  assert.equal((await finish(reply, EMAIL)).body['error_code'], 'BOWLINE.SOCIAL.0001')
  const rows = (await b.snapshot())['socialAccounts'] ?? ''
  assert.ok(rows.includes(other.id) && !rows.includes('\n'))
})

test('an access rule that denies leaves everything as it was, but for the code', async () => {
  const app = { access_rules: [{ name: 'nobody by text message', methods: ['sms'], decision: 'deny' }] }
  await using b = await bench({ app })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  const { reply, state } = await bindByCode(b)
  assert.deepEqual(reply.body, { status: 'ACCESS_DENIED' })
  const { socialAccounts, sessions } = await b.snapshot()
  assert.deepEqual([socialAccounts, sessions], ['', ''])
  // The state token is still good for a way that is allowed.
  const mail = { email: EMAIL, verify_code: await b.sendMailCode(EMAIL, 'BIND_EMAIL_EMS', state) }
  assert.equal((await b.post('/social/bind', mail, state)).body['status'], 'SUCCESS')
})

test('somebody new is not asked for what they cannot have', async () => {
  await using b = await bench({ settings: { ...base, mfa: { required: 'always' } }, source: { unknownUser: 'bind_or_register' } })
  const state = { 'x-state-token': await b.unknown('alice') }
  const body = { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'REGISTER_SMS', state) }
  const reply = await b.post('/social/register-bind', body, state)
  assert.equal(reply.body['status'], 'SUCCESS', reply.text)
  assert.equal((await b.snapshot())['socialAccounts']?.split('\n').length, 1)
})

test('five users who bind one account at once: one gets it', async () => {
  await using b = await bench()
  const steps = []
  for (const email of ['1', '2', '3', '4', '5'].map((it) => `${it}@example.com`)) {
    await b.addUser({ email, emailProvenAt: 1 })
    const state = { 'x-state-token': await b.unknown('alice') }
    steps.push({ state, body: { email, verify_code: await b.sendMailCode(email, 'BIND_EMAIL_EMS', state) } })
  }
  const replies = await Promise.all(steps.map(({ state, body }) => b.post('/social/bind', body, state)))
  assert.equal(replies.filter((it) => it.body['status'] === 'SUCCESS').length, 1)
  assert.equal(replies.filter((it) => it.body['error_code'] === 'BOWLINE.SOCIAL.0001').length, 4)
  const { sessions, socialAccounts } = await b.snapshot()
  assert.deepEqual([sessions?.split('\n').length, socialAccounts?.split('\n').length], [1, 1])
})
