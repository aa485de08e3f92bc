import assert from 'node:assert/strict'
import test from 'node:test'
import { addPerson, PASSWORD } from '../../server/password/password.double.ts'
import { bench, type Bench, claimsOf, type Reply } from '../../server/testing.ts'
import { findUser } from '../../server/users/index.ts'
import { E164, MOBILE, refused, rows } from './expect.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
const EMAIL = 'former@example.com'
const open = { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 } }
const registers = { source: { unknownUser: 'bind_or_register' } } as const

const formerly = (b: Bench) => addPerson(b, { userName: 'former', mobile: E164, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })

/** Both ways in which somebody new makes an account by a number. */
const ways: { path: string; go: (b: Bench, name?: string) => Promise<Reply> }[] = [
  {
    path: 'register/mobile-verify-code',
    go: async (b) => b.post('/register/mobile-verify-code', { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'REGISTER_SMS') }),
  },
  {
    path: 'social/register-bind',
    go: async (b, name = 'newcomer') => {
      const state = { 'x-state-token': await b.unknown(name) }
      return b.post('/social/register-bind', { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'REGISTER_SMS', state) }, state)
    },
  },
]

const linkTo = (b: Bench): string => /\/tenants\/\w+\/undo\?token=\w{32}/.exec(b.mails(EMAIL)[0]?.text ?? '')?.[0] ?? ''

async function press(b: Bench, link: string): Promise<number> {
  const [url, payload] = link.split('?') as [string, string]
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return (await b.bowline.server.inject({ method: 'POST', url, headers, payload })).statusCode
}

const people = async (b: Bench) => (await rows(b, 'users')).filter((it) => it['tenantId'] === b.tenant.id)
const idOf = (reply: Reply) => String(claimsOf(reply.body['id_token'])['id'])

for (const { path, go } of ways) {
  test(`threat 10: ${path}: the new holder of a number gets an account of their own, and nothing of the one before`, async () => {
    await using b = await bench(registers)
    const former = await formerly(b)
    b.clock.now += 91 * DAY
    const made = await go(b)
    assert.equal(made.body['status'], 'SUCCESS', made.text)
    assert.notEqual(idOf(made), former.id)
    assert.equal(claimsOf(made.body['id_token'])['mobile'], '+86-15912345678')
    const kept = await findUser(b.ctx, b.tenant.id, former.id)
    assert.deepEqual([kept?.mobile, kept?.mobileProvenAt, kept?.email], [null, null, EMAIL])
    // They come in as before, by everything but the number.
    assert.equal((await b.post('/login', { user_name: 'former', password: PASSWORD })).body['status'], 'SUCCESS')
    assert.equal((await b.post('/login/mobile-pwd', { mobile: MOBILE, password: PASSWORD })).status, 400)
    assert.equal(
      idOf(await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'LOGIN_SMS') })),
      idOf(made),
    )
  })

  test(`threat 10: ${path}: its owner is told by every channel but the number, and can undo it for 72 hours`, async () => {
    await using b = await bench(registers)
    const former = await formerly(b)
    b.clock.now += 91 * DAY
    const made = await go(b)
    assert.equal(b.inbox(E164).filter((it) => it.type === 'NOTICE').length, 0)
    assert.match(b.mails(EMAIL)[0]?.text ?? '', /still yours, undo it within 72 hours/)
    const link = linkTo(b)
    b.clock.now += 71 * HOUR
    assert.equal(await press(b, link), 200)
    const [old, other] = [await findUser(b.ctx, b.tenant.id, former.id), await findUser(b.ctx, b.tenant.id, idOf(made))]
    assert.deepEqual([old?.mobile, old?.mobileProvenAt], [E164, former.mobileProvenAt], 'as old as it was')
    assert.deepEqual([other?.mobile, other?.mobileProvenAt], [null, null])
    assert.equal(await press(b, link), 410)
    // As old as it was: nobody comes into the account by it, and its new holder may register again, this time for good.
    const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS')
    assert.equal((await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code })).body['status'], 'MFA_AUTH')
    const again = await go(b, 'again')
    assert.equal(again.body['status'], 'SUCCESS', again.text)
    assert.match(b.mails(EMAIL)[0]?.text ?? '', /used here for a long time/)
    assert.equal(linkTo(b), '')
  })

  test(`threat 10: ${path}: after 73 hours, or when the number went on to somebody else, nothing is undone`, async () => {
    await using b = await bench(registers)
    await formerly(b)
    b.clock.now += 91 * DAY
    const made = await go(b)
    const link = linkTo(b)
    b.clock.now += 73 * HOUR
    assert.equal(await press(b, link), 410)
    b.clock.now -= 73 * HOUR
    const bearer = { authorization: `Bearer ${String(made.body['id_token'])}` }
    const verify_code = await b.sendCode('13812345678', 'UPDATE_MOBILE_SMS')
    assert.equal((await b.post('/profile/update-mobile', { mobile: '13812345678', verify_code }, bearer)).status, 200)
    assert.equal((await ways[0]?.go(b))?.body['status'], 'SUCCESS')
    const before = await b.snapshot()
    assert.equal(await press(b, link), 409)
    assert.deepEqual(await b.snapshot(), before)
  })

  test(`threat 10: ${path}: who has proven another number since keeps that one`, async () => {
    await using b = await bench(registers)
    await formerly(b)
    b.clock.now += 91 * DAY
    assert.equal((await go(b)).body['status'], 'SUCCESS')
    const link = linkTo(b)
    const login = await b.post('/login', { user_name: 'former', password: PASSWORD })
    const bearer = { authorization: `Bearer ${String(login.body['id_token'])}` }
    const verify_code = await b.sendCode('13812345678', 'UPDATE_MOBILE_SMS')
    assert.equal((await b.post('/profile/update-mobile', { mobile: '13812345678', verify_code }, bearer)).status, 200)
    const before = await b.snapshot()
    assert.equal(await press(b, link), 410)
    assert.deepEqual(await b.snapshot(), before)
  })

  test(`threat 10: ${path}: 89 days after, or with number_age 0, the number stays where it is`, async () => {
    for (const [days, accounts] of [
      [89, {}],
      [1000, { number_age: 0 }],
    ] as const) {
      await using b = await bench({ ...registers, settings: { ...open, accounts } })
      const former = await formerly(b)
      b.clock.now += days * DAY
      const reply = await go(b)
      // To bind it to its holder is what register-bind is for; to register is not.
      if (path.startsWith('social')) assert.equal(idOf(reply), former.id)
      else refused(reply, 'mobileTaken')
      assert.equal((await findUser(b.ctx, b.tenant.id, former.id))?.mobile, E164)
      assert.equal(
        b.mails(EMAIL).some((it) => it.text.includes('long time')),
        false,
      )
    }
  })

  test(`threat 10: ${path}: where the tenant releases no numbers, and from whom an administrator shut out, none is taken`, async () => {
    for (const [accounts, disabledAt] of [
      [{ release_numbers: false }, null],
      [{}, 1],
    ] as const) {
      await using b = await bench({ ...registers, settings: { ...open, accounts } })
      const former = await b.addUser({ mobile: E164, mobileProvenAt: 1, disabledAt })
      b.clock.now += 91 * DAY
      const reply = await go(b)
      if (path.startsWith('register')) refused(reply, 'mobileTaken')
      else if (disabledAt) assert.deepEqual(reply.body, { status: 'ACCESS_DENIED' })
      else refused(reply, 'proofStale')
      const after = await findUser(b.ctx, b.tenant.id, former.id)
      assert.deepEqual([after?.mobile, after?.mobileProvenAt], [E164, former.mobileProvenAt])
      assert.deepEqual([(await people(b)).length, await rows(b, 'socialAccounts'), await rows(b, 'changes')], [1, [], []])
    }
  })
}

test('threat 10: an account nobody could be told of lets its number go, too, and no link is kept for nobody', async () => {
  await using b = await bench(registers)
  const former = await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  b.clock.now += 91 * DAY
  assert.equal((await ways[0]?.go(b))?.body['status'], 'SUCCESS')
  assert.equal((await findUser(b.ctx, b.tenant.id, former.id))?.mobile, null)
  assert.deepEqual(await rows(b, 'changes'), [])
})

test('threat 10: somebody with an account already takes their new number into it', async () => {
  await using b = await bench()
  const former = await formerly(b)
  b.clock.now += 91 * DAY
  const mine = await b.addUser({ mobile: '+8613812345678', mobileProvenAt: 1 })
  const bearer = { authorization: `Bearer ${(await b.login('13812345678')).id_token}` }
  const verify_code = await b.sendCode(MOBILE, 'UPDATE_MOBILE_SMS')
  assert.equal((await b.post('/profile/update-mobile', { mobile: MOBILE, verify_code }, bearer)).status, 200)
  assert.deepEqual(
    [(await findUser(b.ctx, b.tenant.id, mine.id))?.mobile, (await findUser(b.ctx, b.tenant.id, former.id))?.mobile],
    [E164, null],
  )
  assert.notEqual(linkTo(b), '')
})

test('threat 10: a name that is taken leaves the number where it was', async () => {
  await using b = await bench()
  const former = await formerly(b)
  b.clock.now += 91 * DAY
  const verify_code = await b.sendCode(MOBILE, 'REGISTER_SMS')
  const reply = await b.post('/register/mobile-verify-code', { mobile: MOBILE, verify_code, user_name: 'Former' })
  refused(reply, 'userNameTaken')
  assert.equal((await findUser(b.ctx, b.tenant.id, former.id))?.mobile, E164)
})

test('threat 10: of ten who register one old number at once, one gets it, and its owner is told once', async () => {
  await using b = await bench({ ...registers, settings: { ...open, sms: { cooldown: 1, per_number_per_day: 1000 } } })
  await formerly(b)
  b.clock.now += 91 * DAY
  const states = await Promise.all(Array.from({ length: 10 }, async (_, i) => ({ 'x-state-token': await b.unknown(`n${i}`) })))
  const bodies: object[] = []
  for (const state of states) bodies.push({ mobile: MOBILE, verify_code: await b.sendCode(MOBILE, 'REGISTER_SMS', state) })
  const replies = await Promise.all(states.map((state, i) => b.post('/social/register-bind', bodies[i], state)))
  const done = replies.filter((it) => it.body['status'] === 'SUCCESS')
  assert.equal(done.length, 10, replies.map((it) => it.text).join('\n'))
  assert.equal(new Set(done.map(idOf)).size, 1)
  assert.deepEqual(
    [(await people(b)).length, b.mails(EMAIL).length, (await rows(b, 'changes')).filter((it) => it['kind'] === 'mobile_released').length],
    [2, 1, 1],
  )
})
