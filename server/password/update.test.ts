import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'
import { replaceUser } from '../users/index.ts'
import { addImported, addPerson, hashed, PASSWORD } from './password.double.ts'
import { makeHash } from './hashing.ts'

const MOBILE = '15912345678'
const EMAIL = 'w@example.com'
const WANG = { userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 }
const NEW = 'Plum-Ladder-77'
const DAY = 86_400_000

const AGING = { password: { max_age: 90, warn_before: 7 }, captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 } }
const signIn = (b: Bench, password = PASSWORD, headers = {}) => b.post('/login', { user_name: 'wang', password }, headers)

/** Somebody whose password is of such an age; the state token that they get. */
async function age(b: Bench, days: number) {
  const user = await addPerson(b, WANG)
  b.clock.now += days * DAY
  const answer = await signIn(b)
  return { user, answer, state: { 'x-state-token': String(answer.body['state_token']) } }
}

test('what the age of a password leads to, with the clock turned', async () => {
  await using b = await bench({ settings: AGING })
  await addPerson(b, WANG)
  const status = async (days: number) => {
    b.clock.now += days * DAY
    const { body } = await signIn(b)
    b.clock.now -= days * DAY
    return body
  }
  assert.equal((await status(82))['status'], 'SUCCESS')
  const warned = await status(83)
  assert.deepEqual(Object.keys(warned).toSorted(), ['data', 'state_token', 'status'])
  assert.equal(warned['status'], 'PASSWORD_WARN')
  const form = JSON.parse(String(warned['data'])) as { minLength: number; maxLength: number; regEx: string }
  assert.deepEqual([form.minLength, form.maxLength], [8, 50])
  assert.match(NEW, new RegExp(form.regEx))
  assert.doesNotMatch('staplerkiwi', new RegExp(form.regEx))
  assert.equal((await status(89))['status'], 'PASSWORD_WARN')
  const expired = await status(90)
  assert.equal(expired['status'], 'PASSWORD_EXPIRED')
  assert.equal(expired['data'], warned['data'])
})

test('pwd/skip-update: who was warned goes on', async (t) => {
  await using b = await bench({ settings: AGING })
  const { user, state } = await age(b, 85)
  const answer = await b.get('/pwd/skip-update', state)
  assert.equal(answer.body['status'], 'SUCCESS', answer.text)
  assert.deepEqual([claimsOf(answer.body['id_token'])['id'], claimsOf(answer.body['id_token'])['amr']], [user.id, ['pwd']])
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/pwd/skip-update', headers: state }, [
    { name: 'the same token again', code: 'PARAM.0014', says: 'Invalid state token' },
    { name: 'none', headers: { 'x-state-token': '' }, code: 'PARAM.0014', says: 'Invalid state token' },
    {
      name: 'the token of an expired password',
      later: 5 * DAY,
      first: async () => {
        b.clock.now += 5 * DAY
        const headers = { 'x-state-token': String((await signIn(b)).body['state_token']) }
        b.clock.now -= 5 * DAY
        return { headers }
      },
      code: 'PARAM.0014',
      says: 'Invalid state token',
    },
    {
      name: 'one from another device',
      first: async () => ({ headers: { 'x-state-token': String((await signIn(b)).body['state_token']), 'x-device-fingerprint': 'other' } }),
      code: 'PARAM.0014',
      says: 'Invalid state token',
    },
  ])
})

test('pwd/skip-update: whoever was disabled meanwhile is denied', async () => {
  await using b = await bench({ settings: AGING })
  const { user, state } = await age(b, 85)
  await replaceUser(b.ctx, { ...user, disabledAt: b.clock.now, updatedAt: b.clock.now })
  assert.deepEqual((await b.get('/pwd/skip-update', state)).body, { status: 'ACCESS_DENIED' })
  assert.deepEqual((await signIn(b)).body, { status: 'ACCESS_DENIED' })
})

test('what an access rule denies is denied after the right password', async () => {
  await using b = await bench()
  await addPerson(b, WANG)
  const headers = { 'x-client-id': await b.addApp({ access_rules: [{ name: 'no passwords', methods: ['pwd'], decision: 'deny' }] }) }
  assert.deepEqual((await signIn(b, PASSWORD, headers)).body, { status: 'ACCESS_DENIED' })
  assert.equal((await signIn(b, 'wrong', headers)).body['error_code'], 'LOGIN.0002')
})

for (const [name, days] of [
  ['PASSWORD_WARN', 85],
  ['PASSWORD_EXPIRED', 100],
] as const) {
  test(`pwd/update: after ${name} a new password logs in, and the sessions with the old one end`, async () => {
    await using b = await bench({ settings: AGING })
    const before = await (async () => {
      await addPerson(b, WANG)
      return (await signIn(b)).body
    })()
    b.clock.now += days * DAY
    const asked = await signIn(b)
    assert.equal(asked.body['status'], name)
    const state = { 'x-state-token': String(asked.body['state_token']) }
    const answer = await b.post('/pwd/update', { old_password: PASSWORD, new_password: NEW }, state)
    assert.equal(answer.body['status'], 'SUCCESS', answer.text)
    assert.equal((await signIn(b, NEW)).body['status'], 'SUCCESS')
    assert.equal((await signIn(b)).body['error_code'], 'LOGIN.0002')
    const again = await b.get('/pwd/check-exist', await b.signed(String(answer.body['session_token'])))
    assert.deepEqual(again.body, { is_set_pwd: true })
    assert.equal(
      (await b.get('/pwd/check-exist', { authorization: `Bearer ${String(before['id_token'])}` })).body['error_code'],
      'PARAM.0016',
    )
  })
}

test('who must change the password they were given does so, once', async () => {
  await using b = await bench()
  await addImported(b, WANG, await makeHash(b.ctx, PASSWORD), { mustChange: true })
  const asked = await signIn(b)
  assert.equal(asked.body['status'], 'PASSWORD_EXPIRED')
  const state = { 'x-state-token': String(asked.body['state_token']) }
  assert.equal((await b.post('/pwd/update', { old_password: PASSWORD, new_password: NEW }, state)).body['status'], 'SUCCESS')
  assert.equal((await signIn(b, NEW)).body['status'], 'SUCCESS')
})

test('what pwd/update refuses', async (t) => {
  await using b = await bench({ settings: AGING })
  const { state } = await age(b, 100)
  const good = { url: '/api/v2/sdk/pwd/update', body: { old_password: PASSWORD, new_password: NEW }, headers: state }
  // The right old password ends the row of wrong ones, whatever is said of the new one.
  await refuses(t, b, good, [
    { name: 'no old password', body: { old_password: undefined }, code: 'BOWLINE.PARAM.0001', says: 'old_password' },
    { name: 'no new password', body: { new_password: undefined }, code: 'PWD.0001', says: 'Password required' },
    {
      name: 'a wrong old password',
      body: { old_password: 'wrong' },
      code: 'BOWLINE.PWD.0004',
      says: 'The old password is wrong. Remaining attempts: 9.',
      writes: ['budgets', 'stateTokens'],
    },
    { name: 'one that is too short', body: { new_password: 'kiwi-4' }, code: 'PWD.0002', says: '8 to 50 characters', writes: ['budgets'] },
    { name: 'of one class', body: { new_password: 'plumladder' }, code: 'PWD.0005', says: 'at least 2 of' },
    { name: 'a weak one', body: { new_password: 'Password1' }, code: 'PWD.0006', says: 'weak' },
    { name: 'with the number in it', body: { new_password: `a${MOBILE}` }, code: 'BOWLINE.PWD.0002', says: 'cannot contain' },
    { name: 'the same once more', body: { new_password: PASSWORD }, code: 'BOWLINE.PWD.0003', says: 'The last 3 passwords' },
    { name: 'a token of something else', headers: { 'x-state-token': await b.unknown('alice') }, code: 'PARAM.0014', says: 'state token' },
  ])
})

test('ten wrong old passwords burn the state token, and lock', async () => {
  await using b = await bench({ settings: { ...AGING, state: { failures: 3 } } })
  const { state } = await age(b, 100)
  const change = (old_password: string) => b.post('/pwd/update', { old_password, new_password: NEW }, state)
  for (let i = 0; i < 3; i++) assert.equal((await change('wrong')).body['error_code'], 'BOWLINE.PWD.0004')
  assert.equal((await change(PASSWORD)).body['error_code'], 'PARAM.0014')
  assert.equal((await signIn(b)).body['status'], 'PASSWORD_EXPIRED')
})

describe('by code, under the state token', () => {
  const ways = [
    {
      path: '/after-login/pwd/update-by-mobile',
      shown: ['pwd', 'sms', 'mfa'],
      send: (b: Bench, headers: Record<string, string>) => b.sendCode(MOBILE, 'CHANGE_PWD_SMS', headers),
    },
    {
      path: '/after-login/pwd/update-by-email',
      shown: ['pwd', 'email', 'mfa'],
      send: (b: Bench, headers: Record<string, string>) => b.sendMailCode(EMAIL, 'CHANGE_PWD_EMS', headers),
    },
  ]
  for (const { path, shown, send } of ways) {
    test(`${path}: a new password logs in`, async () => {
      await using b = await bench({ settings: AGING })
      const { user, state } = await age(b, 100)
      const verify_code = await send(b, state)
      const answer = await b.post(path, { verify_code, new_password: NEW }, state)
      assert.equal(answer.body['status'], 'SUCCESS', answer.text)
      const { id, amr } = claimsOf(answer.body['id_token'])
      assert.deepEqual([id, amr], [user.id, shown])
      assert.equal((await signIn(b, NEW)).body['status'], 'SUCCESS')
      assert.equal((await signIn(b)).body['error_code'], 'LOGIN.0002')
    })

    test(`${path}: what it refuses`, async (t) => {
      await using b = await bench({ settings: AGING })
      const { state } = await age(b, 100)
      const verify_code = await send(b, state)
      const wrong = verify_code === '000000' ? '000001' : '000000'
      await refuses(t, b, { url: `/api/v2/sdk${path}`, body: { verify_code, new_password: NEW }, headers: state }, [
        { name: 'no code', body: { verify_code: undefined }, code: 'PARAM.0009', says: 'Verification code required' },
        { name: 'no password', body: { new_password: '' }, code: 'PWD.0001', says: 'Password required' },
        { name: 'a weak password costs no try', body: { new_password: 'Password1' }, code: 'PWD.0006', says: 'weak' },
        {
          name: 'a wrong code',
          body: { verify_code: wrong },
          code: 'CAPTCHA.0007',
          says: 'Remaining attempts: 4.',
          writes: ['budgets', 'codes', 'stateTokens'],
        },
        {
          name: 'the old password: told only after the right code',
          body: { new_password: PASSWORD },
          code: 'BOWLINE.PWD.0003',
          says: 'The last 3 passwords',
          writes: ['budgets'],
        },
        { name: 'no state token', headers: { 'x-state-token': '' }, code: 'PARAM.0014', says: 'state token' },
      ])
    })

    test(`${path}: of nobody who has proven one`, async () => {
      await using b = await bench({ settings: AGING })
      await addPerson(b, { userName: 'wang', mobile: `+86${MOBILE}`, email: EMAIL })
      b.clock.now += 100 * DAY
      const state = { 'x-state-token': String((await signIn(b)).body['state_token']) }
      const answer = await b.post(path, { verify_code: '123456', new_password: NEW }, state)
      assert.equal(answer.body['error_code'], path.endsWith('mobile') ? 'MOBILE.0002' : 'BOWLINE.MAIL.0002')
    })
  }
})

test('two forced changes at once: one logs in, and its password is the one', async () => {
  await using b = await bench({ settings: AGING })
  const { state } = await age(b, 100)
  const all = await Promise.all(
    ['First-Ladder-1', 'Second-Ladder-2'].map((it) => b.post('/pwd/update', { old_password: PASSWORD, new_password: it }, state)),
  )
  assert.deepEqual(new Set(all.map((it) => it.body['status'] ?? it.body['error_code'])), new Set(['PARAM.0014', 'SUCCESS']))
  const won = all.findIndex((it) => it.body['status'] === 'SUCCESS')
  assert.equal((await signIn(b, ['First-Ladder-1', 'Second-Ladder-2'][won])).body['status'], 'SUCCESS')
})

test('a second factor is asked for before the password’s age', async () => {
  await using b = await bench({ settings: { ...AGING, mfa: { required: 'always' } } })
  const { answer } = await age(b, 100)
  assert.equal(answer.body['status'], 'MFA_AUTH')
  assert.deepEqual(JSON.parse(String(answer.body['data'])), { mfaMethods: ['sms', 'email'] })
  assert.equal(await hashed(b), 2)
})

test('at a sign-in by code the age counts where the tenant says so', async () => {
  await using b = await bench({ settings: AGING })
  await addPerson(b, WANG)
  b.clock.now += 80 * DAY
  assert.equal((await b.login(MOBILE)).status, 'SUCCESS')
  b.clock.now += 20 * DAY
  assert.equal((await b.login(MOBILE)).status, 'SUCCESS')
  await using c = await bench({ settings: { ...AGING, password: { ...AGING.password, on_codes: true } } })
  await addPerson(c, WANG)
  c.clock.now += 80 * DAY
  assert.equal((await c.login(MOBILE)).status, 'SUCCESS')
  c.clock.now += 20 * DAY
  assert.equal((await c.login(MOBILE)).status, 'PASSWORD_EXPIRED')
})
