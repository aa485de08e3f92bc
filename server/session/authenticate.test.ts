import assert from 'node:assert/strict'
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench, claimsOf } from '../testing.ts'

const MOBILE = '15912345678'
const URL = '/api/v2/sdk/session-token/refresh-id-token'
const part = (it: object) => Buffer.from(JSON.stringify(it)).toString('base64url')

test('an id_token says who is logged in', async () => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  for (const id_token_algorithm of ['RS256', 'ES256', 'EdDSA']) {
    const headers = { 'x-client-id': await b.addApp({ id_token_algorithm }) }
    const { id_token } = await b.login(MOBILE, headers)
    assert.equal(JSON.parse(Buffer.from(id_token.split('.')[0] ?? '', 'base64url').toString()).alg, id_token_algorithm)
    const before = await b.snapshot()
    const answer = await b.call('POST', URL, {}, { ...headers, authorization: `Bearer ${id_token}` })
    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(await b.snapshot(), before)
  }
})

test('what an id_token is refused for', async (t) => {
  await using b = await bench()
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const other = await b.addTenant('other')
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 }, other.id)
  const otherApp = await b.addApp()
  const { id_token } = await b.login(MOBILE)
  const theirs = await b.login(MOBILE, { 'x-client-id': other.clientId })
  const ended = await b.login(MOBILE)
  await b.get('/logout', { authorization: `Bearer ${ended.id_token}` })

  const [head = '', body = '', signature = ''] = id_token.split('.')
  const claims = claimsOf(id_token)
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string }
  const { keys } = (await b.bowline.server.inject(`/tenants/${b.tenant.id}/api/v1/oauth2/keys`)).json() as {
    keys: Record<string, string>[]
  }
  const jwk = keys.find((it) => it['kid'] === kid)
  assert.ok(jwk)
  const mine = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const byMe = (header: object, said: object = claims) => {
    const signed = `${part(header)}.${part(said)}`
    return `${signed}.${createSign('sha256').update(signed).sign(mine.privateKey, 'base64url')}`
  }
  const byPublicKey = (key: string) => {
    const signed = `${part({ alg: 'HS256', kid })}.${body}`
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
  }
  const token = await b.call('POST', '/api/v2/tenant/token', {
    grant_type: 'client_credentials',
    client_id: b.clientId,
    client_secret: b.secret,
  })

  const row = (name: string, it: string, headers: Record<string, string> = {}) => ({
    name,
    headers: { authorization: `Bearer ${it}`, ...headers },
    code: 'PARAM.0016',
    says: 'IdToken invalid or expired.',
  })
  await refuses(t, b, { url: URL }, [
    row('its session was ended', ended.id_token),
    { ...row('it is past its two hours', id_token), later: 7_200_000 },
    { ...row('its session is over', id_token), later: 604_800_000 },
    row('it is for another application', id_token, { 'x-client-id': otherApp }),
    row('it is of another tenant', theirs.id_token),
    row('it is an application’s own', String(token.body['id_token'])),
    row('it is a state token', await b.unknown('alice')),
    row('its claims were changed', `${head}.${part({ ...claims, exp: 4e9 })}.${signature}`),
    row('its signature was cut off', `${head}.${body}.`),
    row('it wants no signature', `${part({ alg: 'none' })}.${body}.`),
    row('it wants no signature, and names our key', `${part({ alg: 'none', kid })}.${body}.`),
    row('it is signed with our public key as a secret', byPublicKey(JSON.stringify(jwk))),
    row('it is signed with the modulus as a secret', byPublicKey(String(jwk['n']))),
    row('it is signed by somebody else, under our kid', byMe({ alg: 'RS256', kid })),
    row('it is signed by somebody else, under a kid of theirs', byMe({ alg: 'RS256', kid: 'k1' })),
    row('it brings its own key', byMe({ alg: 'RS256', kid, jwk: mine.publicKey.export({ format: 'jwk' }) })),
    row('it says where its key is', byMe({ alg: 'RS256', kid, jku: 'https://evil.example.com/keys' })),
    row('it names a longer hash', `${part({ alg: 'RS512', kid })}.${body}.${signature}`),
    row('it wants what we do not know', `${part({ alg: 'RS256', kid, crit: ['x'], x: 1 })}.${body}.${signature}`),
    row('it is words', 'eyJ'),
    { ...row('in Chinese', 'eyJ', { 'x-l': 'zh' }), says: 'IdToken无效或已过期' },
  ])
  assert.equal((await b.call('POST', URL, {}, { authorization: `Bearer ${id_token}` })).status, 200)
  // The scheme has no case (RFC 9110 section 11.1).
  assert.equal((await b.call('POST', URL, {}, { authorization: `bearer ${id_token}` })).status, 200)
})
