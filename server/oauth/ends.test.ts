import assert from 'node:assert/strict'
import test from 'node:test'
import * as client from 'openid-client'
import { administrate } from '../administration.double.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'
import { CALLBACK, MOBILE, open, type Relying, relyOn, signedIn } from './relying.double.ts'

const app = { redirect_uris: [CALLBACK], oauth: { refresh_token_lifetime: 86_400 } }

async function signIn(b: Bench, base: string, { config, begin }: Relying) {
  const browser = await signedIn(b, base)
  const { url, checks } = await begin()
  const tokens = await client.authorizationCodeGrant(config, await browser.follow(url), checks)
  return { browser, access: tokens.access_token, refresh: String(tokens.refresh_token), id_token: String(tokens.id_token) }
}

test('what ends a session ends what it gave out: whoever ends it, and wherever', async (t) => {
  await using b = await bench({ app })
  const base = await open(b)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  const admin = await administrate(b)
  const ok = ({ status, text }: { status: number; text: string }) => assert.equal(status, 200, text)
  let id = ''
  const path = (end = '') => `/api/v2/tenant/users/${id}${end}`
  const rows: [string, (it: Awaited<ReturnType<typeof signIn>>) => Promise<unknown>, (() => Promise<unknown>)?][] = [
    [
      'an administrator ends the session',
      async (it) => ok(await admin('POST', `/api/v2/admin/users/${id}/sessions/end`, { session_id: claimsOf(it.id_token)['sid'] })),
    ],
    ['an administrator sets the password', async () => ok(await admin('PUT', path('/change-password'), { password: 'Kiwi-Harbour-42' }))],
    [
      'an administrator disables the user',
      async () => ok(await admin('PUT', path('/disable'))),
      async () => ok(await admin('PUT', path('/enable'))),
    ],
    [
      'the person ends all others',
      async () => {
        const { id_token } = await b.login(MOBILE)
        const here = { authorization: `Bearer ${id_token}`, 'content-type': '' }
        ok(await b.call('POST', '/api/v2/sdk/sessions/end-others', undefined, here))
      },
    ],
    [
      'an administrator disables the application',
      async () => ok(await admin('POST', `/api/v2/admin/apps/${b.clientId}/disable`)),
      async () => ok(await admin('POST', `/api/v2/admin/apps/${b.clientId}/enable`)),
    ],
    ['an administrator erases the user', async () => ok(await admin('POST', `/api/v2/admin/users/${id}/erase`, { confirm: 'wang' }))],
  ]
  for (const [name, end, back] of rows) {
    await t.test(name, async () => {
      const it = await signIn(b, base, relying)
      id = String(claimsOf(it.id_token)['id'])
      assert.equal((await client.tokenIntrospection(relying.config, it.access)).active, true)
      await end(it)
      const user = await fetch(`${relying.issuer}/userinfo`, { headers: { authorization: `Bearer ${it.access}` } })
      assert.equal(user.status, 401, await user.text())
      const told = await client.tokenIntrospection(relying.config, it.access).catch(() => ({ active: false }))
      assert.deepEqual(told, { active: false })
      const refused = await client.refreshTokenGrant(relying.config, it.refresh).then(
        () => 200,
        (reason: { status?: number }) => reason.status,
      )
      assert.equal(refused, /application/.test(name) ? 401 : 400)
      await back?.()
      // And it is over for good, also where what ended it was undone: unless the application alone had been switched off.
      const again = await fetch(`${relying.issuer}/userinfo`, { headers: { authorization: `Bearer ${it.access}` } })
      assert.equal(again.status, /application/.test(name) ? 200 : 401, name)
    })
  }
})

test('a session that runs out takes along what it gave out, however long that was meant to last', async () => {
  await using b = await bench({ app: { ...app, session_lifetime: 3600 } })
  const base = await open(b)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  const it = await signIn(b, base, relying)
  const user = () => fetch(`${relying.issuer}/userinfo`, { headers: { authorization: `Bearer ${it.access}` } })
  b.clock.now += 3_500_000
  assert.equal((await user()).status, 200)
  b.clock.now += 101_000
  assert.equal((await user()).status, 401)
  await assert.rejects(client.refreshTokenGrant(relying.config, it.refresh), { error: 'invalid_grant' })
})

test('tokens are good for as long as the application says: one that was renewed outlives the sign-in it came from', async (t) => {
  await using b = await bench({ app })
  const base = await open(b)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  // The engine reads the computer's clock.
  const began = Date.now()
  t.mock.timers.enable({ apis: ['Date'], now: began })
  const later = (seconds: number) => {
    t.mock.timers.setTime(began + seconds * 1000)
    b.clock.now = began + seconds * 1000 + 5000
  }
  const it = await signIn(b, base, relying)
  const status = async (access: string) =>
    (await fetch(`${relying.issuer}/userinfo`, { headers: { authorization: `Bearer ${access}` } })).status
  later(7100)
  assert.equal(await status(it.access), 200)
  assert.equal((await client.tokenIntrospection(relying.config, it.access)).active, true)
  later(7210)
  assert.equal(await status(it.access), 401)
  later(80_000)
  const renewed = await client.refreshTokenGrant(relying.config, it.refresh)
  assert.equal(await status(renewed.access_token), 200)
  later(160_000)
  const again = await client.refreshTokenGrant(relying.config, String(renewed.refresh_token))
  assert.equal(await status(again.access_token), 200)
  later(160_000 + 86_500)
  await assert.rejects(client.refreshTokenGrant(relying.config, String(again.refresh_token)), { error: 'invalid_grant' })
})
