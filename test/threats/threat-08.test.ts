import assert from 'node:assert/strict'
import test from 'node:test'
import { type NewKey, createKey, readSigningKey, signJwt } from '../../server/tokens.ts'
import { bench, type Bench } from '../../server/testing.ts'
import { codeOf, handed } from '../echo.ts'
import { refused, refusedSilently } from './expect.ts'

const CALLBACK = 'https://app.example/callback'

async function begin(b: Bench, source: string) {
  const reply = await b.post('/login/social/authorize', { source, redirect_uri: CALLBACK })
  assert.equal(reply.status, 200, reply.text)
  return {
    state: String(reply.body['state']),
    headers: { 'x-state-token': String(reply.body['state_token']) },
    sent: new URL(String(reply.body['authorize_url'])).searchParams,
  }
}

test('threat 8: a code of source A at the callback of B is refused before B is handed it', async () => {
  await using b = await bench({ app: { redirect_uris: [CALLBACK] }, source: { id: 'a', connector: 'echo' } })
  await b.addSource({ id: 'b', connector: 'echo' })
  const { state, headers } = await begin(b, 'a')
  const code = codeOf({ subject: 'victim' })
  const before = handed.length
  await refusedSilently(b, 'stateTokenInvalid', () => b.post('/login/social', { source: 'b', code, state }, headers))
  assert.equal(handed.length, before)
  assert.equal((await b.post('/login/social', { source: 'a', code, state }, headers)).body['status'], 'SOCIAL_BIND')
})

type Honest = { issuer: string; key: NewKey; nonce: string; answers: number }

/** Two providers as fetch sees them, each with its own issuer, keys and tokens. */
function providers(all: Honest[]): typeof fetch {
  return async (input) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const it = all.find((one) => url.href.startsWith(`${one.issuer}/`))
    if (!it) return new Response('', { status: 404 })
    if (url.pathname.endsWith('/openid-configuration')) {
      return Response.json({
        issuer: it.issuer,
        authorization_endpoint: `${it.issuer}/authorize`,
        token_endpoint: `${it.issuer}/token`,
        jwks_uri: `${it.issuer}/keys`,
        authorization_response_iss_parameter_supported: true,
      })
    }
    if (url.pathname.endsWith('/keys')) return Response.json({ keys: [it.key.publicJwk] })
    it.answers++
    const now = Math.floor(Date.now() / 1000)
    const key = readSigningKey(it.key.kid, it.key.alg, it.key.privatePem)
    const claims = { iss: it.issuer, aud: 'client', sub: 'person', iat: now, exp: now + 60, nonce: it.nonce }
    return Response.json({ access_token: 'at', token_type: 'Bearer', id_token: await signJwt(key, claims) })
  }
}

const provider = async (name: string): Promise<Honest> => ({
  issuer: `https://${name}.example`,
  key: await createKey('RS256'),
  nonce: '',
  answers: 0,
})

async function withTwo() {
  const [a, evil] = [await provider('a'), await provider('evil')]
  const b = await bench({
    app: { redirect_uris: [CALLBACK] },
    fetch: providers([a, evil]),
    source: { id: 'a', connector: 'oidc', settings: { issuer: a.issuer, client_id: 'client', client_secret: 'secret' } },
  })
  await b.addSource({ id: 'evil', connector: 'oidc', settings: { issuer: evil.issuer, client_id: 'client', client_secret: 'secret' } })
  return { a, evil, b }
}

test('threat 8: the issuer named beside the code is checked, and a code of another issuer is not sent to this one', async () => {
  const { a, evil, b } = await withTwo()
  await using _ = b
  const { state, headers, sent } = await begin(b, 'a')
  a.nonce = String(sent.get('nonce'))
  for (const iss of [evil.issuer, `${a.issuer}/`, 'a.example', undefined]) {
    refused(await b.post('/login/social', { source: 'a', code: 'c', state, ...(iss && { iss }) }, headers), 'providerDenied')
  }
  assert.equal(a.answers + evil.answers, 0)
  assert.equal((await b.post('/login/social', { source: 'a', code: 'c', state, iss: a.issuer }, headers)).body['status'], 'SOCIAL_BIND')
})

test('threat 8: an id_token of another issuer, another key or another authorization is refused', async () => {
  const { a, evil, b } = await withTwo()
  await using _ = b
  const attempt = async () => {
    const { state, headers, sent } = await begin(b, 'a')
    a.nonce = String(sent.get('nonce'))
    return () => b.post('/login/social', { source: 'a', code: 'c', state, iss: a.issuer }, headers)
  }
  const otherKey = await attempt()
  const kept = { ...a.key }
  a.key = { ...evil.key, publicJwk: kept.publicJwk, kid: kept.kid }
  refused(await otherKey(), 'providerDenied')
  a.key = kept
  const otherNonce = await attempt()
  a.nonce = 'of-another-authorization'
  refused(await otherNonce(), 'providerDenied')
  assert.equal((await (await attempt())()).body['status'], 'SOCIAL_BIND')
})

test('threat 8: two sources never answer for one another, however alike their people are named', async () => {
  const { a, evil, b } = await withTwo()
  await using _ = b
  const subjects: unknown[] = []
  for (const [id, it] of [
    ['a', a],
    ['evil', evil],
  ] as const) {
    const { state, headers, sent } = await begin(b, id)
    it.nonce = String(sent.get('nonce'))
    const reply = await b.post('/login/social', { source: id, code: 'c', state, iss: it.issuer }, headers)
    assert.equal(reply.body['status'], 'SOCIAL_BIND', reply.text)
    subjects.push(((await b.snapshot())['stateTokens'] ?? '').split(`\\"sourceId\\":\\"${id}\\",\\"subject\\":\\"person\\"`).length - 1)
  }
  assert.deepEqual(subjects, [1, 1])
})
