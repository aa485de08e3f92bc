import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench, claimsOf } from '../../server/testing.ts'
import { E164, MOBILE, refused, rows } from './expect.ts'

const DAY = 86_400_000
const OWNERS = 'owner@example.com'

/** A number of an account, `days` after it was last proven, in the hands of somebody new who signs in with their own social account. */
async function takeOver(b: Bench, days: number, source = 'sandbox') {
  b.clock.now += days * DAY
  const entered = await b.post('/login/social', { source, code: 'sandbox:stranger' })
  const state = { 'x-state-token': String(entered.body['state_token']) }
  const type = source === 'sandbox' ? 'BIND_MOBILE_SMS' : 'REGISTER_SMS'
  const body = { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, type, state) }
  return { state, body, path: source === 'sandbox' ? '/social/bind' : '/social/register-bind' }
}

const nothingTied = async (b: Bench) => assert.deepEqual([await rows(b, 'socialAccounts'), await rows(b, 'sessions')], [[], []])

for (const source of ['sandbox', 'registers'] as const) {
  test(`threat 10: 91 days after its last proof a number alone binds nothing (${source})`, async () => {
    const settings = { captcha: { required: false }, sms: { cooldown: 1 }, accounts: { release_numbers: false } }
    await using b = await bench({ settings })
    await b.addSource({ id: 'registers', unknownUser: 'bind_or_register' })
    const owner = await b.addUser({ mobile: E164, mobileProvenAt: b.clock.now })
    const { state, body, path } = await takeOver(b, 91, source)
    refused(await b.post(path, body, state), 'proofStale')
    await nothingTied(b)
    // The attempt itself is no proof: a second one is answered alike, and the state token still stands.
    const again = {
      mobile: MOBILE,
      verify_code: await b.sendCode(MOBILE, source === 'sandbox' ? 'BIND_MOBILE_SMS' : 'REGISTER_SMS', state),
    }
    refused(await b.post(path, again, state), 'proofStale')
    assert.equal((await rows(b, 'users')).find((it) => it['id'] === owner.id)?.['mobileProvenAt'], owner.mobileProvenAt)
    await nothingTied(b)
  })
}

test('threat 10: 89 days after, it binds; and with number_age 0 it always does', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: b.clock.now })
  const { state, body, path } = await takeOver(b, 89)
  assert.equal((await b.post(path, body, state)).body['status'], 'SUCCESS')
  await using c = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1 }, accounts: { number_age: 0 } } })
  await c.addUser({ mobile: E164, mobileProvenAt: c.clock.now })
  const old = await takeOver(c, 1000)
  assert.equal((await c.post(old.path, old.body, old.state)).body['status'], 'SUCCESS')
})

test('threat 10: an owner with another way shows that one, and then the account is theirs', async () => {
  await using b = await bench()
  const owner = await b.addUser({ mobile: E164, mobileProvenAt: b.clock.now, email: OWNERS, emailProvenAt: b.clock.now })
  const { state, body, path } = await takeOver(b, 91)
  const answer = await b.post(path, body, state)
  assert.equal(answer.body['status'], 'MFA_AUTH', answer.text)
  assert.deepEqual(JSON.parse(String(answer.body['data'])), { mfaMethods: ['email'] })
  await nothingTied(b)
  refused(await b.post(path, body, state), 'stateTokenInvalid')
  const second = { 'x-state-token': String(answer.body['state_token']) }
  // The number is no second factor either.
  refused(await b.post('/mfa/sms', { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'MFA_AUTH_SMS') }, second), 'factorUnknown')
  await nothingTied(b)
  const done = await b.post('/mfa/email', { email: OWNERS, verify_code: await b.sendMailCode(OWNERS, 'MFA_AUTH_EMS') }, second)
  assert.equal(done.body['status'], 'SUCCESS', done.text)
  assert.equal((await rows(b, 'socialAccounts')).length, 1)
  const known = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:stranger' })
  assert.equal(claimsOf(known.body['id_token'])['id'], owner.id)
})

test('threat 10: a number that a trusted provider vouches for is no younger', async () => {
  await using b = await bench({ source: { trustMobile: true } })
  await b.addSource({ id: 'creates', trustMobile: true, unknownUser: 'auto_create' })
  const owner = await b.addUser({ mobile: E164, mobileProvenAt: b.clock.now })
  b.clock.now += 91 * DAY
  const code = `sandbox:stranger;mobile=${E164};mobile_verified=true`
  assert.equal((await b.post('/login/social', { source: 'sandbox', code })).body['status'], 'SOCIAL_BIND')
  const made = await b.post('/login/social', { source: 'creates', code })
  assert.equal(made.body['status'], 'SUCCESS')
  const { id, mobile } = claimsOf(made.body['id_token'])
  assert.notEqual(id, owner.id)
  assert.equal(mobile, '')
})

test('threat 10: the owner is told by the way the number does not reach', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: b.clock.now, email: OWNERS, emailProvenAt: b.clock.now })
  const { state, body, path } = await takeOver(b, 30)
  const texts = b.inbox().length
  assert.equal((await b.post(path, body, state)).body['status'], 'SUCCESS')
  const [mail, ...more] = b.mails(OWNERS)
  assert.deepEqual([mail !== undefined, more], [true, []])
  assert.match(String(mail?.text), /Sandbox.*\/undo\?token=[A-Za-z0-9]{32}/s)
  assert.equal(b.inbox().length, texts, 'whoever holds the number needs no telling')
  assert.equal((await rows(b, 'changes')).length, 1)
})

test('threat 10: bound anew to whom it is bound already, nobody is told and nothing can be undone', async () => {
  await using b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: b.clock.now, email: OWNERS, emailProvenAt: b.clock.now })
  const [first, second] = [await takeOver(b, 1), await takeOver(b, 0)]
  assert.equal((await b.post(second.path, second.body, second.state)).body['status'], 'SUCCESS')
  const body = { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', first.state) }
  assert.equal((await b.post(first.path, body, first.state)).body['status'], 'SUCCESS')
  assert.deepEqual([b.mails(OWNERS).length, (await rows(b, 'changes')).length], [1, 1])
})
