import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench } from '../testing.ts'

test('the key is one of the application’s own, in the published form', async () => {
  await using b = await bench()
  const { status, body } = await b.get('/public-key')
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(body), ['public_key'])
  const pem = String(body['public_key'])
  // Exponent 65537: the last line of the base64 ends with IDAQAB.
  assert.match(pem, /^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+IDAQAB\n-----END PUBLIC KEY-----$/)
  const key = createPublicKey(pem)
  assert.equal(key.asymmetricKeyType, 'rsa')
  assert.equal(key.asymmetricKeyDetails?.modulusLength, 2048)
  assert.deepEqual((await b.get('/public-key')).body, body)
  assert.notDeepEqual((await b.get('/public-key', { 'x-client-id': await b.addApp() })).body, body)
})

test('what public-key refuses', async (t) => {
  await using b = await bench()
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/public-key' }, [
    { name: 'no device', headers: { 'x-agent': '' }, code: 'PARAM.0001', says: 'Send the header X-agent.' },
    { name: 'no client', headers: { 'x-client-id': '' }, code: 'PARAM.0002', says: 'clientId required.' },
    { name: 'an unknown client', headers: { 'x-client-id': 'nobody' }, code: 'APP.0001', says: 'Application does not exist.' },
  ])
})
