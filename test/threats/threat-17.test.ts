import assert from 'node:assert/strict'
import test from 'node:test'
import { transact } from '../../server/context.ts'
import { endSessionsOfUser } from '../../server/session/index.ts'
import { bench, type Bench, claimsOf, type Reply } from '../../server/testing.ts'
import { findUser, replaceUser, type User } from '../../server/users/index.ts'
import { E164, MOBILE, refused, serverCall } from './expect.ts'

type Held = { session_token: string; id_token: string; tickets: string[] }

/** Everything that comes from one sign-in. */
async function collect(b: Bench): Promise<Held> {
  const { session_token, id_token } = await b.login(MOBILE)
  const tickets: string[] = []
  for (let i = 0; i < 4; i++) tickets.push(String((await serverCall(b, 'session-token/sso-ticket', { session_token })).body['sso_ticket']))
  return { session_token, id_token, tickets }
}

/** What is made of it on one server: every way a session can be used. */
const uses: [string, Parameters<typeof refused>[1], (b: Bench, it: Held) => Promise<Reply>][] = [
  [
    'session token, signed',
    'signatureInvalid',
    async (b, it) => b.post('/session-token/refresh-id-token', {}, await b.signed(it.session_token)),
  ],
  [
    'id_token as bearer',
    'idTokenInvalid',
    (b, it) => b.post('/session-token/refresh-id-token', {}, { authorization: `Bearer ${it.id_token}` }),
  ],
  [
    'session token in its header',
    'sessionInvalid',
    (b, it) => b.post('/sso/session-token/id-token', {}, { 'session-token': it.session_token }),
  ],
  ['a new ticket', 'sessionInvalid', (b, it) => serverCall(b, 'session-token/sso-ticket', { session_token: it.session_token })],
  ['a ticket of before', 'ticketInvalid', (b, it) => serverCall(b, 'sso-ticket/verify', { sso_ticket: it.tickets.pop() })],
  // Last: it renews the token.
  ['refresh', 'sessionInvalid', (b, it) => serverCall(b, 'session-token/refresh', { session_token: it.session_token })],
]

const ways: [string, (b: Bench, it: Held) => Promise<unknown>][] = [
  ['logout by X-signature', async (b, it) => assert.equal((await b.get('/logout', await b.signed(it.session_token))).status, 200)],
  ['logout by id_token', async (b, it) => assert.equal((await b.get('/logout', { authorization: `Bearer ${it.id_token}` })).status, 200)],
  [
    'the end of all sessions of the user',
    (b, it) =>
      transact(b.ctx, (ctx) =>
        endSessionsOfUser(ctx, { tenantId: b.tenant.id, userId: String(claimsOf(it.id_token)['sub']), now: b.clock.now }),
      ),
  ],
]

for (const [way, revoke] of ways) {
  test(`threat 17: after ${way} on one server everything that came from the session is dead on both, at once`, async () => {
    await using one = await bench()
    await using two = await bench({ database: one.place })
    await one.addUser({ mobile: E164, mobileProvenAt: 1 })
    const held = await collect(one)
    two.clock.now = one.clock.now
    // Both servers have seen all of it, and have cached what they cache.
    for (const b of [two, one]) {
      for (const [what, , use] of uses.slice(0, -1)) assert.equal((await use(b, held)).status, 200, what)
    }
    await revoke(one, held)
    for (const b of [two, one]) {
      for (const [, error, use] of uses) refused(await use(b, held), error)
    }
  })
}

test('threat 17: a disabled user has no use of what they still hold', async () => {
  await using b = await bench()
  const { id } = await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const held = await collect(b)
  const user = (await findUser(b.ctx, b.tenant.id, id)) as User
  await transact(b.ctx, (ctx) => replaceUser(ctx, { ...user, disabledAt: b.clock.now }))
  refused(await b.post('/session-token/refresh-id-token', {}, await b.signed(held.session_token)), 'sessionInvalid')
  refused(await b.post('/sso/session-token/id-token', {}, { 'session-token': held.session_token }), 'sessionInvalid')
  refused(await serverCall(b, 'session-token/refresh', { session_token: held.session_token }), 'sessionInvalid')
  refused(await serverCall(b, 'sso-ticket/verify', { sso_ticket: held.tickets[0] }), 'ticketInvalid')
  const verify_code = await b.sendCode(MOBILE, 'LOGIN_SMS')
  assert.equal((await b.post('/login/mobile-verify-code', { mobile: MOBILE, verify_code })).body['status'], 'ACCESS_DENIED')
})

test('threat 17: an id_token outlives its own end by no second, whatever its session does, and a session its own', async () => {
  await using b = await bench({ app: { id_token_lifetime: 100, session_lifetime: 200 } })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const held = await collect(b)
  b.clock.now += 100_000
  refused(await b.post('/session-token/refresh-id-token', {}, { authorization: `Bearer ${held.id_token}` }), 'idTokenInvalid')
  assert.equal((await b.post('/session-token/refresh-id-token', {}, await b.signed(held.session_token))).status, 200)
  b.clock.now += 100_000
  for (const [, error, use] of uses) refused(await use(b, held), error)
})
