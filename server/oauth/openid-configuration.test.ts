import assert from 'node:assert/strict'
import test from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as client from 'openid-client'
import { createTenant } from '../tenants/index.ts'
import { bench, claimsOf } from '../testing.ts'

const MOBILE = '15912345678'
const PATH = '/api/v1/oauth2/.well-known/openid-configuration'

test('a certified client finds the issuer and checks what it signs', async (t) => {
  await using b = await bench()
  const base = await b.bowline.listen()
  await b.addUser({ userName: 'wang', mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const issuer = `${base}/tenants/${b.tenant.id}/api/v1/oauth2`
  for (const alg of ['RS256', 'ES256', 'EdDSA']) {
    await t.test(alg, async () => {
      const audience = await b.addApp({ id_token_algorithm: alg })
      const found = await client.discovery(new URL(issuer), audience, { id_token_signed_response_alg: alg }, client.None(), {
        execute: [client.allowInsecureRequests],
      })
      const server = found.serverMetadata()
      assert.equal(server.issuer, issuer)
      assert.ok(server.id_token_signing_alg_values_supported?.includes(alg))
      const { id_token } = await b.login(MOBILE, { 'x-client-id': audience })
      const keys = createRemoteJWKSet(new URL(String(server.jwks_uri)))
      const { payload } = await jwtVerify(id_token, keys, {
        issuer: server.issuer,
        audience,
        algorithms: [alg],
        currentDate: new Date(b.clock.now),
      })
      // Nothing is there that is not promised.
      assert.deepEqual(
        Object.keys(payload).filter((it) => !server.claims_supported?.includes(it)),
        [],
      )
      // And what is promised to be served is: none of it is an address that nobody knows.
      for (const [name, address] of Object.entries(server).filter(([name]) => /_endpoint$|_uri$/.test(name))) {
        const answer = await fetch(String(address), {
          method: /token|introspection|revocation/.test(name) ? 'POST' : 'GET',
          redirect: 'manual',
        })
        assert.notEqual(answer.status, 404, name)
        assert.ok(answer.status < 500, name)
      }
    })
  }
})

test('every tenant has an issuer of its own', async () => {
  await using b = await bench({ env: { BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  await createTenant(b.ctx, { name: 'shop', domain: 'login.shop.example' })
  const ask = async (url: string, host = 'id.example.com') => {
    const answer = await b.bowline.server.inject({ url, headers: { host } })
    const { issuer, jwks_uri } = answer.json() as Record<string, string>
    assert.equal(jwks_uri, `${issuer}/keys`)
    return issuer
  }
  const own = `https://id.example.com/tenants/${b.tenant.id}/api/v1/oauth2`
  assert.equal(await ask(PATH), 'https://id.example.com/api/v1/oauth2')
  assert.equal(await ask('/.well-known/openid-configuration'), 'https://id.example.com/api/v1/oauth2')
  assert.equal(await ask(`/tenants/${b.tenant.id}${PATH}`), own)
  assert.equal(await ask(PATH, 'login.shop.example'), 'https://login.shop.example/api/v1/oauth2')
  assert.equal(await ask(PATH, 'login.shop.example:8443'), 'https://login.shop.example/api/v1/oauth2')
  // The host a caller makes up decides nothing but whose document it is.
  assert.equal(await ask(PATH, 'evil.example.com'), 'https://id.example.com/api/v1/oauth2')
  // The tokens say the same.
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  assert.equal(claimsOf((await b.login(MOBILE)).id_token)['iss'], own)
})

test('a tenant that does not exist has no document', async () => {
  await using b = await bench()
  const answer = await b.bowline.server.inject(`/tenants/${'f'.repeat(32)}${PATH}`)
  assert.equal(answer.statusCode, 404)
  assert.equal((answer.json() as Record<string, string>)['error_code'], 'BOWLINE.PARAM.0005')
})
