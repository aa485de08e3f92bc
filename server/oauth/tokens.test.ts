import assert from 'node:assert/strict'
import test from 'node:test'
import * as client from 'openid-client'
import { updateApp } from '../apps/index.ts'
import { dump } from '../db.ts'
import { bench, type Bench, claimsOf } from '../testing.ts'
import { CALLBACK, MOBILE, open, type Relying, relyOn, signedIn } from './relying.double.ts'

const app = { redirect_uris: [CALLBACK], oauth: { refresh_token_lifetime: 86_400 } }

async function signIn(b: Bench, base: string, { config, begin }: Relying) {
  const browser = await signedIn(b, base)
  const { url, checks } = await begin()
  const tokens = await client.authorizationCodeGrant(config, await browser.follow(url), checks)
  return { browser, tokens, sub: String(tokens.claims()?.sub) }
}

const refused = (error: string, error_description: string) => (reason: unknown) => {
  const { cause } = reason as { cause: { error: string; error_description: string } }
  assert.deepEqual({ ...cause }, { error, error_description })
  return true
}

test('a refresh token, where the application has a lifetime for it: new each time, the old one betrays', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  const { config } = relying
  const { tokens, sub } = await signIn(b, base, relying)
  const first = String(tokens.refresh_token)
  const renewed = await client.refreshTokenGrant(config, first)
  assert.notEqual(renewed.refresh_token, first)
  assert.equal(renewed.claims()?.sub, sub)
  assert.equal((await client.fetchUserInfo(config, renewed.access_token, sub))['userName'], 'wang')
  // Shown a second time somebody else has it: everything that came from it goes (RFC 9700 section 4.14.2).
  await assert.rejects(client.refreshTokenGrant(config, first), refused('invalid_grant', 'Invalid refresh token'))
  await assert.rejects(client.refreshTokenGrant(config, String(renewed.refresh_token)), refused('invalid_grant', 'Invalid refresh token'))
  await assert.rejects(client.fetchUserInfo(config, renewed.access_token, sub))
})

test('a refresh token is good for the application it was given to, and for its time', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  const other = await relyOn(b, base, await b.addApp(app, { secret: 'other' }), 'other')
  const { tokens } = await signIn(b, base, relying)
  const token = String(tokens.refresh_token)
  await assert.rejects(client.refreshTokenGrant(other.config, token), refused('invalid_grant', 'Invalid refresh token'))
  b.clock.now += 86_400_000
  await assert.rejects(client.refreshTokenGrant(relying.config, token), refused('invalid_grant', 'Invalid refresh token'))
  b.clock.now = Date.now() + 5000
  await updateApp(b.ctx, b.tenant.id, b.clientId, { name: 'Test', settings: { redirect_uris: [CALLBACK] } })
  const again = await signIn(b, base, relying)
  assert.equal(again.tokens.refresh_token, undefined, 'switched off')
})

test('what came from a session dies with it, however it is ended', async (t) => {
  await using b = await bench({ app })
  const base = await open(b)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  const { config } = relying
  const isDead = async ({ tokens, sub }: Awaited<ReturnType<typeof signIn>>) => {
    await assert.rejects(client.fetchUserInfo(config, tokens.access_token, sub))
    assert.deepEqual(await client.tokenIntrospection(config, tokens.access_token), { active: false })
    await assert.rejects(client.refreshTokenGrant(config, String(tokens.refresh_token)), refused('invalid_grant', 'Invalid refresh token'))
  }
  const silently = async ({ browser }: Awaited<ReturnType<typeof signIn>>) =>
    (await browser.follow((await relying.begin({ prompt: 'none' })).url)).searchParams.get('error')

  await t.test('on the page', async () => {
    const it = await signIn(b, base, relying)
    const answer = await it.browser.ask(`/tenants/${b.tenant.id}/api/v1/logout`)
    assert.equal(answer.status, 302)
    assert.equal(answer.headers.get('location'), `${base}/tenants/${b.tenant.id}/login/goodbye`)
    assert.equal(it.browser.cookies.has('bowline_session'), false)
    await isDead(it)
    assert.equal(await silently(it), 'login_required')
  })
  await t.test('by the application', async () => {
    const it = await signIn(b, base, relying)
    await b.get('/logout', { authorization: `Bearer ${it.tokens.id_token}` })
    await isDead(it)
    assert.equal(await silently(it), 'login_required')
  })
  await t.test('by another sign-in of the same browser', async () => {
    const it = await signIn(b, base, relying)
    await b.addUser({ userName: 'li', mobile: '+8613812345678', mobileProvenAt: 1 })
    it.browser.cookies.set('bowline_session', { value: (await b.login('13812345678')).session_token, path: '/' })
    const { url, checks } = await relying.begin()
    const tokens = await client.authorizationCodeGrant(config, await it.browser.follow(url), checks)
    assert.equal(tokens.claims()?.['userName'], 'li', 'the engine follows the cookie, not what it remembers')
  })
})

test('an application is told of its own tokens, and of no other', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  const other = await relyOn(b, base, await b.addApp(app, { secret: 'other' }), 'other')
  const { tokens, sub } = await signIn(b, base, relying)
  const told = await client.tokenIntrospection(relying.config, tokens.access_token)
  assert.deepEqual([told.active, told.sub, told.username, told.client_id], [true, sub, 'wang', b.clientId])
  assert.equal(told['sid'], claimsOf(tokens.id_token)['sid'])
  assert.deepEqual(await client.tokenIntrospection(other.config, tokens.access_token), { active: false })
  assert.deepEqual(await client.tokenIntrospection(relying.config, 'made-up'), { active: false })
})

test('a session opened by one application is good for another one, unless that one asks for more', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const browser = await signedIn(b, base)
  const open2 = async (settings: object) => {
    const relying = await relyOn(b, base, await b.addApp({ ...app, ...settings }, { secret: 'other' }), 'other')
    const back = await browser.follow((await relying.begin({ prompt: 'none' })).url)
    return back.searchParams.get('error') ?? 'signed in'
  }
  assert.equal(await open2({}), 'signed in')
  assert.equal(await open2({ access_rules: [{ name: 'nobody', decision: 'deny' }] }), 'login_required')
  assert.equal(await open2({ oauth: { consent: true } }), 'consent_required')
  const known = claimsOf((await b.login(MOBILE)).id_token)['id']
  assert.ok(known)
})

test('where people may go after they sign out', async () => {
  await using b = await bench({ app: { ...app, oauth: { post_logout_redirect_uris: ['https://app.example.com/bye'] } } })
  const base = await open(b)
  const ask = async (query: string) => {
    const browser = await signedIn(b, base)
    return String((await browser.ask(`/tenants/${b.tenant.id}/api/v1/logout?${query}`)).headers.get('location'))
  }
  const bye = encodeURIComponent('https://app.example.com/bye')
  const goodbye = `${base}/tenants/${b.tenant.id}/login/goodbye`
  assert.equal(await ask(`redirect_url=${bye}`), 'https://app.example.com/bye')
  assert.equal(await ask(`post_logout_redirect_uri=${bye}&state=x y&client_id=${b.clientId}`), 'https://app.example.com/bye?state=x+y')
  assert.equal(await ask(`redirect_url=${bye}x`), goodbye)
  assert.equal(await ask(`redirect_url=${encodeURIComponent('https://evil.example.com/')}`), goodbye)
  assert.equal(await ask(`redirect_url=${bye}&client_id=nobody`), goodbye)
})

test('nothing in the database opens a door', async () => {
  await using b = await bench({ app })
  const base = await open(b)
  const relying = await relyOn(b, base, b.clientId, b.secret)
  const browser = await signedIn(b, base)
  const { url, checks } = await relying.begin()
  const back = await browser.follow(url)
  const tokens = await client.authorizationCodeGrant(relying.config, back, checks)
  const all = (await dump(b.world.database, ['oauthRecords']))['oauthRecords'] ?? ''
  const held = [
    back.searchParams.get('code'),
    tokens.access_token,
    tokens.refresh_token,
    ...[...browser.cookies.values()].map((it) => it.value),
  ]
  assert.ok(all.split('\n').length >= 4)
  for (const it of held) assert.ok(it && !all.includes(it), 'an id is kept in clear')
})
