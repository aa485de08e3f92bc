import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { oidc } from './oidc.ts'
import { foreignKey, honestKey, type Lies, startOidcLiar } from './oidc-liar.double.ts'
import { assertRefused, challengeOf, openOutside, troubles } from './testing.double.ts'

const redirectUri = 'https://app.example.com/back?via=acme'
const codeVerifier = 'v'.repeat(43)
const nonce = 'nonce-1'
const clientSecret = 's3cr:et+%&=/'
const input = { redirectUri, state: 'st&te', nonce, codeChallenge: challengeOf(codeVerifier) }
const CONFIGURATION = '/.well-known/openid-configuration'

async function liar(lies: Lies = {}, more: Record<string, unknown> = {}) {
  const it = await startOidcLiar('acme', nonce)
  after(it.close)
  Object.assign(it.lies, lies)
  return { liar: it, settings: { issuer: it.url, client_id: 'acme', client_secret: clientSecret, ...more } }
}
const proof: Proof = { code: 'c0de-1', redirectUri, codeVerifier, nonce }

describe('oidc: against a liar', () => {
  const outside = openOutside()

  test('as long as it does not lie, it is believed', async () => {
    const { liar: it, settings } = await liar({ person: { nickname: 'x' } })
    assert.deepEqual(await oidc.identify(settings, proof, outside), { subject: 'p-1', nickname: 'x' })
    assert.deepEqual(it.seen, [CONFIGURATION, '/token', '/jwks', '/userinfo'])
    assert.deepEqual(Object.fromEntries(it.form()), {
      grant_type: 'authorization_code',
      code: proof.code,
      redirect_uri: redirectUri,
      code_verifier: codeVerifier,
    })
  })

  test('the algorithm of the settings is taken, and only that', async () => {
    const { settings } = await liar({ header: { alg: 'RS512' } }, { algorithm: 'RS512' })
    assert.equal((await oidc.identify(settings, proof, outside)).subject, 'p-1')
  })

  test('threat 2: value and "verified" come from one document', async () => {
    const { settings } = await liar({
      claims: { email: 'mine@example.com', email_verified: true },
      person: { email: 'victim@example.com' },
    })
    const profile = await oidc.identify(settings, proof, outside)
    assert.deepEqual([profile.email, profile.emailVerified], ['victim@example.com', false])
  })

  test('threat 2: only true is true', async () => {
    for (const email_verified of ['true', 'false', 1, 'yes', null, {}, [true]]) {
      const { settings } = await liar({ claims: { email: 'victim@example.com', email_verified } })
      assert.equal((await oidc.identify(settings, proof, outside)).emailVerified, false)
    }
  })

  const publicPem = honestKey.publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const foreignJwk = foreignKey.publicKey.export({ format: 'jwk' })
  const past = Math.floor(Date.now() / 1000) - 3_600
  const lies: [string, Lies, Refusal][] = [
    ['threat 14: signed with a foreign key', { key: foreignKey.privateKey }, 'denied'],
    ['threat 14: a foreign key that the token brings along', { key: foreignKey.privateKey, header: { jwk: foreignJwk } }, 'denied'],
    [
      'threat 14: a foreign key the token points to',
      { key: foreignKey.privateKey, header: { jku: '/foreign-jwks', x5u: '/foreign-jwks' } },
      'denied',
    ],
    ['threat 14: a foreign kid', { header: { kid: 'k2' } }, 'denied'],
    ['threat 14: alg none', { header: { alg: 'none' } }, 'denied'],
    ['threat 14: alg None', { header: { alg: 'None' } }, 'denied'],
    ['threat 14: HS256 with the public key', { header: { alg: 'HS256' }, key: publicPem }, 'denied'],
    ['threat 14: HS256 with the client secret', { header: { alg: 'HS256' }, key: clientSecret }, 'denied'],
    ['threat 14: a good signature of another algorithm', { header: { alg: 'RS512' } }, 'denied'],
    ['threat 14: no alg', { header: { alg: undefined } }, 'denied'],
    ['threat 14: a critical extension nobody knows', { header: { crit: ['x'], x: 1 } }, 'denied'],
    ['threat 14: the signature taken off', { idToken: (it) => it.replace(/[^.]+$/, '') }, 'denied'],
    [
      'threat 14: claims changed after signing',
      { idToken: (it) => it.replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"victim"}').toString('base64url')}.`) },
      'denied',
    ],
    ['an id_token of another issuer', { claims: { iss: 'https://idp.example.com' } }, 'denied'],
    ['an id_token without issuer', { claims: { iss: undefined } }, 'denied'],
    ['an id_token for another client', { claims: { aud: 'other' } }, 'denied'],
    ['an id_token for several, used by another', { claims: { aud: ['acme', 'other'], azp: 'other' } }, 'denied'],
    ['an id_token that ended', { claims: { exp: past } }, 'denied'],
    ['an id_token without end', { claims: { exp: undefined } }, 'denied'],
    ['an id_token for later', { claims: { nbf: past + 7_200 } }, 'denied'],
    ['another nonce', { claims: { nonce: 'nonce-2' } }, 'denied'],
    ['no nonce', { claims: { nonce: undefined } }, 'denied'],
    ['no subject', { claims: { sub: undefined } }, 'denied'],
    ['an empty subject', { claims: { sub: '' } }, 'denied'],
    ['a subject with NUL', { claims: { sub: 'a\0b' }, person: { sub: 'a\0b' } }, 'denied'],
    ['no id_token', { idToken: () => undefined }, 'unreachable'],
    ['an id_token that is none', { idToken: () => 'nonsense' }, 'denied'],
    ['an id_token that is no text', { idToken: () => ({}) }, 'unreachable'],
    ['userinfo about somebody else', { person: { sub: 'victim' } }, 'denied'],
    ['userinfo about nobody', { person: { sub: undefined } }, 'unreachable'],
    ['discovery of another issuer', { discovery: { issuer: 'https://idp.example.com' } }, 'misconfigured'],
    ['discovery without issuer', { discovery: { issuer: undefined } }, 'unreachable'],
    ['discovery without token endpoint', { discovery: { token_endpoint: undefined } }, 'misconfigured'],
    ['discovery without keys', { discovery: { jwks_uri: undefined } }, 'misconfigured'],
    ['threat 23: a token endpoint inside', { discovery: { token_endpoint: 'http://10.0.0.1/token' } }, 'misconfigured'],
    ['threat 23: keys inside', { discovery: { jwks_uri: 'http://169.254.169.254/jwks' } }, 'misconfigured'],
    ['threat 23: userinfo inside', { discovery: { userinfo_endpoint: 'http://[::1]/me' } }, 'misconfigured'],
    ['threat 8: no issuer came back although promised', { discovery: { authorization_response_iss_parameter_supported: true } }, 'denied'],
  ]
  for (const [what, lie, refusal] of lies) {
    test(`${what} is ${refusal}`, async () => {
      const { settings } = await liar(lie)
      await assertRefused(oidc.identify(settings, proof, outside), refusal, [clientSecret, proof.code, codeVerifier])
    })
  }

  test('threat 8: an issuer that came back is compared even if none was promised', async () => {
    const { liar: it, settings } = await liar()
    await assertRefused(oidc.identify(settings, { ...proof, iss: 'https://idp.example.com' }, outside), 'denied')
    assert.deepEqual(it.seen, [CONFIGURATION])
  })

  test('the address of the document does not stand in for its issuer', async () => {
    const { settings } = await liar({ discovery: { issuer: 'https://idp.example.com' } })
    await assertRefused(oidc.identify({ ...settings, issuer: settings.issuer + CONFIGURATION }, proof, outside), 'misconfigured')
  })

  const words: [string, number, string, Refusal][] = [
    ['/token', 400, 'invalid_grant', 'expired'],
    ['/token', 401, 'invalid_client', 'misconfigured'],
    ['/token', 400, 'unauthorized_client', 'misconfigured'],
    ['/token', 403, 'access_denied', 'denied'],
    ['/token', 400, 'temporarily_unavailable', 'unreachable'],
    ['/token', 400, 'something_of_its_own', 'denied'],
    ['/token', 503, 'something_of_its_own', 'unreachable'],
    ['/userinfo', 401, 'invalid_token', 'denied'],
    ['/userinfo', 403, 'insufficient_scope', 'denied'],
    [CONFIGURATION, 404, 'not_found', 'misconfigured'],
  ]
  for (const [path, status, error, refusal] of words) {
    test(`${path}: HTTP ${status} ${error} is ${refusal}`, async () => {
      const { liar: it, settings } = await liar()
      it.trouble.set(path, { status, body: JSON.stringify({ error, error_description: `code ${proof.code}` }) })
      await assertRefused(oidc.identify(settings, proof, outside), refusal, [proof.code])
    })
  }

  const impatient = openOutside(200)
  for (const path of [CONFIGURATION, '/token', '/jwks', '/userinfo']) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { liar: it, settings } = await liar()
        it.trouble.set(path, trouble)
        await assertRefused(oidc.identify(settings, proof, impatient), 'unreachable', [clientSecret, proof.code, codeVerifier])
      })
    }
  }
})

describe('oidc: discovery is remembered', () => {
  let now = 0
  const outside = openOutside(2_000, () => now)
  const discoveries = (seen: string[]) => seen.filter((it) => it === CONFIGURATION).length

  test('for ten minutes', async () => {
    const { liar: it, settings } = await liar()
    await Promise.all([oidc.authorizeUrl!(settings, input, outside), oidc.authorizeUrl!(settings, input, outside)])
    now += 599_999
    await oidc.identify(settings, proof, outside)
    assert.equal(discoveries(it.seen), 1)
    now += 1
    await oidc.identify(settings, proof, outside)
    assert.equal(discoveries(it.seen), 2)
  })

  test('but not over a change of the settings, or for another door', async () => {
    const { liar: it, settings } = await liar()
    await oidc.identify(settings, proof, outside)
    await assertRefused(oidc.identify({ ...settings, algorithm: 'ES256' }, proof, outside), 'denied')
    assert.equal(discoveries(it.seen), 2)
    await oidc.identify(settings, proof, openOutside())
    assert.equal(discoveries(it.seen), 3)
  })

  test('and a failure is not remembered', async () => {
    const { liar: it, settings } = await liar()
    it.trouble.set(CONFIGURATION, { status: 503 })
    await assertRefused(oidc.identify(settings, proof, outside), 'unreachable')
    it.trouble.delete(CONFIGURATION)
    assert.equal((await oidc.identify(settings, proof, outside)).subject, 'p-1')
  })
})

describe('oidc: settings are checked when they are saved', () => {
  const outside = openOutside()
  const answer = (error: string) => ({ status: error === 'invalid_client' ? 401 : 400, body: JSON.stringify({ error }) })

  const wrong: [string, Lies, Record<string, unknown>][] = [
    ['issuer', { discovery: { issuer: 'https://idp.example.com' } }, {}],
    ['issuer', { discovery: { authorization_endpoint: undefined } }, {}],
    ['issuer', { discovery: { token_endpoint: undefined } }, {}],
    ['issuer', { discovery: { jwks_uri: undefined } }, {}],
    ['client_auth', { discovery: { token_endpoint_auth_methods_supported: ['client_secret_post'] } }, {}],
    ['client_auth', { discovery: { token_endpoint_auth_methods_supported: ['client_secret_basic'] } }, { client_auth: 'none' }],
    ['algorithm', {}, { algorithm: 'PS256' }],
  ]
  for (const [setting, lie, more] of wrong) {
    test(`${JSON.stringify([lie, more])}: ${setting} is named`, async () => {
      const { liar: it, settings } = await liar(lie, more)
      it.trouble.set('/token', answer('invalid_grant'))
      const error = await assertRefused(oidc.check!(settings, outside), 'misconfigured', [clientSecret])
      assert.equal(error.setting, setting)
    })
  }

  test('as long as it does not lie, they pass; a client it does not know does not', async () => {
    const { liar: it, settings } = await liar()
    it.trouble.set('/token', answer('invalid_grant'))
    await oidc.check!(settings, outside)
    assert.deepEqual(it.seen, [CONFIGURATION, '/token'])
    it.trouble.set('/token', answer('invalid_client'))
    assert.equal((await assertRefused(oidc.check!(settings, outside), 'misconfigured', [clientSecret])).setting, 'client_secret')
  })

  const impatient = openOutside(200)
  for (const path of [CONFIGURATION, '/token']) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { liar: it, settings } = await liar()
        it.trouble.set(path, trouble)
        await assertRefused(oidc.check!(settings, impatient), 'unreachable', [clientSecret])
      })
    }
  }
})
