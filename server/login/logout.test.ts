import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench } from '../testing.ts'

const MOBILE = '15912345678'

test('logging out ends the session and everything that came from it', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const { session_token, id_token } = await b.login(MOBILE)
  const elsewhere = await b.login(MOBILE)
  const access = { authorization: `Bearer ${await b.accessToken()}` }
  const device = b.deviceFields
  const ticket = await b.call('POST', '/api/v2/tenant/sso/session-token/sso-ticket', { session_token, ...device }, access)
  const { sso_ticket } = ticket.body

  const answer = await b.get('/logout', await b.signed(session_token))
  assert.equal(answer.status, 200)
  assert.equal(answer.text, '')
  assert.equal(answer.headers['content-length'], '0')

  const tenant = '/api/v2/tenant/sso'
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/logout' }, [
    {
      name: 'a second time by signature',
      first: async () => ({ headers: await b.signed(session_token) }),
      code: 'PARAM.0030',
      says: 'Signature invalid or expired.',
    },
    {
      name: 'a second time by id_token',
      headers: { authorization: `Bearer ${id_token}` },
      code: 'PARAM.0016',
      says: 'IdToken invalid or expired.',
    },
  ])
  await refuses(t, b, { url: `${tenant}/session-token/sso-ticket`, body: { session_token, ...device }, headers: access }, [
    { name: 'its session_token earns no ticket', code: 'PARAM.0023', says: 'Sign in again' },
  ])
  await refuses(t, b, { url: `${tenant}/sso-ticket/verify`, body: { sso_ticket, ...device }, headers: access }, [
    { name: 'a ticket it had earned is dead', code: 'PARAM.0032', says: 'SSO ticket invalid or expired.' },
  ])
  await refuses(t, b, { url: `${tenant}/session-token/refresh`, body: { session_token, ...device }, headers: access }, [
    { name: 'its session_token is not renewed', code: 'PARAM.0023', says: 'Sign in again' },
  ])
  // The other session of the same user goes on.
  assert.equal((await b.get('/logout', { authorization: `Bearer ${elsewhere.id_token}` })).status, 200)
})

test('what logout refuses', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const { session_token } = await b.login(MOBILE)
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/logout' }, [
    { name: 'nobody said who', code: 'PARAM.0030', says: 'Signature invalid or expired.' },
    { name: 'an empty signature', headers: { 'x-signature': ' ' }, code: 'PARAM.0030', says: 'fresh timestamp' },
    {
      name: 'the session_token in place of an id_token',
      headers: { authorization: `Bearer ${session_token}` },
      code: 'PARAM.0016',
      says: 'IdToken invalid',
    },
    {
      name: 'a password in place of an id_token',
      headers: { authorization: 'Basic d2FuZzp3YW5n' },
      code: 'PARAM.0030',
      says: 'Signature invalid',
    },
  ])
  assert.equal((await b.get('/logout', await b.signed(session_token))).status, 200)
})
