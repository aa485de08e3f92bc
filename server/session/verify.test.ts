import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, type Bench } from '../testing.ts'
import { replaceUser } from '../users/index.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/tenant/sso/sso-ticket/verify'
const dead = { code: 'PARAM.0032', says: 'SSO ticket invalid or expired.' }

async function issue(b: Bench, session_token: string, access: string, client_id?: string): Promise<string> {
  const reply = await b.call(
    'POST',
    '/api/v2/tenant/sso/session-token/sso-ticket',
    { session_token, ...b.deviceFields, client_id },
    { authorization: `Bearer ${access}` },
  )
  return String(reply.body['sso_ticket'])
}

test('what sso-ticket/verify refuses', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const other = await b.addTenant('other')
  const ours = await b.addApp({}, { secret: 'ours' })
  const theirs = await b.addApp({}, { secret: 'theirs' }, other.id)
  const access = await b.accessToken()
  const { session_token } = await b.login(MOBILE)
  const sso_ticket = await issue(b, session_token, access)
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const good = { url: URL, body: { sso_ticket, ...b.deviceFields }, headers: bearer(access) }
  await refuses(t, b, good, [
    { name: 'no ticket', body: { sso_ticket: undefined }, code: 'PARAM.0031', says: 'SSO ticket required.' },
    { name: 'an empty ticket', body: { sso_ticket: '' }, code: 'PARAM.0031', says: 'SSO ticket required.' },
    { name: 'a ticket nobody was given', body: { sso_ticket: 'ssoTicket-r5TCBLU14oSGxCMVdxeB5HA1uJiV' }, ...dead },
    { name: 'a ticket that is a number', body: { sso_ticket: 1 }, code: 'BOWLINE.PARAM.0002', says: 'sso_ticket' },
    { name: 'a session_token in its place', body: { sso_ticket: session_token }, ...dead },
    { name: 'a ticket past its minute', later: 60_000, ...dead },
    { name: 'another device', body: { device_fingerprint: 'another' }, ...dead },
    { name: 'no device', body: { device_fingerprint: undefined }, code: 'BOWLINE.PARAM.0001', says: 'device_fingerprint' },
    { name: 'another application', headers: bearer(await b.accessToken(ours, 'ours')), ...dead },
    { name: 'another tenant', headers: bearer(await b.accessToken(theirs, 'theirs')), ...dead },
    { name: 'no access token', headers: { authorization: '' }, code: 'invalid_token', says: 'Access token invalid' },
    {
      name: 'a ticket for another application',
      first: async () => ({ body: { sso_ticket: await issue(b, session_token, access, ours) } }),
      ...dead,
    },
  ])
  assert.equal((await b.call('POST', URL, good.body, good.headers)).status, 200)
  await refuses(t, b, good, [
    { name: 'the same ticket again, in Chinese', headers: { 'x-l': 'zh' }, code: 'PARAM.0032', says: '一次性令牌无效或已过期' },
  ])
})

test('a ticket for another application is redeemed by that one', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const ours = await b.addApp({}, { secret: 'ours' })
  const { session_token } = await b.login(MOBILE)
  const sso_ticket = await issue(b, session_token, await b.accessToken(), ours)
  const access = { authorization: `Bearer ${await b.accessToken(ours, 'ours')}` }
  assert.equal((await b.call('POST', URL, { sso_ticket, ...b.deviceFields }, access)).status, 200)
})

test('a ticket is as alive as its user and its session', async (t) => {
  await using b = await bench()
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const access = await b.accessToken()
  const good = { url: URL, body: b.deviceFields, headers: { authorization: `Bearer ${access}` } }
  const first = async () => {
    const { session_token } = await b.login(MOBILE)
    return { session_token, sso_ticket: await issue(b, session_token, access) }
  }
  await refuses(t, b, good, [
    {
      name: 'the session was ended',
      async first() {
        const { session_token, sso_ticket } = await first()
        await b.get('/logout', await b.signed(session_token))
        return { body: { sso_ticket } }
      },
      ...dead,
    },
    {
      name: 'the user was disabled',
      async first() {
        const { sso_ticket } = await first()
        await replaceUser(b.ctx, { ...user, disabledAt: b.clock.now })
        return { body: { sso_ticket } }
      },
      ...dead,
    },
  ])
})

test('of ten redemptions of one ticket at once one is answered', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const access = await b.accessToken()
  const body = { sso_ticket: await issue(b, (await b.login(MOBILE)).session_token, access), ...b.deviceFields }
  const answers = await Promise.all(Array.from({ length: 10 }, () => b.call('POST', URL, body, { authorization: `Bearer ${access}` })))
  assert.equal(answers.filter((it) => it.status === 200).length, 1)
})
