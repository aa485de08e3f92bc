import assert from 'node:assert/strict'
import test from 'node:test'
import { count, listening, WANG } from './listening.double.ts'
import type { Session } from './index.ts'
import { createBowlineServer } from './server.ts'

const TOKEN = 'POST /api/v2/tenant/token'

async function start(given: Parameters<typeof listening>[0] = {}) {
  const it = await listening(given)
  const user = await it.b.addUser(WANG)
  const bowline = it.client()
  await it.enter(bowline)
  const session = (await bowline.session.current()) as Session
  const server = createBowlineServer({
    baseUrl: it.baseUrl,
    clientId: it.b.clientId,
    clientSecret: it.b.secret,
    fetch: it.counting,
    language: 'en',
  })
  return { it, user, bowline, session, server }
}

test('a ticket for a session, the user behind the ticket, a renewed session that the client takes over', async () => {
  const { it, user, bowline, session, server } = await start()
  await using _ = it
  const device = it.b.deviceFields
  const { sso_ticket, expire } = await server.post('/sso/session-token/sso-ticket', { session_token: session.session_token, ...device })
  assert.equal(expire, 60)
  const { data } = await server.post('/sso/sso-ticket/verify', { sso_ticket, ...device })
  assert.deepEqual([data.user.id, data.user.userName], [user.id, 'wang'])
  await assert.rejects(server.post('/sso/sso-ticket/verify', { sso_ticket, ...device }), { code: 'PARAM.0032', status: 400 })

  const renewed = await server.post('/sso/session-token/refresh', { session_token: session.session_token, ...device })
  await bowline.session.keep(renewed)
  assert.equal((await bowline.get('/profile')).user_name, 'wang')
  assert.equal(count(it.asked, TOKEN), 1)
})

test('one access token for many calls at once; one that the server no longer takes is replaced', async () => {
  const { it, session, server } = await start()
  await using _ = it
  const body = { session_token: session.session_token, ...it.b.deviceFields }
  const many = () => Promise.all(Array.from({ length: 10 }, () => server.post('/sso/session-token/sso-ticket', body)))
  const tickets = new Set((await many()).map((one) => one.sso_ticket))
  assert.deepEqual([tickets.size, count(it.asked, TOKEN)], [10, 1])
  // Half an hour passes there, and none here.
  it.b.clock.now += 1_800_001
  await many()
  assert.equal(count(it.asked, TOKEN), 2)
  assert.equal(typeof (await server.accessToken()), 'string')
})

test('a wrong secret, and a session that is none', async () => {
  const { it, server } = await start()
  await using _ = it
  const body = { session_token: 'nobody', ...it.b.deviceFields }
  await assert.rejects(server.post('/sso/session-token/sso-ticket', body), { code: 'PARAM.0023' })
  const wrong = createBowlineServer({ baseUrl: it.baseUrl, clientId: it.b.clientId, clientSecret: 'wrong', fetch: it.counting })
  await assert.rejects(wrong.accessToken(), { code: 'BOWLINE.APP.0002' })
})
