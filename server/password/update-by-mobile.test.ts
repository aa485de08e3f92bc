import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dump } from '../db.ts'
import { refuses } from '../refusals.ts'
import type { Schema } from '../schema/tables.ts'
import { bench, type Bench } from '../testing.ts'
import { findUserByName } from '../users/index.ts'
import { addPerson, hashed, PASSWORD } from './password.double.ts'

const MOBILE = '15912345678'
const EMAIL = 'w@example.com'
const WANG = { userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 }
const NEW = 'Plum-Ladder-77'

const signIn = (b: Bench, password = PASSWORD) => b.post('/login', { user_name: 'wang', password })

/** Forgotten passwords, by number and by address: what is sent where, and what is said of who is not here. */
const calls = [
  {
    path: '/pwd/update-by-mobile',
    field: 'mobile',
    own: MOBILE,
    others: '13812345678',
    send: (b: Bench, to: string, type = 'FORGET_PWD') => b.sendCode(to, `${type}_SMS`),
    unknown: { code: 'MOBILE.0002', says: 'Unauthenticated mobile number.' },
    invalid: { code: 'USER.0038', says: 'Invalid mobile number' },
    claim: { mobile: '+8613812345678' },
  },
  {
    path: '/pwd/update-by-email',
    field: 'email',
    own: EMAIL,
    others: 'other@example.com',
    send: (b: Bench, to: string, type = 'FORGET_PWD') => b.sendMailCode(to, `${type}_EMS`),
    unknown: { code: 'BOWLINE.MAIL.0002', says: 'Unauthenticated email address.' },
    invalid: { code: 'USER.0039', says: 'Invalid email address' },
    claim: { email: 'other@example.com' },
  },
]

for (const { path, field, own, others, send, unknown, invalid, claim } of calls) {
  for (const type of ['FORGET_PWD', 'CHANGE_PWD']) {
    test(`${path}: a code of ${type} sets a new password, every session ends, and the lock is gone`, async () => {
      await using b = await bench()
      await addPerson(b, WANG)
      const session = { authorization: `Bearer ${String((await signIn(b)).body['id_token'])}` }
      for (let i = 0; i < 10; i++) await signIn(b, 'wrong')
      const locked = await b.post('/login', { user_name: 'wang', password: PASSWORD }, { 'x-device-fingerprint': 'new' })
      assert.equal(locked.body['error_code'], 'LOGIN.0001')
      const answer = await b.post(path, { [field]: own, verify_code: await send(b, own, type), password: NEW })
      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.text, '')
      assert.equal((await b.get('/pwd/check-exist', session)).body['error_code'], 'PARAM.0016')
      const login = await b.post('/login', { user_name: 'wang', password: NEW }, { 'x-device-fingerprint': 'new' })
      assert.equal(login.body['status'], 'SUCCESS')
      assert.equal((await signIn(b)).body['error_code'], 'LOGIN.0002')
    })
  }

  test(`${path}: who has none yet gets one`, async () => {
    await using b = await bench()
    await b.addUser(WANG)
    assert.equal((await b.post(path, { [field]: own, verify_code: await send(b, own), password: NEW })).status, 200)
    assert.equal((await signIn(b, NEW)).body['status'], 'SUCCESS')
  })

  test(`${path}: with the number or address in the body, who is logged in makes no difference`, async () => {
    await using b = await bench()
    await addPerson(b, WANG)
    await addPerson(b, { userName: 'li', ...claim, mobileProvenAt: 1, emailProvenAt: 1 })
    const li = await b.post('/login', { user_name: 'li', password: PASSWORD })
    const headers = { authorization: `Bearer ${String(li.body['id_token'])}` }
    assert.equal((await b.post(path, { [field]: own, verify_code: await send(b, own), password: NEW }, headers)).status, 200)
    assert.equal((await signIn(b, NEW)).body['status'], 'SUCCESS')
    assert.equal((await b.get('/pwd/check-exist', headers)).status, 200)
  })

  test(`${path}: what it refuses`, async (t) => {
    await using b = await bench()
    await addPerson(b, WANG)
    await addPerson(b, { userName: 'claims', ...claim })
    const verify_code = await send(b, own)
    const wrong = verify_code === '000000' ? '000001' : '000000'
    const before = await hashed(b)
    await refuses(t, b, { url: `/api/v2/sdk${path}`, body: { [field]: own, verify_code, password: NEW } }, [
      { name: 'nobody said', body: { [field]: undefined }, code: 'BOWLINE.PARAM.0001', says: `Parameter ${field} cannot` },
      { name: 'no such thing', body: { [field]: 'wang' }, ...invalid },
      { name: 'no code', body: { verify_code: undefined }, code: 'PARAM.0009', says: 'Verification code required' },
      { name: 'no password', body: { password: undefined }, code: 'PWD.0001', says: 'Password required' },
      { name: 'a weak password costs no try', body: { password: 'Password1' }, code: 'PWD.0006', says: 'weak' },
      { name: 'no code was sent', body: { [field]: others }, code: 'BOWLINE.SMS.0001', says: 'No verification code is waiting' },
      { name: 'a wrong code', body: { verify_code: wrong }, code: 'CAPTCHA.0007', says: 'attempts: 4', writes: ['budgets', 'codes'] },
      {
        name: 'what is personal: told only after the right code',
        body: { password: 'my-Wang-42' },
        code: 'BOWLINE.PWD.0002',
        says: 'cannot contain',
        writes: ['budgets'],
      },
      {
        name: 'a right code of somebody who only claims it: it is spent',
        first: async () => ({ body: { [field]: others, verify_code: await send(b, others) } }),
        ...unknown,
        writes: ['budgets', 'codes'],
      },
    ])
    assert.equal(await hashed(b), before, 'nothing was hashed for any of them')
    assert.equal((await b.post('/login', { user_name: 'claims', password: PASSWORD })).body['status'], 'SUCCESS')
    assert.equal((await b.post(path, { [field]: own, verify_code, password: NEW })).status, 200)
    await refuses(t, b, { url: `/api/v2/sdk${path}`, body: { [field]: own, verify_code, password: NEW } }, [
      { name: 'the same code again', code: 'BOWLINE.SMS.0001', says: 'No verification code is waiting' },
    ])
  })

  test(`${path}: of five at once with one code, one`, async () => {
    await using b = await bench()
    await addPerson(b, WANG)
    const verify_code = await send(b, own)
    const all = await Promise.all(
      Array.from({ length: 5 }, (_, i) => b.post(path, { [field]: own, verify_code, password: `Ladder-${i}-plum` })),
    )
    assert.equal(all.filter((it) => it.status === 200).length, 1)
    assert.equal((await signIn(b, `Ladder-${all.findIndex((it) => it.status === 200)}-plum`)).body['status'], 'SUCCESS')
  })
}

test('a reset renews the proof of the number, and others who claimed it lose it', async () => {
  await using b = await bench()
  await addPerson(b, WANG)
  await b.addUser({ userName: 'squatter', mobile: `+86${MOBILE}` })
  b.clock.now += 86_400_000
  const verify_code = await b.sendCode(MOBILE, 'FORGET_PWD_SMS')
  assert.equal((await b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password: NEW })).status, 200)
  const find = (userName: string) => findUserByName(b.ctx, { tenantId: b.tenant.id, userName })
  assert.equal((await find('squatter'))?.mobile, null)
  assert.equal((await find('wang'))?.mobileProvenAt, b.clock.now)
})

test('a reset is in the trail, once and with its user', async () => {
  await using b = await bench()
  const user = await addPerson(b, WANG)
  const verify_code = await b.sendCode(MOBILE, 'FORGET_PWD_SMS')
  await b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password: NEW })
  await b.post('/pwd/update-by-mobile', { mobile: MOBILE, verify_code, password: NEW })
  const dumped = (await dump(b.world.database, ['auditEvents']))['auditEvents'] ?? ''
  const events = dumped.split('\n').map((row) => JSON.parse(row) as Schema['auditEvents'])
  assert.deepEqual(
    events.filter((it) => it.event === 'password').map((it) => [it.outcome, it.userId]),
    [['reset', user.id]],
  )
  assert.ok(!dumped.includes(NEW) && !dumped.includes('$argon2'))
  assert.ok(!b.log().includes(NEW) && !b.log().includes('$argon2'), 'nor is anything of it in the log')
})
