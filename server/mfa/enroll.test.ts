import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench } from '../testing.ts'
import { findUser, markFactors } from '../users/index.ts'
import { enrollTotp, enterBySms, readBase32, stateOf, totp } from './authenticator.double.ts'

const MOBILE = '15912345678'
const OTHER = '13812345678'
const ENROLL = '/api/v2/sdk/mfa/totp/enroll'
const CONFIRM = '/api/v2/sdk/mfa/totp/confirm'
const REMOVE = '/api/v2/sdk/mfa/factors/remove'

type Login = { id_token: string }
const bearer = (login: Login) => ({ authorization: `Bearer ${login.id_token}` })

async function start(given: Parameters<typeof bench>[0] = {}) {
  const b = await bench(given)
  const user = await b.addUser({ userName: 'wang', name: 'Wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  return { b, user, login: await b.login(MOBILE) }
}
const summary = async (b: Bench, id: string) => (await findUser(b.ctx, b.tenant.id, id))?.factors
const list = async (b: Bench, login: Login) =>
  (await b.get('/mfa/factors', bearer(login))).body['factors'] as { id: string; kind: string; name: string; used_at?: number }[]

test('an authenticator is set up: scanned, shown to work, and asked for from then on', async () => {
  const { b, user, login } = await start()
  await using _ = b
  const begun = await b.post('/mfa/totp/enroll', {}, bearer(login))
  assert.equal(begun.status, 200, begun.text)
  assert.deepEqual(Object.keys(begun.body).toSorted(), ['id', 'secret', 'uri'])
  const [secret, uri] = [String(begun.body['secret']), new URL(String(begun.body['uri']))]
  assert.match(secret, /^[A-Z2-7]{32}$/)
  assert.equal(`${uri.protocol}//${uri.host}`, 'otpauth://totp')
  assert.equal(decodeURIComponent(uri.pathname), '/Test:wang')
  assert.deepEqual(Object.fromEntries(uri.searchParams), { issuer: 'Test', secret, algorithm: 'SHA1', digits: '6', period: '30' })
  // Nothing of it stands in the database, and nothing is asked for yet.
  assert.ok(!String((await b.snapshot())['factors']).includes(secret))
  assert.equal(await summary(b, user.id), '')
  assert.deepEqual(await list(b, login), [])
  assert.equal((await enterBySms(b, MOBILE)).body['status'], 'SUCCESS')

  const code = totp(readBase32(secret), b.clock.now)
  const done = await b.post('/mfa/totp/confirm', { id: begun.body['id'], code }, bearer(login))
  assert.equal(done.status, 200, done.text)
  assert.equal(done.text, '')
  assert.equal(await summary(b, user.id), 'totp')
  const at = Math.floor(b.clock.now / 1000)
  assert.deepEqual(await list(b, login), [{ id: begun.body['id'], kind: 'totp', name: 'TOTP', created_at: at - 1, used_at: at }])
  // The code that showed it works is used up by that.
  const entered = await enterBySms(b, MOBILE)
  assert.equal((await b.post('/mfa/totp', { code }, stateOf(entered))).body['error_code'], 'BOWLINE.MFA.0002')
})

test('the owner hears of a factor that comes and goes', async () => {
  const { b, login } = await start()
  await using _ = b
  const { id } = await enrollTotp(b, login, 'my phone')
  assert.match(b.inbox(`+86${MOBILE}`)[0]?.text ?? '', /my phone/)
  const told = b.inbox().length
  await b.post('/mfa/factors/remove', { id }, bearer(login))
  assert.equal(b.inbox().length, told + 1)
  assert.match(b.inbox(`+86${MOBILE}`)[0]?.text ?? '', /removed.*my phone/)
})

test('what is removed is not asked for any more', async () => {
  const { b, user, login } = await start()
  await using _ = b
  const phone = await enrollTotp(b, login, 'phone')
  b.clock.now += 1
  const tablet = await enrollTotp(b, login, 'tablet')
  assert.deepEqual(
    (await list(b, login)).map((it) => it.name),
    ['phone', 'tablet'],
  )
  const renamed = await b.post('/mfa/factors/rename', { id: tablet.id, name: ' big tablet ' }, bearer(login))
  assert.equal(renamed.text, '')
  assert.deepEqual(
    (await list(b, login)).map((it) => it.name),
    ['phone', 'big tablet'],
  )
  assert.equal((await b.post('/mfa/factors/remove', { id: phone.id }, bearer(login))).status, 200)
  assert.equal(await summary(b, user.id), 'totp')
  const entered = await enterBySms(b, MOBILE)
  assert.equal((await b.post('/mfa/totp', { code: phone.code() }, stateOf(entered))).body['error_code'], 'BOWLINE.MFA.0002')
  assert.equal((await b.post('/mfa/totp', { code: tablet.code() }, stateOf(entered))).body['status'], 'SUCCESS')
  assert.equal((await b.post('/mfa/factors/remove', { id: tablet.id }, bearer(login))).status, 200)
  assert.equal(await summary(b, user.id), '')
  assert.equal((await enterBySms(b, MOBILE)).body['status'], 'SUCCESS')
})

test('what enrolling, confirming, renaming and removing refuse', async (t) => {
  const { b, login } = await start()
  await using _ = b
  await b.addUser({ mobile: `+86${OTHER}`, mobileProvenAt: 1 })
  const foreign = await enrollTotp(b, await b.login(OTHER))
  const headers = bearer(login)
  const begun = (await b.post('/mfa/totp/enroll', {}, headers)).body
  const code = totp(readBase32(String(begun['secret'])), b.clock.now)
  const wrong = code === '000000' ? '000001' : '000000'
  const stale = { later: 900_001, code: 'BOWLINE.SESSION.0001', says: 'recent sign-in' }
  const nobody = { headers: { authorization: '' }, code: 'PARAM.0030', says: 'Signature invalid' }
  const unknown = { code: 'BOWLINE.MFA.0001', says: 'not set up' }
  await refuses(t, b, { url: ENROLL, body: {}, headers }, [
    { name: 'enroll: nobody said who', ...nobody },
    { name: 'enroll: a sign-in of a quarter of an hour ago', ...stale },
    { name: 'enroll: a name without end', body: { name: 'x'.repeat(65) }, code: 'BOWLINE.PARAM.0002', says: 'name' },
  ])
  await refuses(t, b, { url: CONFIRM, body: { id: begun['id'], code }, headers }, [
    { name: 'confirm: nobody said who', ...nobody },
    { name: 'confirm: a sign-in of a quarter of an hour ago', ...stale },
    { name: 'confirm: no code', body: { code: '' }, code: 'PARAM.0009', says: 'Verification code' },
    { name: 'confirm: an id nobody was given', body: { id: 'x' }, ...unknown },
    { name: 'confirm: one of somebody else', body: { id: foreign.id }, ...unknown },
    { name: 'confirm: a wrong code', body: { code: wrong }, code: 'BOWLINE.MFA.0002', says: 'Incorrect code', writes: ['budgets'] },
  ])
  assert.equal((await b.post('/mfa/totp/confirm', { id: begun['id'], code }, headers)).status, 200)
  await refuses(t, b, { url: CONFIRM, body: { id: begun['id'], code }, headers }, [{ name: 'confirm: once more', ...unknown }])
  await refuses(t, b, { url: '/api/v2/sdk/mfa/factors/rename', body: { id: begun['id'], name: 'x' }, headers }, [
    { name: 'rename: nobody said who', ...nobody },
    { name: 'rename: one of somebody else', body: { id: foreign.id }, ...unknown },
    { name: 'rename: no name', body: { name: ' ' }, code: 'BOWLINE.PARAM.0001', says: 'name' },
  ])
  await refuses(t, b, { url: REMOVE, body: { id: begun['id'] }, headers }, [
    { name: 'remove: nobody said who', ...nobody },
    { name: 'remove: a sign-in of a quarter of an hour ago', ...stale },
    { name: 'remove: one of somebody else', body: { id: foreign.id }, ...unknown },
    { name: 'remove: no id', body: { id: undefined }, code: 'BOWLINE.PARAM.0001', says: 'id' },
  ])
})

test('what was begun and left gives way to what is begun next', async () => {
  const { b, login } = await start()
  await using _ = b
  const headers = bearer(login)
  const [first, second] = [await b.post('/mfa/totp/enroll', {}, headers), await b.post('/mfa/totp/enroll', {}, headers)]
  const confirm = (begun: typeof first) =>
    b.post('/mfa/totp/confirm', { id: begun.body['id'], code: totp(readBase32(String(begun.body['secret'])), b.clock.now) }, headers)
  assert.equal((await confirm(first)).body['error_code'], 'BOWLINE.MFA.0001')
  assert.equal((await confirm(second)).status, 200)
})

test('no more factors than the tenant allows', async () => {
  const { b, login } = await start({ settings: { captcha: { required: false }, sms: { cooldown: 1 }, mfa: { factors: 2 } } })
  await using _ = b
  for (const name of ['1', '2']) await enrollTotp(b, login, name)
  assert.equal((await b.post('/mfa/totp/enroll', {}, bearer(login))).body['error_code'], 'BOWLINE.MFA.0005')
  assert.equal((await b.post('/mfa/passkey/register-options', {}, bearer(login))).body['error_code'], 'BOWLINE.MFA.0005')
  assert.equal((await list(b, login)).length, 2)
})

test('the summary of the factors is right whatever is added and removed at once', async () => {
  const { b, user, login } = await start()
  await using _ = b
  const held = [await enrollTotp(b, login, '1'), await enrollTotp(b, login, '2'), await enrollTotp(b, login, '3')]
  const begun = (await b.post('/mfa/totp/enroll', {}, bearer(login))).body
  const code = totp(readBase32(String(begun['secret'])), b.clock.now)
  const answers = await Promise.all([
    ...held.map(({ id }) => b.post('/mfa/factors/remove', { id }, bearer(login))),
    b.post('/mfa/totp/confirm', { id: begun['id'], code }, bearer(login)),
    ...held.map(({ id }) => b.post('/mfa/factors/remove', { id }, bearer(login))),
  ])
  assert.equal(answers.filter((it) => it.status === 200).length, 4)
  assert.equal(await summary(b, user.id), 'totp')
  await b.post('/mfa/factors/remove', { id: begun['id'] }, bearer(login))
  assert.equal(await summary(b, user.id), '')
})

test('a tenant that wants no authenticators sets up none', async (t) => {
  const { b, login } = await start({ settings: { captcha: { required: false }, sms: { cooldown: 1 }, mfa: { methods: ['sms'] } } })
  await using _ = b
  await refuses(t, b, { url: ENROLL, body: {}, headers: bearer(login) }, [{ name: 'enroll', code: 'BOWLINE.MFA.0001', says: 'not set up' }])
})

test('where everybody needs two factors, the only second one stays', async () => {
  const settings = { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 }, mfa: { required: 'always' } }
  await using b = await bench({ settings })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: 'w@example.com', emailProvenAt: 1 })
  const entered = await enterBySms(b, MOBILE)
  const verify_code = await b.sendMailCode('w@example.com', 'MFA_AUTH_EMS')
  const login = (await b.post('/mfa/email', { email: 'w@example.com', verify_code }, stateOf(entered))).body as Login
  const { id } = await enrollTotp(b, login)
  // By SMS and by e-mail there are two still.
  assert.equal((await b.post('/mfa/factors/remove', { id }, bearer(login))).status, 200)

  await b.addUser({ userName: 'li', mobile: `+86${OTHER}`, mobileProvenAt: 1 })
  const denied = await enterBySms(b, OTHER)
  assert.deepEqual(denied.body, { status: 'ACCESS_DENIED' })
})

test('of an account that somebody else prepared, the factors they left open nothing', async () => {
  const { b, user, login } = await start()
  await using _ = b
  const theirs = await enrollTotp(b, login)
  // As `claimAccount` leaves it: the summary is empty, the rows are still there.
  await markFactors(b.ctx, { tenantId: b.tenant.id, id: user.id, factors: '', now: 1 })
  assert.deepEqual(await list(b, login), [])
  assert.equal((await b.post('/mfa/factors/remove', { id: theirs.id }, bearer(login))).body['error_code'], 'BOWLINE.MFA.0001')
  // The owner's own does not bring them back.
  const own = await enrollTotp(b, login)
  assert.deepEqual(
    (await list(b, login)).map((it) => it.id),
    [own.id],
  )
  const entered = await enterBySms(b, MOBILE)
  assert.equal((await b.post('/mfa/totp', { code: theirs.code() }, stateOf(entered))).body['error_code'], 'BOWLINE.MFA.0002')
  assert.equal((await b.post('/mfa/totp', { code: own.code() }, stateOf(entered))).body['status'], 'SUCCESS')
})

test('a session that ended while it asked changes nothing', async () => {
  const { b, user, login } = await start()
  await using _ = b
  const { id } = await enrollTotp(b, login)
  // The request was let in, and waits for the end of the session to be written.
  const [removed] = await Promise.all([b.post('/mfa/factors/remove', { id }, bearer(login)), b.get('/logout', bearer(login))])
  const left = await summary(b, user.id)
  assert.equal(left, removed.status === 200 ? '' : 'totp')
})
