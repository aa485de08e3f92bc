import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench } from '../testing.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/tenant/sso/session-token/sso-ticket'
const VERIFY = '/api/v2/tenant/sso/sso-ticket/verify'

test('a session_token earns a ticket, and the ticket the user', async () => {
  await using b = await bench()
  const user = await b.addUser({
    userName: 'wang',
    name: 'Wang',
    mobile: `+86${MOBILE}`,
    mobileProvenAt: 1,
    email: '20220330162435@example.com',
    emailProvenAt: 1,
  })
  const { session_token } = await b.login(MOBILE)
  const access = { authorization: `Bearer ${await b.accessToken()}`, 'x-client-id': '' }
  const ticket = await b.call('POST', URL, { session_token, ...b.deviceFields, agent: 'Mozilla/5.0' }, access)
  assert.equal(ticket.status, 200, ticket.text)
  assert.deepEqual(Object.keys(ticket.body).toSorted(), ['expire', 'sso_ticket'])
  assert.equal(ticket.body['expire'], 60)
  assert.match(String(ticket.body['sso_ticket']), /^ssoTicket-[A-Za-z0-9]{32}$/)
  const answer = await b.call('POST', VERIFY, { sso_ticket: ticket.body['sso_ticket'], ...b.deviceFields }, access)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(answer.body, {
    code: '200',
    message: 'success',
    data: { user: { userName: 'wang', id: user.id, name: 'Wang', mobile: '+86-15912345678', email: '20220330162435@example.com' } },
  })
})

test('what sso-ticket refuses', async (t) => {
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1 }, session_lifetime: 600 } })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const other = await b.addTenant('other')
  const ours = await b.addApp({}, { secret: 'ours' })
  const off = await b.addApp({}, { disabled: true })
  const theirs = await b.addApp({}, { secret: 'theirs' }, other.id)
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const access = await b.accessToken()
  const { session_token } = await b.login(MOBILE)
  const good = { url: URL, body: { session_token, ...b.deviceFields }, headers: bearer(access) }
  const dead = { code: 'PARAM.0023', says: 'Session token invalid or expired.' }
  const unknown = { code: 'invalid_token', says: 'Access token invalid or expired.' }
  await refuses(t, b, good, [
    { name: 'no access token', headers: { authorization: '' }, ...unknown },
    { name: 'an access token nobody was given', headers: bearer('334963fc-1e4a-473b-9096-52a929140000'), ...unknown },
    { name: 'a session_token in its place', headers: bearer(session_token), ...unknown },
    {
      name: 'an access token past its half hour, in Chinese',
      headers: { 'x-l': 'zh' },
      later: 1_800_000,
      code: 'invalid_token',
      says: '访问令牌无效或已过期',
    },
    { name: 'a tenant that is not the token’s', headers: { 'x-tenant-id': other.id }, ...unknown },
    { name: 'a session of another tenant', headers: bearer(await b.accessToken(theirs, 'theirs')), ...dead },
    { name: 'a session of another application', headers: bearer(await b.accessToken(ours, 'ours')), ...dead },
    { name: 'a session_token nobody was given', body: { session_token: 'btsiBjx85prcZu6I6Ki057Tmw3nSF2VO' }, ...dead },
    { name: 'a session of another device', body: { device_fingerprint: 'another' }, ...dead },
    { name: 'a session that is over', later: 600_000, ...dead },
    { name: 'no session_token', body: { session_token: undefined }, code: 'BOWLINE.PARAM.0001', says: 'session_token' },
    {
      name: 'no operating_sys_version',
      body: { operating_sys_version: undefined },
      code: 'BOWLINE.PARAM.0001',
      says: 'operating_sys_version',
    },
    { name: 'no device_ip', body: { device_ip: undefined }, code: 'BOWLINE.PARAM.0001', says: 'device_ip' },
    { name: 'an empty device_fingerprint', body: { device_fingerprint: '' }, code: 'BOWLINE.PARAM.0001', says: 'device_fingerprint' },
    { name: 'an agent that is a number', body: { agent: 1 }, code: 'BOWLINE.PARAM.0002', says: 'agent' },
    {
      name: 'for an application that does not exist',
      body: { client_id: 'nobody' },
      code: 'APP.0001',
      says: 'Application does not exist.',
    },
    {
      name: 'for an application of another tenant',
      body: { client_id: other.clientId },
      code: 'APP.0001',
      says: 'Application does not exist.',
    },
    { name: 'for an application that is disabled', body: { client_id: off }, code: 'APP.0001', says: 'Application does not exist.' },
  ])
  assert.equal((await b.call('POST', URL, good.body, good.headers)).status, 200)
})
