import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, claimsOf } from '../testing.ts'
import { replaceUser } from '../users/index.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/tenant/sso/session-token/refresh'
const dead = { code: 'PARAM.0023', says: 'Session token invalid or expired.' }

test('a session_token is renewed, and the old one is dead from then on', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const headers = { authorization: `Bearer ${await b.accessToken()}` }
  const old = await b.login(MOBILE)
  b.clock.now += 3_600_000
  headers.authorization = `Bearer ${await b.accessToken()}`
  const body = { session_token: old.session_token, ...b.deviceFields }
  const answer = await b.call('POST', URL, body, headers)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token'])
  assert.equal(answer.body['expire'], 604800)
  assert.match(String(answer.body['session_token']), /^[A-Za-z0-9]{32}$/)
  assert.notEqual(answer.body['session_token'], old.session_token)
  // The session is the same one: ending it ends what was issued before and after.
  const [before, after] = [claimsOf(old.id_token), claimsOf(answer.body['id_token'])]
  assert.equal(after['sid'], before['sid'])
  assert.equal(after['id'], before['id'])
  assert.ok(Number(after['exp']) > Number(before['exp']))
  await refuses(t, b, { url: URL, body, headers }, [{ name: 'the old one', ...dead }])
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/logout' }, [
    {
      name: 'the old one in a signature',
      first: async () => ({ headers: await b.signed(old.session_token) }),
      code: 'PARAM.0030',
      says: 'Signature invalid',
    },
  ])
  assert.equal((await b.get('/logout', await b.signed(String(answer.body['session_token'])))).status, 200)
})

test('a renewed session lives a whole lifetime from then on', async () => {
  await using b = await bench({ app: { session_lifetime: 100 } })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const headers = { authorization: `Bearer ${await b.accessToken()}` }
  let { session_token } = await b.login(MOBILE)
  for (let i = 0; i < 3; i++) {
    b.clock.now += 99_000
    const { body } = await b.call('POST', URL, { session_token, ...b.deviceFields }, headers)
    assert.equal(body['expire'], 100)
    session_token = String(body['session_token'])
  }
})

test('what session-token/refresh refuses', async (t) => {
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1 }, session_lifetime: 600 } })
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const ours = await b.addApp({}, { secret: 'ours' })
  const { session_token } = await b.login(MOBILE)
  const headers = { authorization: `Bearer ${await b.accessToken()}` }
  const good = { url: URL, body: { session_token, ...b.deviceFields }, headers }
  await refuses(t, b, good, [
    { name: 'no access token', headers: { authorization: '' }, code: 'invalid_token', says: 'Access token invalid' },
    { name: 'no session_token', body: { session_token: undefined }, code: 'BOWLINE.PARAM.0001', says: 'session_token' },
    { name: 'a session_token nobody was given', body: { session_token: 'x' }, ...dead },
    { name: 'another device', body: { device_fingerprint: 'another' }, ...dead },
    { name: 'no device_ip', body: { device_ip: undefined }, code: 'BOWLINE.PARAM.0001', says: 'device_ip' },
    { name: 'another application', headers: { authorization: `Bearer ${await b.accessToken(ours, 'ours')}` }, ...dead },
    { name: 'a session that is over', later: 600_000, ...dead },
  ])
  assert.equal((await b.call('POST', URL, good.body, headers)).status, 200)
  const later = await b.login(MOBILE)
  await replaceUser(b.ctx, { ...user, disabledAt: b.clock.now })
  await refuses(t, b, { ...good, body: { ...good.body, session_token: later.session_token } }, [
    { name: 'a user who was disabled', ...dead },
  ])
})

test('of ten renewals of one session at once one is answered', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const headers = { authorization: `Bearer ${await b.accessToken()}` }
  const body = { session_token: (await b.login(MOBILE)).session_token, ...b.deviceFields }
  const answers = await Promise.all(Array.from({ length: 10 }, () => b.call('POST', URL, body, headers)))
  assert.equal(answers.filter((it) => it.status === 200).length, 1)
  assert.equal((await b.snapshot())['sessions']?.split('\n').length, 1)
})
