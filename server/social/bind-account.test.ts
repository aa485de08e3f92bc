import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { addressOf, bench, type Bench, claimsOf } from '../testing.ts'

const MOBILE = '15912345678'
const EMAIL = 'wang@example.com'
const URL = '/api/v2/sdk/social/bind-account'
const BACK = 'https://shop.example.com/callback'

async function somebody(b: Bench) {
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: EMAIL, emailProvenAt: 1 })
  return { user, headers: { authorization: `Bearer ${(await b.login(MOBILE)).id_token}` } }
}

test('a further account is bound to whoever is logged in, and they are told by every way they have', async () => {
  await using b = await bench({ source: { unknownUser: 'deny' } })
  const { user, headers } = await somebody(b)
  const answer = await b.post('/social/bind-account', { source: 'sandbox', code: 'sandbox:alice' }, headers)
  assert.deepEqual([answer.status, answer.text], [200, ''])
  const known = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })
  assert.equal(claimsOf(known.body['id_token'])['id'], user.id)
  assert.match(String(b.mails(EMAIL)[0]?.text), /Sandbox.*undo\?token=/s)
  assert.match(String(b.inbox(`+86${MOBILE}`)[0]?.text), /undo\?token=/)
  // Once more is no error, and no news.
  assert.equal((await b.post('/social/bind-account', { source: 'sandbox', code: 'sandbox:alice' }, headers)).status, 200)
  assert.deepEqual([b.mails(EMAIL).length, (await b.snapshot())['changes']?.split('\n').length], [1, 1])
})

test('an authorization that began here is taken too, once', async (t) => {
  const settings = {
    client_id: 'c',
    client_secret: 's',
    authorization_url: 'https://provider.example.com/authorize',
    token_url: 'https://provider.example.com/token',
    userinfo_url: 'https://provider.example.com/me',
    subject_attribute: 'sub',
  }
  const verifiers: (string | null)[] = []
  const fetch = (async (input: string | URL | Request, init?: RequestInit) => {
    if (addressOf(input).endsWith('/me')) return Response.json({ sub: 'person-1' })
    const form = new URLSearchParams(init?.body as URLSearchParams)
    if (form.get('code') === 'down') return new Response('', { status: 502 })
    verifiers.push(form.get('code_verifier'))
    return Response.json({ access_token: 'at', token_type: 'Bearer' })
  }) as typeof globalThis.fetch
  await using b = await bench({ source: { id: 'shop', connector: 'oauth2', settings }, app: { redirect_uris: [BACK] }, fetch })
  const { headers } = await somebody(b)
  const begun = (await b.post('/login/social/authorize', { source: 'shop', redirect_uri: BACK })).body
  const all = { ...headers, 'x-state-token': String(begun['state_token']) }
  const good = { url: URL, headers: all, body: { source: 'shop', code: 'good', state: begun['state'] } }
  await refuses(t, b, good, [
    { name: 'another state', body: { state: 'x' }, code: 'PARAM.0014', says: 'Invalid state token' },
    { name: 'a provider that is down', body: { code: 'down' }, code: 'BOWLINE.SOCIAL.0006', says: 'cannot be reached' },
  ])
  assert.equal((await b.call('POST', URL, good.body, all)).status, 200)
  assert.match(String(verifiers[0]), /^[A-Za-z0-9]{64}$/)
  await refuses(t, b, good, [{ name: 'the same again', code: 'PARAM.0014', says: 'Invalid state token' }])
})

test('what it refuses', async (t) => {
  await using b = await bench()
  const { headers } = await somebody(b)
  await b.addUser({ userName: 'other', mobile: '+8613800000001', mobileProvenAt: 1 })
  const other = { authorization: `Bearer ${(await b.login('13800000001')).id_token}` }
  assert.equal((await b.post('/social/bind-account', { source: 'sandbox', code: 'sandbox:bob' }, other)).status, 200)
  await refuses(t, b, { url: URL, headers, body: { source: 'sandbox', code: 'sandbox:alice' } }, [
    { name: 'nobody', headers: { authorization: '' }, code: 'PARAM.0030', says: 'Signature' },
    { name: 'no source', body: { source: undefined }, code: 'BOWLINE.PARAM.0001', says: 'source' },
    { name: 'neither code nor token', body: { code: undefined }, code: 'BOWLINE.PARAM.0001', says: 'code' },
    { name: 'a source that does not exist', body: { source: 'nowhere' }, code: 'BOWLINE.SOCIAL.0002', says: 'does not exist' },
    { name: 'an account of somebody else', body: { code: 'sandbox:bob' }, code: 'BOWLINE.SOCIAL.0001', says: 'bound to another user' },
    { name: 'a code that was used', body: { code: 'sandbox:!expired' }, code: 'BOWLINE.SOCIAL.0003', says: 'invalid, used or expired' },
    { name: 'a provider that is down', body: { code: 'sandbox:!unreachable' }, code: 'BOWLINE.SOCIAL.0006', says: 'cannot be reached' },
    {
      name: 'a state token that was given to bind',
      first: async () => ({ headers: { 'x-state-token': await b.unknown('carol') } }),
      code: 'PARAM.0014',
      says: 'Invalid state token',
    },
    { name: 'a sign-in a quarter of an hour ago', later: 900_001, code: 'BOWLINE.SESSION.0001', says: 'recent sign-in' },
  ])
})
