/** What must be decided once, asked for by many at once, over two servers on one database. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench, type Reply } from '../server/testing.ts'
import { compared, E164, MOBILE, rows, wrong } from './threats/expect.ts'

const settings = { captcha: { required: false }, sms: { cooldown: 1 } }
const times = <T>(count: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)))
const ok = (replies: Reply[]) => replies.filter((it) => it.body['status'] === 'SUCCESS')

/** Two servers, and a call that goes to them in turn. */
async function two(given: Parameters<typeof bench>[0] = {}) {
  const one = await bench({ settings, ...given })
  const other = await bench({ database: one.place })
  const call = (i: number, path: string, body: object, headers: Record<string, string> = {}) =>
    (i % 2 ? other : one).post(path, body, headers)
  return {
    one,
    other,
    call,
    agree: () => void (other.clock.now = one.clock.now),
    async [Symbol.asyncDispose]() {
      await other.bowline.stop()
      await one[Symbol.asyncDispose]()
    },
  }
}

/** A refusal is a 400 of the table; a server that failed would answer 500. */
function onlyRefused(replies: Reply[]) {
  for (const it of replies.filter((it) => it.body['status'] !== 'SUCCESS')) assert.equal(it.status, 400, it.text)
}

async function prepare(b: Bench) {
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const state = { 'x-state-token': await b.unknown('alice') }
  return { state, code: await b.sendCode(MOBILE, 'BIND_MOBILE_SMS', state) }
}

test('100 simultaneous binds with one code and one state token bind once', async () => {
  await using pair = await two()
  const { state, code } = await prepare(pair.one)
  pair.agree()
  const replies = await times(100, (i) => pair.call(i, '/social/bind', { mobile: MOBILE, verify_code: code }, state))
  assert.equal(ok(replies).length, 1)
  onlyRefused(replies)
  assert.equal((await rows(pair.one, 'socialAccounts')).length, 1)
  assert.equal((await rows(pair.one, 'sessions')).length, 1)
  assert.deepEqual(
    (await rows(pair.one, 'codes')).map((it) => it['usedAt'] !== null),
    [true],
  )
  assert.deepEqual(
    (await rows(pair.one, 'stateTokens')).map((it) => it['usedAt'] !== null),
    [true],
  )
})

test('50 simultaneous wrong guesses compare at most five, and leave the code dead', async () => {
  await using pair = await two()
  const { state, code } = await prepare(pair.one)
  pair.agree()
  const replies = await times(50, (i) => pair.call(i, '/social/bind', { mobile: MOBILE, verify_code: wrong(code, 1 + i) }, state))
  onlyRefused(replies)
  assert.equal((await compared(pair.one)) + (await compared(pair.other)), 5)
  assert.deepEqual(
    replies
      .map((it) => /attempts: (\d)/.exec(it.text)?.[1] ?? '')
      .filter(Boolean)
      .toSorted(),
    ['0', '1', '2', '3', '4'],
  )
  assert.equal(replies.filter((it) => it.body['error_code'] === 'BOWLINE.SMS.0002').length, 45)
  assert.equal((await pair.one.post('/social/bind', { mobile: MOBILE, verify_code: code }, state)).body['error_code'], 'BOWLINE.SMS.0002')
})

test('50 simultaneous guesses with the right one among them bind at most once and compare at most five', async () => {
  await using pair = await two()
  const { state, code } = await prepare(pair.one)
  pair.agree()
  const replies = await times(50, (i) =>
    pair.call(i, '/social/bind', { mobile: MOBILE, verify_code: i === 25 ? code : wrong(code, 1 + i) }, state),
  )
  onlyRefused(replies)
  assert.ok(ok(replies).length <= 1)
  assert.ok((await compared(pair.one)) + (await compared(pair.other)) <= 5)
  assert.equal((await rows(pair.one, 'sessions')).length, ok(replies).length)
})

test('nine people who register one number at once, each with a code of their own, make one user', async () => {
  await using pair = await two({ source: { unknownUser: 'bind_or_register' } })
  const { one } = pair
  const people: { state: Record<string, string>; code: string }[] = []
  for (let i = 0; i < 9; i++) {
    const state = { 'x-state-token': await one.unknown(`person-${i}`) }
    people.push({ state, code: await one.sendCode(MOBILE, 'REGISTER_SMS', state) })
  }
  pair.agree()
  const replies = await Promise.all(
    people.map(({ state, code }, i) => pair.call(i, '/social/register-bind', { mobile: MOBILE, verify_code: code }, state)),
  )
  onlyRefused(replies)
  const accounts = await rows(one, 'socialAccounts')
  assert.ok(ok(replies).length >= 1)
  assert.equal((await rows(one, 'users')).filter((it) => it['tenantId'] === one.tenant.id).length, 1)
  assert.equal(accounts.length, ok(replies).length)
  assert.equal(new Set(accounts.map((it) => it['userId'])).size, 1)
})

test('one person who signs in fifty times at once for the first time is made one user with one account', async () => {
  await using pair = await two({ source: { unknownUser: 'auto_create' } })
  const replies = await times(50, (i) => pair.call(i, '/login/social', { source: 'sandbox', code: 'sandbox:alice;alias=union-1' }))
  assert.equal(ok(replies).length, 50, String(replies.find((it) => it.status !== 200)?.text))
  const accounts = await rows(pair.one, 'socialAccounts')
  assert.equal(accounts.length, 1)
  // A user who lost the race must not stay behind without an account.
  assert.deepEqual(
    (await rows(pair.one, 'users')).filter((it) => it['tenantId'] === pair.one.tenant.id).map((it) => it['id']),
    [accounts[0]?.['userId']],
  )
  assert.deepEqual(new Set((await rows(pair.one, 'sessions')).map((it) => it['userId'])), new Set([accounts[0]?.['userId']]))
})

test('one social account bound by two people to two users at once belongs to one of them, and the other is told', async () => {
  await using pair = await two()
  const { one } = pair
  const numbers = [MOBILE, '13912345678']
  const people: { state: Record<string, string>; mobile: string; verify_code: string }[] = []
  for (const mobile of numbers) {
    await one.addUser({ mobile: `+86${mobile}`, mobileProvenAt: 1 })
    const state = { 'x-state-token': await one.unknown('alice') }
    people.push({ mobile, state, verify_code: await one.sendCode(mobile, 'BIND_MOBILE_SMS', state) })
  }
  pair.agree()
  const replies = await Promise.all(people.map(({ state, ...body }, i) => pair.call(i, '/social/bind', body, state)))
  assert.equal(ok(replies).length, 1)
  assert.deepEqual(
    replies.filter((it) => it.status !== 200).map((it) => it.body['error_code']),
    ['BOWLINE.SOCIAL.0001'],
  )
  assert.equal((await rows(one, 'socialAccounts')).length, 1)
  assert.equal((await rows(one, 'sessions')).length, 1)
})

test('a signature sent by thirty at once counts once', async () => {
  await using pair = await two()
  await pair.one.addUser({ mobile: E164, mobileProvenAt: 1 })
  const { session_token } = await pair.one.login(MOBILE)
  pair.agree()
  const headers = await pair.one.signed(session_token)
  const replies = await times(30, (i) => pair.call(i, '/session-token/refresh-id-token', {}, headers))
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  assert.equal(replies.filter((it) => it.body['error_code'] === 'PARAM.0030').length, 29)
})

test('a picture has one attempt, whoever comes at once', async () => {
  await using pair = await two()
  const token = String((await pair.one.get('/captcha')).body['token'])
  const point_json = JSON.stringify({ x: await pair.one.answer(token), y: 5 })
  const replies = await times(30, (i) => pair.call(i, '/captcha/verify', { point_json, token, sender: MOBILE }))
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  assert.equal(replies.filter((it) => it.body['error_code'] === 'CAPTCHA.0002').length, 29)
})
