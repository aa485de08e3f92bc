import assert from 'node:assert/strict'
import { constants, createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { bench, type Bench, claimsOf } from '../../server/testing.ts'
import { readState, signState } from '../../server/tokens.ts'
import { E164, MOBILE, refused, refusedSilently, rows } from './expect.ts'

type Header = Record<string, unknown>
const part = (it: object) => Buffer.from(JSON.stringify(it)).toString('base64url')
const joined = (header: Header, claims: object, signature: (text: string) => string) => {
  const text = `${part(header)}.${part(claims)}`
  return `${text}.${signature(text)}`
}
const hmac =
  (key: string | Uint8Array, hash = 'sha256') =>
  (text: string) =>
    createHmac(hash, key).update(text).digest('base64url')
const rsa =
  (key: KeyObject, hash = 'sha256', padding = constants.RSA_PKCS1_PADDING) =>
  (text: string) =>
    signBytes(hash, Buffer.from(text), { key, padding, ...(padding === constants.RSA_PKCS1_PSS_PADDING && { saltLength: 32 }) }).toString(
      'base64url',
    )

async function open() {
  const b = await bench()
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const { id_token: good } = await b.login(MOBILE)
  const key = (await rows(b, 'signingKeys')).find((it) => it['tenantId'] === b.tenant.id) as {
    kid: string
    publicJwk: string
    privateKey: string
  }
  // The key of the tenant itself: some forgeries are refused for their header alone.
  const own = createPrivateKey(b.world.secrets.unseal(`signing key ${key.kid}`, key.privateKey))
  return { b, good, kid: key.kid, jwk: JSON.parse(key.publicJwk) as Record<string, string>, own, claims: claimsOf(good) }
}

const bearer = (b: Bench, token: string) => b.get('/logout', { authorization: `Bearer ${token}` })

test('threat 14: an id_token that chooses its own algorithm, key or place of a key is refused, and nobody is asked for that key', async (t) => {
  const asked: string[] = []
  const evil = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const evilJwk = evil.publicKey.export({ format: 'jwk' })
  const web = createServer((request, reply) => {
    asked.push(request.url ?? '')
    reply
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ keys: [{ ...evilJwk, kid: 'evil', alg: 'RS256', use: 'sig' }] }))
  }).listen(0, '127.0.0.1')
  t.after(() => web.close())
  await new Promise((resume) => web.once('listening', resume))
  const at = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
  const { b, good, kid, jwk, own, claims } = await open()
  await using _ = b
  const [header = '', payload = '', signature = ''] = good.split('.')
  const pem = own.export({ format: 'pem', type: 'pkcs8' }) as string
  const publicPem = String((await b.get('/public-key')).body['public_key'])
  const forged: [string, string][] = [
    ['none', joined({ alg: 'none', kid }, claims, () => '')],
    ['None, with a signature', joined({ alg: 'None', kid }, claims, () => signature)],
    ['no algorithm named', joined({ kid }, claims, rsa(own))],
    ['HS256 with the public key as JWK', joined({ alg: 'HS256', kid }, claims, hmac(JSON.stringify(jwk)))],
    ['HS256 with the modulus', joined({ alg: 'HS256', kid }, claims, hmac(Buffer.from(jwk['n'] ?? '', 'base64url')))],
    ["HS256 with the application's public key", joined({ alg: 'HS256', kid }, claims, hmac(publicPem))],
    ['HS256 with the private key as text', joined({ alg: 'HS256', kid }, claims, hmac(pem))],
    ['HS256 with the key of the state tokens', joined({ alg: 'HS256', kid }, claims, hmac(b.world.secrets.stateKey))],
    ['RS512, truly signed', joined({ alg: 'RS512', kid }, claims, rsa(own, 'sha512'))],
    ['PS256, truly signed', joined({ alg: 'PS256', kid }, claims, rsa(own, 'sha256', constants.RSA_PKCS1_PSS_PADDING))],
    ['the header says ES256', joined({ alg: 'ES256', kid }, claims, rsa(own))],
    ['a foreign kid', joined({ alg: 'RS256', kid: 'evil' }, claims, rsa(evil.privateKey))],
    ['a foreign kid, truly signed', joined({ alg: 'RS256', kid: 'evil' }, claims, rsa(own))],
    ['no kid, truly signed', joined({ alg: 'RS256' }, claims, rsa(own))],
    ['our kid over a foreign key', joined({ alg: 'RS256', kid }, claims, rsa(evil.privateKey))],
    ['an embedded jwk', joined({ alg: 'RS256', kid, jwk: { ...evilJwk, kid } }, claims, rsa(evil.privateKey))],
    ['an embedded jwk without kid', joined({ alg: 'RS256', jwk: evilJwk }, claims, rsa(evil.privateKey))],
    ['jku', joined({ alg: 'RS256', kid: 'evil', jku: `${at}/jku` }, claims, rsa(evil.privateKey))],
    ['x5u', joined({ alg: 'RS256', kid: 'evil', x5u: `${at}/x5u` }, claims, rsa(evil.privateKey))],
    [
      'x5c',
      joined(
        { alg: 'RS256', kid, x5c: [evil.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')] },
        claims,
        rsa(evil.privateKey),
      ),
    ],
    ['an unknown critical header, truly signed', joined({ alg: 'RS256', kid, crit: ['exp'], exp: 1 }, claims, rsa(own))],
    ['other claims under the old signature', [header, part({ ...claims, sub: 'somebody-else' }), signature].join('.')],
    ['a signature cut short', [header, payload, signature.slice(0, -4)].join('.')],
    ['without signature', [header, payload, ''].join('.')],
    ['in parts of five', [header, payload, signature, payload, signature].join('.')],
    ['of another issuer, truly signed', joined({ alg: 'RS256', kid }, { ...claims, iss: 'https://evil.example' }, rsa(own))],
    ['for another application, truly signed', joined({ alg: 'RS256', kid }, { ...claims, aud: 'another' }, rsa(own))],
    ['without end, truly signed', joined({ alg: 'RS256', kid }, { ...claims, exp: undefined }, rsa(own))],
    ['expired, truly signed', joined({ alg: 'RS256', kid }, { ...claims, exp: Number(claims['iat']) - 1 }, rsa(own))],
    ['without session, truly signed', joined({ alg: 'RS256', kid }, { ...claims, sid: undefined }, rsa(own))],
  ]
  for (const [what, token] of forged) {
    await t.test(`threat 14: ${what}`, () => refusedSilently(b, 'idTokenInvalid', () => bearer(b, token)))
  }
  assert.deepEqual(asked, [])
  assert.equal((await bearer(b, joined({ alg: 'RS256', kid }, claims, rsa(own)))).status, 200, 'and one that is in order is taken')
})

test('threat 14: a key of one algorithm never checks a signature of another, with keys of all of them there', async () => {
  await using b = await bench({ app: { id_token_algorithm: 'ES256' } })
  await b.addUser({ mobile: E164, mobileProvenAt: 1 })
  const es = await b.login(MOBILE)
  const rs = await b.addApp({ id_token_algorithm: 'RS256' })
  const other = await b.login(MOBILE, { 'x-client-id': rs })
  const kids = [es, other].map(
    (it) => (JSON.parse(Buffer.from(it.id_token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid,
  )
  assert.equal(new Set(kids).size, 2)
  const [header = '', payload = '', signature = ''] = es.id_token.split('.')
  for (const forged of [
    { alg: 'ES256', kid: kids[1] },
    { alg: 'RS256', kid: kids[0] },
    { alg: 'RS256', kid: kids[1] },
  ]) {
    refused(await bearer(b, [part(forged), payload, signature].join('.')), 'idTokenInvalid')
  }
  assert.equal((await bearer(b, [header, payload, signature].join('.'))).status, 200)
})

test('threat 14: state tokens and id_tokens never stand in for one another', async () => {
  const { b, good, claims, own, kid } = await open()
  await using _ = b
  const state = await b.unknown('alice')
  refused(await bearer(b, state), 'idTokenInvalid')
  refused(await bearer(b, joined({ alg: 'HS256', typ: 'JWT', kid }, claims, hmac(b.world.secrets.stateKey))), 'idTokenInvalid')
  refused(await b.post('/sms/send', { mobile: MOBILE, type: 'BIND_MOBILE_SMS' }, { 'x-state-token': good }), 'stateTokenInvalid')
  const { subject } = claimsOf(state)
  refused(
    await b.post(
      '/sms/send',
      { mobile: MOBILE, type: 'BIND_MOBILE_SMS' },
      { 'x-state-token': joined({ alg: 'RS256', kid }, { ...claims, subject }, rsa(own)) },
    ),
    'stateTokenInvalid',
  )
  // The id_token an application's server gets says who the application is, and is nobody's sign-in.
  const reply = await b.call('POST', '/api/v2/tenant/token', {
    grant_type: 'client_credentials',
    client_id: b.clientId,
    client_secret: b.secret,
  })
  assert.match(String(reply.body['id_token']), /^ey/, reply.text)
  refused(await bearer(b, String(reply.body['id_token'])), 'idTokenInvalid')
})

test('threat 14: a state token has one header and one key, and nothing it says of itself is obeyed', async () => {
  const { b, own } = await open()
  await using _ = b
  const { stateKey } = b.world.secrets
  const claims = claimsOf(await b.unknown('alice'))
  const good = joined({ alg: 'HS256', typ: 'JWT' }, claims, hmac(stateKey))
  assert.equal(typeof readState(stateKey, good), 'string')
  const forged = [
    joined({ alg: 'none' }, claims, () => ''),
    joined({ alg: 'none', typ: 'JWT' }, claims, hmac(stateKey)),
    joined({ alg: 'HS256' }, claims, hmac(stateKey)),
    joined({ typ: 'JWT', alg: 'HS256' }, claims, hmac(stateKey)),
    joined({ alg: 'HS512', typ: 'JWT' }, claims, hmac(stateKey, 'sha512')),
    joined({ alg: 'RS256', typ: 'JWT' }, claims, rsa(own)),
    joined({ alg: 'HS256', typ: 'JWT' }, claims, rsa(own)),
    joined({ alg: 'HS256', typ: 'JWT' }, claims, hmac('')),
    joined({ alg: 'HS256', typ: 'JWT' }, claims, () => ''),
    joined({ alg: 'HS256', typ: 'JWT' }, claims, hmac(Buffer.from(b.place.env['BOWLINE_MASTER_KEY'] ?? '', 'base64'))),
    `${good}.`,
    good.slice(0, -1),
    `${good} `,
    signState(Buffer.alloc(32), 'x', b.clock.now + 1000),
  ]
  for (const token of forged) {
    await refusedSilently(b, 'stateTokenInvalid', () =>
      b.post('/sms/send', { mobile: MOBILE, type: 'BIND_MOBILE_SMS' }, { 'x-state-token': token }),
    )
  }
  b.clock.now += 2000
  assert.equal((await b.post('/sms/send', { mobile: MOBILE, type: 'BIND_MOBILE_SMS' }, { 'x-state-token': good })).status, 200)
})
