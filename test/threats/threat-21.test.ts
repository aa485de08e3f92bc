import assert from 'node:assert/strict'
import test from 'node:test'
import { forgetApps } from '../../server/apps/index.ts'
import { createPasskey, enrollPasskey, enrollTotp, readBase32, stateOf, totp } from '../../server/mfa/authenticator.double.ts'
import { bench, type Bench, claimsOf, type Reply } from '../../server/testing.ts'
import { updateTenant } from '../../server/tenants/index.ts'
import { E164, MOBILE, refused, refusedSilently } from './expect.ts'

const HOME = 'https://id.example.com'
const MINUTE = 60_000

type Login = { id_token: string }
const bearer = (login: Login) => ({ authorization: `Bearer ${login.id_token}` })

async function start() {
  const b = await bench({ env: { BOWLINE_PUBLIC_URL: HOME } })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  return b
}

/** Every sensitive change that may be asked for in a session: made ready while it was fresh, tried later. */
type Change = { what: string; ready(b: Bench, login: Login): Promise<() => Promise<Reply>> }

const changes: Change[] = [
  { what: 'to begin an authenticator', ready: async (b, login) => () => b.post('/mfa/totp/enroll', {}, bearer(login)) },
  {
    what: 'to confirm an authenticator',
    async ready(b, login) {
      const { id, secret } = (await b.post('/mfa/totp/enroll', {}, bearer(login))).body
      return () => b.post('/mfa/totp/confirm', { id, code: totp(readBase32(String(secret)), b.clock.now) }, bearer(login))
    },
  },
  { what: 'to begin a passkey', ready: async (b, login) => () => b.post('/mfa/passkey/register-options', {}, bearer(login)) },
  {
    what: 'to keep a passkey',
    async ready(b, login) {
      const asked = await b.post('/mfa/passkey/register-options', {}, bearer(login))
      const response = createPasskey(HOME).create(asked.body['options'] as never)
      return () => b.post('/mfa/passkey/register', { response }, { ...bearer(login), ...stateOf(asked) })
    },
  },
  {
    what: 'to remove an authenticator',
    async ready(b, login) {
      const { id } = await enrollTotp(b, login)
      return () => b.post('/mfa/factors/remove', { id }, bearer(login))
    },
  },
  {
    what: 'to remove a passkey',
    async ready(b, login) {
      const id = await enrollPasskey(b, login, createPasskey(HOME))
      return () => b.post('/mfa/factors/remove', { id }, bearer(login))
    },
  },
]

for (const { what, ready } of changes) {
  test(`threat 21: a session of a quarter of an hour ago is too old ${what}, and renewing it makes it no younger`, async () => {
    await using b = await start()
    const login = (await b.login(MOBILE)) as Login & { session_token: string }
    const ask = await ready(b, login)
    b.clock.now += 15 * MINUTE + 1
    await refusedSilently(b, 'freshLoginNeeded', ask)
    // Whoever holds an open session can renew its tokens as often as they like: the sign-in stays where it was.
    const renewed = await b.post('/session-token/refresh-id-token', {}, bearer(login))
    login.id_token = String(renewed.body['id_token'])
    await refusedSilently(b, 'freshLoginNeeded', ask)
  })

  test(`threat 21: a session of just now may be used ${what}`, async () => {
    await using b = await start()
    const ask = await ready(b, (await b.login(MOBILE)) as Login)
    assert.equal((await ask()).status, 200)
  })
}

test('threat 21: signing in again is the way on, and the old session stays too old', async () => {
  await using b = await start()
  const old = (await b.login(MOBILE)) as Login
  b.clock.now += 16 * MINUTE
  const fresh = (await b.login(MOBILE)) as Login
  refused(await b.post('/mfa/totp/enroll', {}, bearer(old)), 'freshLoginNeeded')
  const { id } = await enrollTotp(b, fresh)
  refused(await b.post('/mfa/factors/remove', { id }, bearer(old)), 'freshLoginNeeded')
})

test("threat 21: how old is too old is the tenant's to say", async () => {
  await using b = await start()
  const login = (await b.login(MOBILE)) as Login
  for (const [fresh_for, minutes, status] of [
    [60, 2, 400],
    [3600, 58, 200],
    [0, 600, 200],
  ] as const) {
    await updateTenant(b.ctx, { ...b.tenant, settings: { accounts: { fresh_for } } })
    forgetApps(b.ctx)
    b.clock.now += minutes * MINUTE
    const reply = await b.post('/mfa/totp/enroll', {}, await b.signed((login as unknown as { session_token: string }).session_token))
    assert.equal(reply.status, status, `${fresh_for}: ${reply.text}`)
  }
})

test('threat 21: an old session may still throw the others out, for that gives nobody anything', async () => {
  await using b = await start()
  const owner = (await b.login(MOBILE)) as Login
  b.clock.now += 60 * MINUTE
  const thief = (await b.login(MOBILE)) as Login
  assert.equal((await b.post('/sessions/end', { id: claimsOf(thief.id_token)['sid'] }, bearer(owner))).status, 200)
  refused(await b.get('/sessions', bearer(thief)), 'idTokenInvalid')
})
