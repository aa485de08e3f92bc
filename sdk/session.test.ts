import assert from 'node:assert/strict'
import test from 'node:test'
import { claimsOf } from '../server/testing.ts'
import { findUser, replaceUser } from '../server/users/index.ts'
import { count, listening, WANG } from './listening.double.ts'
import { type Bowline, BowlineError, type Fetch, memoryStorage, type Session } from './index.ts'

const HOUR = 3_600_000
const ENDED = { name: 'BowlineError', code: 'CLIENT.SESSION_ENDED', status: 400 }
const MINE = 'POST /session-token/refresh-id-token'
const THEIRS = 'POST /sso/session-token/id-token'

for (const [name, hours] of Object.entries({ fast: 4, slow: -4, right: 0 })) {
  test(`a device whose clock is ${name}: signed calls work, and clock and key are asked for once`, async () => {
    await using it = await listening()
    it.b.clock.now = Date.now() - hours * HOUR
    await it.b.addUser(WANG)
    const bowline = it.client()
    await it.enter(bowline)
    const profiles = await Promise.all(Array.from({ length: 10 }, () => bowline.get('/profile')))
    assert.deepEqual(new Set(profiles.map((one) => one.user_name)), new Set(['wang']))
    await bowline.post('/profile/update', { attr_nick_name: 'W' })
    assert.equal((await bowline.get('/profile')).attr_nick_name, 'W')
    assert.deepEqual([count(it.asked, 'GET /server-date'), count(it.asked, 'GET /public-key')], [1, 1])
  })
}

test('the device’s clock is turned while it runs: the refused signature is made anew, once', async () => {
  await using it = await listening()
  await it.b.addUser(WANG)
  const bowline = it.client()
  await it.enter(bowline)
  await bowline.get('/profile')
  it.b.clock.now += 4 * HOUR
  const profiles = await Promise.all(Array.from({ length: 5 }, () => bowline.get('/profile')))
  assert.equal(profiles.length, 5)
  assert.equal(count(it.asked, 'GET /server-date'), 2, 'five were refused, and one of them asked')
  assert.equal(count(it.asked, 'GET /profile'), 11)
})

test('another public key: fetched when the server refuses the signature, and what was refused is done once', async () => {
  await using it = await listening()
  await it.b.addUser(WANG)
  const other = await it.b.addApp()
  // The first answer is the key the application had before.
  let old = true
  const changed: Fetch = (url, init) => {
    const wrong = old && url.endsWith('/public-key')
    if (wrong) old = false
    return it.counting(url, wrong ? { ...init, headers: { ...init.headers, 'X-client-id': other } } : init)
  }
  const bowline = it.client({ fetch: changed })
  await it.enter(bowline)
  await bowline.post('/profile/update', { attr_nick_name: 'W' })
  assert.equal((await bowline.get('/profile')).attr_nick_name, 'W')
  assert.deepEqual([count(it.asked, 'GET /public-key'), count(it.asked, 'POST /profile/update')], [2, 2])
})

test('a public key that could not be fetched is asked for again by the next call', async () => {
  await using it = await listening()
  await it.b.addUser(WANG)
  let ill = 3
  const bowline = it.client({
    fetch: async (url, init) =>
      url.endsWith('/public-key') && ill-- > 0 ? { status: 502, headers: new Headers(), text: async () => '' } : it.counting(url, init),
  })
  await it.enter(bowline)
  await assert.rejects(bowline.get('/profile'), { code: 'CLIENT.UNREADABLE', status: 502 })
  assert.equal((await bowline.get('/profile')).user_name, 'wang')
})

test('an id_token that is about to end is renewed once, for however many ask', async () => {
  await using it = await listening()
  const user = await it.b.addUser(WANG)
  const bowline = it.client()
  await it.enter(bowline)
  const { id_token: first, session_token } = (await bowline.session.current()) as Session
  it.b.clock.now += 2 * HOUR - 30_000
  const tokens = await Promise.all(Array.from({ length: 20 }, () => bowline.session.idToken()))
  assert.equal(new Set(tokens).size, 1)
  assert.notEqual(tokens[0], first)
  assert.equal(claimsOf(tokens[0])['sub'], user.id)
  assert.equal(count(it.asked, MINE), 1)
  assert.deepEqual(await bowline.session.current(), { session_token, id_token: tokens[0] })
  assert.equal(await bowline.session.idToken(), tokens[0])
  assert.equal(count(it.asked, MINE), 1)
})

test('one that is good for a while is left alone, and a short one is renewed at a quarter of its life', async () => {
  await using it = await listening({ app: { id_token_lifetime: 120 } })
  await it.b.addUser(WANG)
  const storage = memoryStorage()
  await it.enter(it.client({ storage }))
  // Another client each time: this one would not know that the clock was turned.
  const ask = () => it.client({ storage }).session.idToken()
  const first = await ask()
  it.b.clock.now += 85_000
  assert.equal(await ask(), first)
  assert.equal(count(it.asked, MINE), 0)
  it.b.clock.now += 10_000
  assert.notEqual(await ask(), first)
  assert.equal(count(it.asked, MINE), 1)
})

test('by id_token: calls carry it, a renewal that changes the session is one for all, also of two tabs', async () => {
  await using it = await listening({ app: { rotate_session: true } })
  await it.b.addUser(WANG)
  const storage = memoryStorage()
  const one = it.client({ proof: 'id_token', storage })
  const two = it.client({ proof: 'id_token', storage })
  await it.enter(one)
  const before = await two.session.current()
  it.b.clock.now += 2 * HOUR
  const profiles = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two).get('/profile')))
  assert.deepEqual(new Set(profiles.map((it) => it.user_name)), new Set(['wang']))
  assert.equal(count(it.asked, THEIRS), 1)
  const after = await one.session.current()
  assert.notEqual(after?.session_token, before?.session_token)
  assert.deepEqual(await two.session.current(), after)
  assert.equal(count(it.asked, 'GET /public-key'), 0)
})

test('by id_token: one that is refused before its time is renewed, and the call made', async () => {
  await using it = await listening()
  await it.b.addUser(WANG)
  const storage = memoryStorage()
  const bowline = it.client({ proof: 'id_token', storage })
  await it.enter(bowline)
  const { session_token, id_token = '' } = (await bowline.session.current()) as Session
  // As after a change of the tenant's keys: the signature is not one of theirs.
  const [head, claims] = id_token.split('.')
  await bowline.session.keep({ session_token, id_token: `${head}.${claims}.${'A'.repeat(342)}` })
  assert.equal((await bowline.get('/profile')).user_name, 'wang')
  assert.equal(count(it.asked, THEIRS), 1)
  await bowline.session.keep({ session_token, id_token: 'rubbish' })
  assert.equal((await bowline.get('/profile')).user_name, 'wang')
  assert.equal(count(it.asked, THEIRS), 2)
})

test('whoever leaves while their id_token is renewed has left', async () => {
  await using it = await listening()
  await it.b.addUser(WANG)
  const bowline: Bowline = it.client({
    async fetch(url, init) {
      const answer = await it.counting(url, init)
      if (url.endsWith('/refresh-id-token')) await bowline.session.forget()
      return answer
    },
  })
  await it.enter(bowline)
  it.b.clock.now += 2 * HOUR
  await assert.rejects(bowline.session.idToken(), { code: 'CLIENT.NO_SESSION' })
  assert.equal(await bowline.session.current(), undefined)
})

for (const proof of ['signature', 'id_token'] as const) {
  test(`a session that was ended elsewhere (${proof}): a clear error, and it is forgotten`, async () => {
    await using it = await listening()
    await it.b.addUser(WANG)
    const bowline = it.client({ proof })
    await it.enter(bowline)
    await bowline.get('/profile')
    const heard: unknown[] = []
    bowline.session.onChange((session) => heard.push(session))
    const elsewhere = it.client()
    await it.enter(elsewhere)
    await elsewhere.post('/sessions/end-others')
    await assert.rejects(bowline.get('/profile'), (reason: BowlineError) => {
      assert.deepEqual({ name: reason.name, code: reason.code, status: reason.status }, ENDED)
      assert.ok(reason.cause instanceof BowlineError)
      assert.equal(reason.requestId, reason.cause.requestId)
      return true
    })
    assert.equal(await bowline.session.current(), undefined)
    assert.deepEqual(heard, [undefined])
    await assert.rejects(bowline.get('/profile'), { code: 'CLIENT.NO_SESSION' })
    await assert.rejects(bowline.session.idToken(), { code: 'CLIENT.NO_SESSION' })
    assert.equal((await elsewhere.get('/profile')).user_name, 'wang')
  })

  test(`a user who was disabled (${proof}): the session is over`, async () => {
    await using it = await listening()
    const { id } = await it.b.addUser(WANG)
    const bowline = it.client({ proof })
    await it.enter(bowline)
    const user = await findUser(it.b.ctx, it.b.tenant.id, id)
    assert.ok(user)
    await replaceUser(it.b.ctx, { ...user, disabledAt: it.b.clock.now })
    it.b.clock.now += 2 * HOUR
    await assert.rejects(bowline.session.idToken(), ENDED)
    assert.equal(await bowline.session.current(), undefined)
  })

  test(`leaving (${proof}): the session is over on the server too, and leaving one that is over is no error`, async () => {
    await using it = await listening()
    await it.b.addUser(WANG)
    const storage = memoryStorage()
    const bowline = it.client({ proof, storage })
    await it.enter(bowline)
    const kept = (await bowline.session.current()) as Session
    await bowline.get('/logout')
    assert.equal(await bowline.session.current(), undefined)
    await bowline.session.keep(kept)
    await assert.rejects(bowline.get('/profile'), ENDED)
    await bowline.session.keep(kept)
    await bowline.get('/logout')
    assert.equal(await bowline.session.current(), undefined)
  })
}

test('the codes of the twin products mean the same', async (t) => {
  for (const error_codes of ['ciam', 'eiam']) {
    for (const proof of ['signature', 'id_token'] as const) {
      await t.test(`${error_codes}, ${proof}`, async () => {
        await using it = await listening({ app: { error_codes } })
        await it.b.addUser(WANG)
        const bowline = it.client({ proof })
        await it.enter(bowline)
        const kept = (await bowline.session.current()) as Session
        await bowline.get('/logout')
        await bowline.session.keep(kept)
        await assert.rejects(bowline.get('/profile'), ENDED)
      })
    }
  }
})

test('who signed in anew while a call of the old session was on its way stays signed in', async () => {
  await using it = await listening()
  await it.b.addUser(WANG)
  /** Runs when the profile is answered for the nth time. */
  let during: { nth: number; run(): Promise<unknown> } | undefined
  const bowline = it.client({
    async fetch(url, init) {
      const answer = await it.counting(url, init)
      if (during && url.endsWith('/profile') && --during.nth === 0) await during.run()
      return answer
    },
  })
  const endAndEnter = async (nth: number) => {
    await it.enter(bowline)
    await it.b.get('/logout', await it.b.signed((await bowline.session.current())?.session_token ?? ''))
    during = { nth, run: () => it.enter(bowline) }
  }
  await endAndEnter(1)
  assert.equal((await bowline.get('/profile')).user_name, 'wang', 'made again, with the session that is there now')
  await endAndEnter(2)
  await assert.rejects(bowline.get('/profile'), ENDED, 'both tries were of the old one')
  assert.equal((await bowline.get('/profile')).user_name, 'wang')
})

test('a session that lasts: kept in a storage, found by the next page; and a storage with rubbish is nobody', async () => {
  await using it = await listening()
  await it.b.addUser(WANG)
  const inner = memoryStorage()
  // As React Native's: everything is a promise.
  const storage = {
    getItem: async (name: string) => inner.getItem(name),
    setItem: async (name: string, value: string) => inner.setItem(name, value),
    removeItem: async (name: string) => inner.removeItem(name),
  }
  await it.enter(it.client({ storage }))
  const next = it.client({ storage })
  assert.equal((await next.get('/profile')).user_name, 'wang')
  assert.equal(await it.client({ storage, clientId: await it.b.addApp() }).session.current(), undefined, 'of another application')
  for (const rubbish of ['{', 'null', '5', '{"session_token":5}']) {
    await inner.setItem(`bowline.${it.b.clientId}`, rubbish)
    await assert.rejects(next.get('/profile'), { code: 'CLIENT.NO_SESSION' }, rubbish)
  }
})

test('whoever stops waiting for a renewal does not stop it for the others', async () => {
  await using it = await listening()
  await it.b.addUser(WANG)
  const bowline = it.client()
  await it.enter(bowline)
  it.b.clock.now += 2 * HOUR
  const controller = new AbortController()
  const [left, stayed] = [bowline.session.idToken({ signal: controller.signal }), bowline.session.idToken()]
  controller.abort()
  await assert.rejects(left, { code: 'CLIENT.ABORTED' })
  assert.ok(await stayed)
  assert.equal(count(it.asked, MINE), 1)
})
