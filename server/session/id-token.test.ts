import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, claimsOf } from '../testing.ts'
import { replaceUser } from '../users/index.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/sdk/sso/session-token/id-token'
const dead = { code: 'PARAM.0023', says: 'Session token invalid or expired.' }

test('the session_token in the header, under either name, earns a fresh id_token', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const login = await b.login(MOBILE)
  b.clock.now += 100_000
  for (const name of ['session-token', 'x-session-token']) {
    const before = await b.snapshot()
    const answer = await b.call('POST', URL, undefined, { [name]: login.session_token, 'content-type': '' })
    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(Object.keys(answer.body).toSorted(), ['expire', 'id_token', 'session_token'])
    // Not renewed: what is left of it is told.
    assert.equal(answer.body['session_token'], login.session_token)
    assert.equal(answer.body['expire'], 604_700)
    const [old, fresh] = [claimsOf(login.id_token), claimsOf(answer.body['id_token'])]
    assert.equal(fresh['sid'], old['sid'])
    assert.equal(Number(fresh['iat']) - Number(old['iat']), 100)
    assert.notEqual(fresh['jti'], old['jti'])
    assert.deepEqual(await b.snapshot(), before)
  }
})

test('an application that says so has the session_token renewed with it', async (t) => {
  await using b = await bench({ app: { rotate_session: true } })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const login = await b.login(MOBILE)
  b.clock.now += 100_000
  const headers = { 'session-token': login.session_token }
  const answer = await b.post('/sso/session-token/id-token', {}, headers)
  assert.notEqual(answer.body['session_token'], login.session_token)
  assert.equal(answer.body['expire'], 604_800)
  assert.equal(claimsOf(answer.body['id_token'])['sid'], claimsOf(login.id_token)['sid'])
  await refuses(t, b, { url: URL, headers }, [{ name: 'the old one', ...dead }])
  assert.equal((await b.post('/sso/session-token/id-token', {}, { 'session-token': String(answer.body['session_token']) })).status, 200)
})

test('what session-token/id-token refuses', async (t) => {
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1 }, session_lifetime: 600 } })
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const other = await b.addTenant('other')
  const { session_token } = await b.login(MOBILE)
  const good = { url: URL, headers: { 'session-token': session_token } }
  await refuses(t, b, good, [
    { name: 'no session_token', headers: { 'session-token': '' }, ...dead },
    { name: 'a session_token nobody was given', headers: { 'session-token': 'x'.repeat(32) }, ...dead },
    { name: 'another device', headers: { 'x-device-fingerprint': 'another' }, ...dead },
    { name: 'another application', headers: { 'x-client-id': await b.addApp() }, ...dead },
    { name: 'another tenant', headers: { 'x-client-id': other.clientId }, ...dead },
    {
      name: 'a session that is over, in Chinese',
      headers: { 'x-l': 'zh' },
      later: 600_000,
      code: 'PARAM.0023',
      says: '会话令牌无效或已过期',
    },
    { name: 'a user who was disabled', first: async () => replaceUser(b.ctx, { ...user, disabledAt: 1 }).then(() => undefined), ...dead },
  ])
  await replaceUser(b.ctx, user)
  assert.equal((await b.call('POST', URL, {}, good.headers)).status, 200)
})
