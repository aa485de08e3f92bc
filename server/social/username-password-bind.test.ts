import assert from 'node:assert/strict'
import test from 'node:test'
import { type Ctx, transact } from '../context.ts'
import { hashPassword, savePassword } from '../password/index.ts'
import { refuses } from '../refusals.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'
import type { NewUser } from '../users/index.ts'

const MOBILE = '15912345678'
const EMAIL = 'wang@example.com'
const PASSWORD = 'Correct-Horse-7'
const URL = '/api/v2/sdk/social/username-password-bind'

/** A user with a password. */
async function addUser(b: Bench, input: NewUser = {}) {
  const user = await b.addUser({ userName: 'wang', ...input })
  const ctx = { ...b.ctx, tenant: b.tenant } as Ctx
  const hash = await hashPassword(ctx, user, PASSWORD)
  await transact(ctx, (ctx) => savePassword(ctx, user, hash))
  return user
}

test('an unknown social account is bound to the user whose password is typed, and the owner is told', async () => {
  await using b = await bench()
  const user = await addUser(b, { mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const answer = await b.post('/social/username-password-bind', { user_name: 'Wang', password: PASSWORD }, state)
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token', 'status'], answer.text)
  assert.equal(answer.body['status'], 'SUCCESS')
  const known = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.equal(claimsOf(known.body['id_token'])['id'], user.id)
  assert.match(String(b.mails(EMAIL)[0]?.text), /undo\?token=/)
  assert.match(String(b.inbox(`+86${MOBILE}`)[0]?.text), /undo\?token=/)
})

test('whoever may register or choose may bind to an account of theirs, by number or address too', async () => {
  await using b = await bench({ source: { unknownUser: 'bind_or_register' } })
  await b.addSource({ id: 'ask', unknownUser: 'ask' })
  await addUser(b, { mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  for (const [source, user_name] of [
    ['sandbox', MOBILE],
    ['ask', EMAIL],
  ] as const) {
    const entered = await b.post('/login/social', { source, code: 'sandbox:alice' })
    const state = { 'x-state-token': String(entered.body['state_token']) }
    const answer = await b.post('/social/username-password-bind', { user_name, password: PASSWORD }, state)
    assert.equal(answer.body['status'], 'SUCCESS', answer.text)
  }
})

test('the age of a number is nothing to a password', async () => {
  await using b = await bench()
  await addUser(b, { mobile: `+86${MOBILE}`, mobileProvenAt: b.clock.now - 400 * 86_400_000 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const answer = await b.post('/social/username-password-bind', { user_name: 'wang', password: PASSWORD }, state)
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
})

test('what it refuses', async (t) => {
  await using b = await bench()
  await addUser(b)
  await b.addUser({ userName: 'without' })
  const other = await b.addTenant('other')
  const state = { 'x-state-token': await b.unknown('alice') }
  const good = { url: URL, headers: state, body: { user_name: 'wang', password: PASSWORD } }
  const wrong = { code: 'LOGIN.0002', says: 'Invalid account name or password. Remaining attempts: ' }
  await refuses(t, b, good, [
    { name: 'no state token', headers: { 'x-state-token': '' }, code: 'PARAM.0014', says: 'Invalid state token' },
    { name: 'the state token of another tenant', headers: { 'x-client-id': other.clientId }, code: 'PARAM.0014', says: 'Invalid' },
    { name: 'no user_name', body: { user_name: undefined }, code: 'BOWLINE.PARAM.0001', says: 'user_name' },
    { name: 'no password', body: { password: '' }, code: 'PWD.0001', says: 'assword' },
    { name: 'a wrong password', body: { password: 'wrong' }, ...wrong, writes: ['budgets', 'stateTokens'] },
    { name: 'a user nobody is', body: { user_name: 'nobody' }, ...wrong, writes: ['budgets', 'stateTokens'] },
    { name: 'a user without a password', body: { user_name: 'without' }, ...wrong, writes: ['budgets', 'stateTokens'] },
  ])
  assert.equal((await b.call('POST', URL, good.body, state)).body['status'], 'SUCCESS')
  await refuses(t, b, good, [{ name: 'the same again', code: 'PARAM.0014', says: 'Invalid state token' }])
})

test('threat 6: wrong passwords burn the state token', async () => {
  const settings = { captcha: { required: false }, sms: { cooldown: 1 }, state: { failures: 3 } }
  await using b = await bench({ settings })
  await addUser(b)
  const state = { 'x-state-token': await b.unknown('alice') }
  for (let i = 0; i < 3; i++) await b.post('/social/username-password-bind', { user_name: 'wang', password: 'wrong' }, state)
  const answer = await b.post('/social/username-password-bind', { user_name: 'wang', password: PASSWORD }, state)
  assert.equal(answer.body['error_code'], 'PARAM.0014')
})

test('a disabled user is denied, and nothing is tied to them', async () => {
  await using b = await bench()
  await addUser(b, { disabledAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  const answer = await b.post('/social/username-password-bind', { user_name: 'wang', password: PASSWORD }, state)
  assert.deepEqual(answer.body, { status: 'ACCESS_DENIED' })
  assert.equal((await b.snapshot())['socialAccounts'], '')
})
