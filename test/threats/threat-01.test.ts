import assert from 'node:assert/strict'
import test from 'node:test'
import { transact } from '../../server/context.ts'
import { bench, type Bench, claimsOf } from '../../server/testing.ts'
import { createUser, findUser, replaceUser, type User } from '../../server/users/index.ts'
import { E164, MOBILE, refused, rows, serverCall } from './expect.ts'

const MALLORYS = '13900000001'

/**
 * The attacker has an account: a social identity of the source `sandbox` is tied to it, a second one of
 * `second` too, a session is open. Then the victim's number is written into it, and never proven.
 */
async function prepare(b: Bench) {
  await b.addSource({ id: 'second' })
  await b.addUser({ userName: 'mallory', mobile: `+86${MALLORYS}`, mobileProvenAt: 1 })
  for (const source of ['sandbox', 'second']) {
    const entered = await b.post('/login/social', { source, code: 'sandbox:mallory' })
    await bind(b, MALLORYS, String(entered.body['state_token']))
  }
  const session = await b.login(MALLORYS)
  const user = (await findUser(b.ctx, b.tenant.id, String(claimsOf(session.id_token)['sub']))) as User
  await transact(b.ctx, (ctx) => replaceUser(ctx, { ...user, mobile: E164, mobileProvenAt: null }))
  return { user, ...session }
}

async function bind(b: Bench, mobile: string, stateToken: string) {
  const state = { 'x-state-token': stateToken }
  const verify_code = await b.sendCode(mobile, 'BIND_MOBILE_SMS', state)
  const reply = await b.post('/social/bind', { mobile, verify_code }, state)
  assert.equal(reply.body['status'], 'SUCCESS', reply.text)
  return reply.body
}

test('threat 1: federated merge: the victim binds to a prepared account, and the social accounts the attacker tied to it no longer sign in', async () => {
  await using b = await bench()
  const { user } = await prepare(b)
  const victim = await bind(b, MOBILE, await b.unknown('victim'))
  assert.equal(claimsOf(victim['id_token'])['sub'], user.id)
  for (const source of ['sandbox', 'second']) {
    assert.equal((await b.post('/login/social', { source, code: 'sandbox:mallory' })).body['status'], 'SOCIAL_BIND')
  }
  assert.equal((await b.post('/login/social', { source: 'sandbox', code: 'sandbox:victim' })).body['status'], 'SUCCESS')
})

test("threat 1: unexpired session: the attacker's session of before the proof is dead after it", async () => {
  await using b = await bench()
  const attacker = await prepare(b)
  assert.equal((await serverCall(b, 'session-token/sso-ticket', { session_token: attacker.session_token })).status, 200)
  const victim = await b.login(MOBILE)
  assert.equal(claimsOf(victim.id_token)['sub'], attacker.user.id)
  refused(await serverCall(b, 'session-token/sso-ticket', { session_token: attacker.session_token }), 'sessionInvalid')
  refused(await serverCall(b, 'session-token/refresh', { session_token: attacker.session_token }), 'sessionInvalid')
  refused(await b.get('/logout', await b.signed(attacker.session_token)), 'signatureInvalid')
  refused(await b.get('/logout', { authorization: `Bearer ${attacker.id_token}` }), 'idTokenInvalid')
  assert.equal((await b.get('/logout', await b.signed(victim.session_token))).status, 200)
})

test('threat 1: trojan identifier: whoever else claimed the number without proof loses it to the first proof', async () => {
  await using b = await bench()
  const honest = await b.addUser({ userName: 'honest', mobile: E164 })
  b.clock.now += 1000
  const squatter = await prepare(b)
  assert.equal(claimsOf((await b.login(MOBILE)).id_token)['sub'], honest.id)
  assert.equal((await findUser(b.ctx, b.tenant.id, squatter.user.id))?.mobile, null)
  // From now on it is proven, and nobody can hold it beside its owner.
  assert.equal(await createUser(b.ctx, b.tenant.id, { userName: 'late', mobile: E164, mobileProvenAt: b.clock.now }), undefined)
  const victim = await bind(b, MOBILE, await b.unknown('victim'))
  assert.equal(claimsOf(victim['id_token'])['sub'], honest.id)
})

test('threat 1: unexpired change: what the attacker began before the proof does not end after it', async () => {
  await using b = await bench()
  const attacker = await prepare(b)
  const ticket = (await serverCall(b, 'session-token/sso-ticket', { session_token: attacker.session_token })).body['sso_ticket']
  const begun = await b.unknown('mallory-again')
  const state = { 'x-state-token': await b.unknown('victim') }
  const verify_code = await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state)
  assert.equal((await b.post('/social/bind', { mobile: MOBILE, verify_code }, state)).body['status'], 'SUCCESS')
  refused(await serverCall(b, 'sso-ticket/verify', { sso_ticket: ticket }), 'ticketInvalid')
  refused(await b.post('/social/bind', { mobile: MOBILE, verify_code }, { 'x-state-token': begun }), 'codeExpired')
  assert.equal((await rows(b, 'socialAccounts')).length, 1)
})

test('threat 1: non-verifying provider: an account made with the unverified number of the victim neither gets it nor stands in its way', async () => {
  await using b = await bench({ source: { unknownUser: 'auto_create', trustMobile: true } })
  await b.addSource({ id: 'second', unknownUser: 'bind_or_register' })
  const made = await b.post('/login/social', { source: 'sandbox', code: `sandbox:mallory;mobile=${E164};mobile_verified=false` })
  assert.equal(made.body['status'], 'SUCCESS')
  assert.equal(claimsOf(made.body['id_token'])['mobile'], '')
  const entered = await b.post('/login/social', { source: 'second', code: 'sandbox:victim' })
  const state = { 'x-state-token': String(entered.body['state_token']) }
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS', state)
  const victim = await b.post('/social/register-bind', { mobile: MOBILE, verify_code }, state)
  assert.equal(victim.body['status'], 'SUCCESS', victim.text)
  assert.notEqual(claimsOf(victim.body['id_token'])['sub'], claimsOf(made.body['id_token'])['sub'])
})

/** What a person is told that they have: by a token, by the profile, and by the row. */
async function held(b: Bench, idToken: unknown) {
  const { sub, mobile, email } = claimsOf(idToken)
  const user = (await findUser(b.ctx, b.tenant.id, String(sub))) as User
  return { id: user.id, told: [mobile, email], kept: [user.mobile, user.email] }
}

test('threat 1: a number or address that is only said when registering is nobody’s: its owner registers, and the attacker never had it', async () => {
  await using b = await bench()
  const email = 'victim@example.com'
  const byMail = await b.sendMailCode('mallory@example.com', 'REGISTER_EMS')
  const first = await b.post('/register/email-verify-code', { email: 'mallory@example.com', verify_code: byMail, mobile: MOBILE })
  const bySms = await b.sendCode(MALLORYS, 'REGISTER_SMS')
  const second = await b.post('/register/mobile-verify-code', { mobile: MALLORYS, verify_code: bySms, email, user_name: 'mallory' })
  const attackers = [await held(b, first.body['id_token']), await held(b, second.body['id_token'])]
  assert.deepEqual(
    attackers.map((it) => [it.told, it.kept]),
    [
      [
        ['', 'mallory@example.com'],
        [null, 'mallory@example.com'],
      ],
      [
        [`+86-${MALLORYS}`, ''],
        [`+86${MALLORYS}`, null],
      ],
    ],
  )

  const code = await b.sendCode(MOBILE, 'REGISTER_SMS')
  const victim = await b.post('/register/mobile-verify-code', { mobile: MOBILE, verify_code: code })
  const mailCode = await b.sendMailCode(email, 'REGISTER_EMS')
  const other = await b.post('/register/email-verify-code', { email, verify_code: mailCode, user_name: email })
  const ids = new Set([...attackers.map((it) => it.id), claimsOf(victim.body['id_token'])['sub'], claimsOf(other.body['id_token'])['sub']])
  assert.equal(ids.size, 4, `${victim.text} ${other.text}`)
})

test('threat 1: a profile takes no number and no address; what the attacker says of them there changes nothing', async () => {
  await using b = await bench()
  const mallory = await b.addUser({ userName: 'mallory', mobile: `+86${MALLORYS}`, mobileProvenAt: 1 })
  const session = await b.login(MALLORYS)
  const headers = { authorization: `Bearer ${session.id_token}` }
  const said = { mobile: MOBILE, email: 'victim@example.com', verify_code: '123456', name: 'M' }
  assert.equal((await b.post('/profile/update', said, headers)).status, 200)
  const user = await findUser(b.ctx, b.tenant.id, mallory.id)
  assert.deepEqual([user?.mobile, user?.email, user?.name], [`+86${MALLORYS}`, null, 'M'])
  refused(await b.post('/profile/update', { user_name: 'victim@example.com' }, headers), 'userNameInvalid')
  // Nor by a code that somebody else got: without the right one nothing moves.
  await b.sendCode(MOBILE, 'UPDATE_MOBILE_SMS')
  const wrong = b.code(E164) === '000000' ? '000001' : '000000'
  refused(await b.post('/profile/update-mobile', { mobile: MOBILE, verify_code: wrong }, headers), 'codeWrong')
  assert.equal((await findUser(b.ctx, b.tenant.id, mallory.id))?.mobile, `+86${MALLORYS}`)
})

test('threat 1: trojan address: an account with the attacker’s proven address is not given to the number written into it', async () => {
  await using b = await bench({
    settings: { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 }, registration: { at_login: true } },
  })
  const trojan = await b.addUser({ userName: 'trojan', mobile: E164, email: 'mallory@example.com', emailProvenAt: 1 })
  const victim = await b.login(MOBILE)
  assert.notEqual(claimsOf(victim.id_token)['sub'], trojan.id)
  assert.equal((await findUser(b.ctx, b.tenant.id, trojan.id))?.mobile, null)
  const verify_code = await b.sendMailCode('mallory@example.com', 'LOGIN_EMS')
  const attacker = await b.post('/login/email-verify-code', { email: 'mallory@example.com', verify_code })
  assert.equal(claimsOf(attacker.body['id_token'])['sub'], trojan.id)
})
