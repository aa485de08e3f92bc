import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { addressOf, bench } from '../testing.ts'

const CALL = '/api/v2/sdk/login/social/authorize'
const LOGIN = '/api/v2/sdk/login/social'
const BACK = 'https://shop.example.com/callback?from=bowline'
const provider = 'https://provider.example.com'

/** A provider that speaks OAuth 2.0 and holds its clients to PKCE; what was asked of it is in `asked`. */
function createProvider() {
  const asked: URLSearchParams[] = []
  const promised = { challenge: '' }
  const fetch = (async (input: string | URL | Request, init?: RequestInit) => {
    if (addressOf(input) === `${provider}/me`) return Response.json({ sub: 'person-1', nickname: 'Alice' })
    const form = new URLSearchParams(init?.body as URLSearchParams)
    asked.push(form)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (form.get('code') === 'down') return new Response('', { status: 502 })
    if (form.get('code') !== 'good' || challenge !== promised.challenge) return Response.json({ error: 'invalid_grant' }, { status: 400 })
    return Response.json({ access_token: 'at', token_type: 'Bearer' })
  }) as typeof globalThis.fetch
  return { asked, promised, fetch }
}

const settings = {
  client_id: 'bowline at the provider',
  client_secret: 'sesame',
  scope: 'profile',
  authorization_url: `${provider}/authorize?tenant=7`,
  token_url: `${provider}/token`,
  userinfo_url: `${provider}/me`,
  subject_attribute: 'sub',
}
const source = { id: 'shop', connector: 'oauth2', settings } as const

test('an authorization that begins here comes back here, and the provider is shown what was promised', async () => {
  const it = createProvider()
  await using b = await bench({ source, app: { redirect_uris: [BACK] }, fetch: it.fetch })
  const begun = await b.post('/login/social/authorize', { source: 'shop', redirect_uri: BACK })
  assert.equal(begun.status, 200, begun.text)
  assert.deepEqual(Object.keys(begun.body).toSorted(), ['authorize_url', 'expire', 'state', 'state_token'])
  assert.equal(begun.body['expire'], 600)
  const url = new URL(String(begun.body['authorize_url']))
  assert.equal(url.origin + url.pathname, `${provider}/authorize`)
  const { code_challenge, state, ...asked } = Object.fromEntries(url.searchParams)
  assert.deepEqual(asked, {
    tenant: '7',
    response_type: 'code',
    client_id: settings.client_id,
    redirect_uri: BACK,
    scope: 'profile',
    code_challenge_method: 'S256',
  })
  assert.equal(state, begun.body['state'])
  it.promised.challenge = String(code_challenge)
  assert.equal(it.asked.length, 0)
  const kept = JSON.stringify(await b.snapshot())

  const answer = await b.post(
    '/login/social',
    { source: 'shop', code: 'good', state },
    { 'x-state-token': String(begun.body['state_token']) },
  )
  assert.equal(answer.body['status'], 'SOCIAL_BIND', answer.text)
  assert.equal(it.asked[0]?.get('redirect_uri'), BACK)
  // Neither the verifier nor the provider's secret is in anything that leaves or lies open.
  const verifier = String(it.asked[0]?.get('code_verifier'))
  assert.ok(verifier.length >= 43 && !begun.text.includes(verifier) && !b.log().includes(verifier))
  assert.ok(kept.includes(String(state)) && !kept.includes(verifier), 'the verifier is sealed while it waits')
  assert.ok(!JSON.stringify(await b.snapshot()).includes('sesame'))
})

test('two authorizations have nothing in common', async () => {
  await using b = await bench({ source, app: { redirect_uris: [BACK] } })
  const [one, two] = await Promise.all([1, 2].map(() => b.post('/login/social/authorize', { source: 'shop', redirect_uri: BACK })))
  for (const key of ['authorize_url', 'state', 'state_token']) assert.notEqual(one?.body[key], two?.body[key])
})

test('what login/social refuses of an authorization that began here', async (t) => {
  const it = createProvider()
  await using b = await bench({ source, app: { redirect_uris: [BACK] }, fetch: it.fetch })
  await b.addSource({ ...source, id: 'shop-2' })
  const otherApp = await b.addApp({ redirect_uris: [BACK] })
  const begin = async (id: string) => (await b.post('/login/social/authorize', { source: id, redirect_uri: BACK })).body
  const begun = await begin('shop')
  it.promised.challenge = new URL(String(begun['authorize_url'])).searchParams.get('code_challenge') ?? ''
  const headers = { 'x-state-token': String(begun['state_token']) }
  const good = { url: LOGIN, body: { source: 'shop', code: 'good', state: begun['state'] }, headers }
  await refuses(t, b, good, [
    { name: 'no state', body: { state: undefined }, code: 'PARAM.0014', says: 'Invalid state token' },
    {
      name: 'the state of another authorization',
      first: async () => ({ body: { state: (await begin('shop'))['state'] } }),
      code: 'PARAM.0014',
      says: 'Invalid',
    },
    { name: 'another source', body: { source: 'shop-2' }, code: 'PARAM.0014', says: 'Invalid' },
    { name: 'another device', headers: { 'x-device-fingerprint': 'another' }, code: 'PARAM.0014', says: 'Invalid' },
    { name: 'another application', headers: { 'x-client-id': otherApp }, code: 'PARAM.0014', says: 'Invalid' },
    { name: 'a state token past its ten minutes', later: 600_000, code: 'PARAM.0014', says: 'Invalid' },
    {
      name: 'a code without the verifier that was promised',
      headers: { 'x-state-token': '' },
      code: 'BOWLINE.SOCIAL.0003',
      says: 'Sign in at the provider again',
    },
    { name: 'a code that is no longer good', body: { code: 'old' }, code: 'BOWLINE.SOCIAL.0003', says: 'Sign in at the provider again' },
    { name: 'a provider that is down', body: { code: 'down' }, code: 'BOWLINE.SOCIAL.0006', says: 'cannot be reached' },
  ])
  await refuses(t, b, { url: '/api/v2/sdk/social/bind', headers, body: { mobile: '15912345678', verify_code: '123456' } }, [
    { name: 'its state token is good for nothing else', code: 'PARAM.0014', says: 'Invalid' },
  ])
  // No refusal burned the state token; success does.
  assert.equal((await b.call('POST', LOGIN, good.body, headers)).body['status'], 'SOCIAL_BIND')
  await refuses(t, b, good, [{ name: 'the same answer again', code: 'PARAM.0014', says: 'Invalid' }])
})

test('what login/social/authorize refuses', async (t) => {
  const fetch = (async () => {
    throw new TypeError('fetch failed')
  }) as typeof globalThis.fetch
  await using b = await bench({ source, app: { redirect_uris: [BACK] }, fetch })
  await b.addSource({ id: 'sandbox' })
  await b.addSource({ id: 'off', connector: 'oauth2', settings, disabled: true })
  await b.addSource({ id: 'wechat', connector: 'wechat', settings: { scene: 'mobile', app_id: 'wx1', app_secret: 's' } })
  await b.addSource({ id: 'oidc', connector: 'oidc', settings: { issuer: provider, client_id: 'c', client_secret: 's' } })
  const elsewhere = { name: 'a redirect_uri', code: 'BOWLINE.SOCIAL.0007', says: 'not registered for the application' }
  const good = { url: CALL, body: { source: 'shop', redirect_uri: BACK } }
  await refuses(t, b, good, [
    { ...elsewhere, name: 'a redirect_uri of somebody else', body: { redirect_uri: 'https://evil.example.com/' } },
    { ...elsewhere, name: 'a redirect_uri that goes on', body: { redirect_uri: `${BACK}/` } },
    { ...elsewhere, name: 'a redirect_uri without its query', body: { redirect_uri: 'https://shop.example.com/callback' } },
    { ...elsewhere, name: 'a redirect_uri in capitals', body: { redirect_uri: BACK.toUpperCase() } },
    { ...elsewhere, name: 'a redirect_uri with another way to the same place', body: { redirect_uri: BACK.replace('.com/', '.com/./') } },
    { name: 'no redirect_uri', body: { redirect_uri: undefined }, code: 'BOWLINE.PARAM.0001', says: 'redirect_uri' },
    { name: 'no source', body: { source: undefined }, code: 'BOWLINE.PARAM.0001', says: 'source' },
    { name: 'a source that does not exist', body: { source: 'nowhere' }, code: 'BOWLINE.SOCIAL.0002', says: 'does not exist' },
    { name: 'a source that is switched off', body: { source: 'off' }, code: 'BOWLINE.SOCIAL.0002', says: 'does not exist' },
    { name: 'a source that has no page', body: { source: 'sandbox' }, code: 'BOWLINE.SOCIAL.0008', says: '/api/v2/sdk/login/social' },
    {
      name: 'a source that is set up for another scene',
      body: { source: 'wechat' },
      code: 'BOWLINE.SOCIAL.0005',
      says: 'Tell the administrator',
    },
    {
      name: 'a provider whose discovery document cannot be had',
      body: { source: 'oidc' },
      code: 'BOWLINE.SOCIAL.0006',
      says: 'cannot be reached',
    },
  ])
  assert.equal((await b.call('POST', CALL, good.body)).status, 200)
})
