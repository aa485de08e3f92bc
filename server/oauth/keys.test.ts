import assert from 'node:assert/strict'
import test from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { bench, type Bench } from '../testing.ts'

const MOBILE = '15912345678'

async function keysOf(b: Bench, url: string): Promise<JSONWebKeySet> {
  const answer = await b.bowline.server.inject(url)
  assert.equal(answer.statusCode, 200, answer.body)
  assert.match(String(answer.headers['content-type']), /^application\/json/)
  return answer.json() as JSONWebKeySet
}

test('a standard library checks an id_token of every algorithm with the published keys', async (t) => {
  await using b = await bench()
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  for (const alg of ['RS256', 'ES256', 'EdDSA']) {
    await t.test(alg, async () => {
      const audience = await b.addApp({ id_token_algorithm: alg })
      const { id_token } = await b.login(MOBILE, { 'x-client-id': audience })
      const keys = await keysOf(b, `/tenants/${b.tenant.id}/api/v1/oauth2/keys`)
      const issuer = `${b.world.publicUrl()}/tenants/${b.tenant.id}/api/v1/oauth2`
      const options = { issuer, audience, algorithms: [alg], currentDate: new Date(b.clock.now) }
      const { payload, protectedHeader } = await jwtVerify(id_token, createLocalJWKSet(keys), options)
      assert.equal(protectedHeader.alg, alg)
      assert.equal(payload['userName'], 'wang')
      assert.equal(payload['mobile'], '+86-15912345678')
      assert.equal(Number(payload.iat) - Number(payload.nbf), 120)
      await assert.rejects(jwtVerify(`${id_token.slice(0, -8)}AAAAAAAA`, createLocalJWKSet(keys), options))
    })
  }
})

test('what is published is public, and there before the first sign-in', async () => {
  await using b = await bench()
  const { keys } = await keysOf(b, '/api/v1/oauth2/keys')
  assert.deepEqual(
    keys.map((key) => [key.kty, key.alg, key.use, key.e]),
    [['RSA', 'RS256', 'sig', 'AQAB']],
  )
  for (const key of keys) {
    assert.match(String(key.kid), /^[0-9a-f]{32}$/)
    for (const part of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) assert.ok(!(part in key), part)
  }
  assert.deepEqual((await keysOf(b, '/api/v1/oauth2/keys')).keys, keys)
})

test('every tenant has keys of its own, and its id_tokens are checked with those alone', async () => {
  await using b = await bench()
  const other = await b.addTenant('other')
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 }, other.id)
  const { id_token } = await b.login(MOBILE, { 'x-client-id': other.clientId })
  const [mine, theirs, common] = await Promise.all(
    [`/tenants/${b.tenant.id}`, `/tenants/${other.id}`, ''].map((path) => keysOf(b, `${path}/api/v1/oauth2/keys`)),
  )
  const kids = [mine, theirs, common].flatMap((it) => it?.keys.map((key) => key.kid))
  assert.equal(new Set(kids).size, 3)
  const options = { audience: other.clientId, currentDate: new Date(b.clock.now) }
  assert.ok(await jwtVerify(id_token, createLocalJWKSet(theirs as JSONWebKeySet), options))
  await assert.rejects(jwtVerify(id_token, createLocalJWKSet(mine as JSONWebKeySet), options), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
})

test('a key made on another process is found', async () => {
  await using b = await bench()
  await using elsewhere = await bench({ database: b.place })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  await keysOf(elsewhere, `/tenants/${b.tenant.id}/api/v1/oauth2/keys`)
  const headers = { 'x-client-id': await b.addApp({ id_token_algorithm: 'ES256' }) }
  const { id_token } = await b.login(MOBILE, headers)
  elsewhere.clock.now = b.clock.now + 1001
  const url = '/api/v2/sdk/session-token/refresh-id-token'
  const answer = await elsewhere.call('POST', url, {}, { ...headers, authorization: `Bearer ${id_token}` })
  assert.equal(answer.status, 200, answer.text)
})

test('a tenant that does not exist has no keys', async () => {
  await using b = await bench()
  const before = await b.snapshot()
  const answer = await b.bowline.server.inject({
    url: '/tenants/08f770f51f80d2f40f38c00cb199fd21/api/v1/oauth2/keys',
    headers: { 'x-l': 'zh' },
  })
  assert.equal(answer.statusCode, 404)
  const body = answer.json() as Record<string, string>
  assert.equal(body['error_code'], 'BOWLINE.PARAM.0005')
  assert.ok(body['error_msg']?.startsWith('接口不存在'))
  assert.deepEqual(await b.snapshot(), before)
})
