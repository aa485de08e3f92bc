import assert from 'node:assert/strict'
import test from 'node:test'
import * as client from 'openid-client'
import { bench } from '../testing.ts'
import { CALLBACK, open, relyOn, signedIn } from './relying.double.ts'

const SHOP = 'https://shop.example.com'
const OTHER = 'https://other.example.com'
const EVIL = 'https://evil.example.com'
const oauth = { refresh_token_lifetime: 86_400 }

/** What an answer says to pages of other origins. */
const told = ({ headers }: Response) => headers.get('access-control-allow-origin')

test('a public client in a browser: finds, signs in, renews, asks who it is and revokes, from its own origin', async () => {
  await using b = await bench()
  const base = await open(b)
  const clientId = await b.addApp({ redirect_uris: [CALLBACK], oauth, origins: [SHOP] })
  const relying = await relyOn(b, base, clientId)
  // As a browser does: it asks first, says where the page is from, and hands over what may be read.
  const heard: [string, number, string | null][] = []
  relying.config[client.customFetch] = async (url, init) => {
    const { method = 'GET', headers } = init as RequestInit
    const asked = await fetch(url, { method: 'OPTIONS', headers: { origin: SHOP, 'access-control-request-method': method } })
    assert.deepEqual([asked.status, told(asked)], [204, SHOP], url)
    const answer = await fetch(url, { ...init, headers: { ...(headers as Record<string, string>), origin: SHOP } } as RequestInit)
    heard.push([`${method} ${new URL(url).pathname.split('/').at(-1)}`, answer.status, told(answer)])
    assert.equal(answer.headers.get('access-control-allow-credentials'), null)
    assert.match(String(answer.headers.get('vary')), /Origin/)
    return answer
  }
  const { url, checks } = await relying.begin()
  const tokens = await client.authorizationCodeGrant(relying.config, await (await signedIn(b, base)).follow(url), checks)
  const renewed = await client.refreshTokenGrant(relying.config, String(tokens.refresh_token))
  await client.fetchUserInfo(relying.config, renewed.access_token, String(tokens.claims()?.sub))
  await client.tokenRevocation(relying.config, String(renewed.refresh_token))
  await assert.rejects(client.fetchUserInfo(relying.config, renewed.access_token, String(tokens.claims()?.sub)))
  await assert.rejects(client.refreshTokenGrant(relying.config, String(renewed.refresh_token)), { error: 'invalid_grant' })
  assert.deepEqual(heard, [
    ['POST token', 200, SHOP],
    ['POST token', 200, SHOP],
    ['GET userinfo', 200, SHOP],
    ['POST revoke', 200, SHOP],
    ['GET userinfo', 401, SHOP],
    ['POST token', 400, SHOP],
  ])
  for (const path of ['/.well-known/openid-configuration', '/keys']) {
    const answer = await fetch(`${relying.issuer}${path}`, { headers: { origin: SHOP } })
    assert.deepEqual([answer.status, told(answer), answer.headers.get('vary')], [200, SHOP, 'Origin'])
    const unasked = await fetch(`${relying.issuer}${path}`)
    assert.deepEqual([told(unasked), unasked.headers.get('vary')], [null, 'Origin'])
    const refused = await fetch(`${relying.issuer}${path}`, { headers: { origin: EVIL } })
    assert.deepEqual([refused.status, told(refused)], [403, null])
  }
})

test('a page of another application gets nothing of this one, and spends nothing', async (t) => {
  await using b = await bench()
  const base = await open(b)
  const clientId = await b.addApp({ redirect_uris: [CALLBACK], oauth, origins: [SHOP] })
  await b.addApp({ origins: [OTHER] })
  const relying = await relyOn(b, base, clientId)
  const { url, checks } = await relying.begin()
  const browser = await signedIn(b, base)
  const back = await browser.follow(url)
  const form = (more: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams({ client_id: clientId, ...more }) })
  const code = form({
    grant_type: 'authorization_code',
    code: String(back.searchParams.get('code')),
    redirect_uri: CALLBACK,
    code_verifier: checks.pkceCodeVerifier,
  })
  const at = (path: string, init: RequestInit, origin: string) =>
    fetch(`${relying.issuer}${path}`, { ...init, headers: { ...(init.headers as Record<string, string>), origin } })
  for (const origin of [OTHER, EVIL, 'null']) {
    await t.test(origin, async () => {
      const before = await b.snapshot()
      const answer = await at('/token', code, origin)
      assert.equal(told(answer), null)
      assert.ok([400, 403].includes(answer.status), await answer.text())
      assert.deepEqual(await b.snapshot(), before)
    })
  }
  const tokens = (await (await at('/token', code, SHOP)).json()) as Record<string, string>
  const bearer = { headers: { authorization: `Bearer ${tokens['access_token']}` } }
  for (const origin of [OTHER, EVIL, 'null']) {
    await t.test(`${origin}, with the tokens in its hands`, async () => {
      const before = await b.snapshot()
      for (const answer of [
        await at('/userinfo', bearer, origin),
        await at('/revoke', form({ token: String(tokens['access_token']) }), origin),
        await at('/token', form({ grant_type: 'refresh_token', refresh_token: String(tokens['refresh_token']) }), origin),
      ]) {
        assert.equal(told(answer), null)
        assert.ok([400, 403].includes(answer.status), await answer.text())
      }
      assert.deepEqual(await b.snapshot(), before)
    })
  }
  assert.equal((await fetch(`${relying.issuer}/userinfo`, bearer)).status, 200)
})

test('where nobody asks from elsewhere, nobody is allowed anything', async () => {
  await using b = await bench({ app: { redirect_uris: [CALLBACK], origins: [SHOP] } })
  const base = await open(b)
  const { issuer } = await relyOn(b, base, b.clientId, b.secret)
  const basic = `Basic ${Buffer.from(`${b.clientId}:${b.secret}`).toString('base64')}`
  for (const path of ['/token', '/revoke', '/introspect', '/userinfo']) {
    for (const headers of [{}, { origin: base, 'sec-fetch-site': 'same-origin' }]) {
      const answer = await fetch(`${issuer}${path}`, {
        method: 'POST',
        headers: { ...(path !== '/userinfo' && { authorization: basic }), ...headers },
        body: new URLSearchParams({ token: 'made-up' }),
      })
      assert.deepEqual([told(answer), answer.headers.get('access-control-expose-headers')], [null, null], path)
    }
  }
  // Introspection is for servers: not even a listed page reads it.
  const answer = await fetch(`${issuer}/introspect`, {
    method: 'POST',
    headers: { authorization: basic, origin: SHOP },
    body: new URLSearchParams({ token: 'made-up' }),
  })
  assert.equal(told(answer), null)
})
