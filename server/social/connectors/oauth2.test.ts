import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { oauth2 } from './oauth2.ts'
import { type OAuthDouble, type OAuthDoubleOptions, startOAuthDouble } from './oauth2.double.ts'
import { assertRefused, challengeOf, openOutside, troubles } from './testing.double.ts'

const redirectUri = 'https://app.example.com/back?via=acme'
const codeVerifier = 'v'.repeat(43)
// Both with characters that form-encoding and Basic must survive.
const clientId = 'client:1 ü'
const clientSecret = 's3cr:et+%&=√'
const person = { id: 4711, sub: 'p-1', data: { id: 'nested-1' }, name: '张三' }
const outside = openOutside()

async function provider(options: Partial<OAuthDoubleOptions> = {}, more: Record<string, unknown> = {}) {
  const double = await startOAuthDouble({ clientId, clientSecret, redirectUris: [redirectUri], ...options })
  after(double.close)
  const settings = {
    client_id: clientId,
    client_secret: clientSecret,
    authorization_url: `${double.url}/authorize?tenant=7`,
    token_url: `${double.url}/token`,
    userinfo_url: `${double.url}/me?fields=all`,
    subject_attribute: 'sub',
    ...more,
  }
  return { double, settings }
}

async function consent(double: OAuthDouble, settings: Record<string, unknown>, who: Record<string, unknown> = person): Promise<Proof> {
  const input = { redirectUri, state: 'st&te', nonce: 'n', codeChallenge: challengeOf(codeVerifier) }
  const { code, state } = double.consent(await oauth2.authorizeUrl!(settings, input, outside), who)
  assert.equal(state, input.state)
  return { code, redirectUri, codeVerifier }
}

describe('oauth2: who is this', () => {
  for (const clientAuth of ['basic', 'post'] as const) {
    for (const tokenIn of ['header', 'query'] as const) {
      test(`client by ${clientAuth}, token by ${tokenIn}`, async () => {
        const { double, settings } = await provider({ clientAuth, tokenIn }, { client_auth: clientAuth, token_in: tokenIn })
        assert.deepEqual(await oauth2.identify(settings, await consent(double, settings), outside), { subject: 'p-1' })
        assert.deepEqual(double.seen, ['POST /token', 'GET /me'])
      })
    }
  }

  test('the sign-in address keeps its own query and asks for everything it must', async () => {
    const { settings } = await provider({}, { scope: 'profile, email,phone  extra' })
    const input = { redirectUri, state: 's', nonce: 'n', codeChallenge: challengeOf(codeVerifier) }
    const url = new URL(await oauth2.authorizeUrl!(settings, input, outside))
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      tenant: '7',
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'profile email phone extra',
      state: 's',
      code_challenge: challengeOf(codeVerifier),
      code_challenge_method: 'S256',
    })
    assert.ok(!url.href.includes(encodeURIComponent(clientSecret)))
  })

  test('attributes by path', async () => {
    const { double, settings } = await provider(
      {},
      {
        subject_attribute: 'data.id',
        nickname_attribute: 'name',
        avatar_attribute: 'pictures.0.url',
        mobile_attribute: 'phone.number',
        mobile_verified_attribute: 'phone.ok',
        email_attribute: 'mail',
        email_verified_attribute: 'mail_ok',
      },
    )
    const who = {
      ...person,
      pictures: [{ url: 'https://x/1.png' }],
      phone: { number: '+8615912345678', ok: true },
      mail: 'a@b.c',
      mail_ok: true,
    }
    assert.deepEqual(await oauth2.identify(settings, await consent(double, settings, who), outside), {
      subject: 'nested-1',
      nickname: '张三',
      avatar: 'https://x/1.png',
      mobile: '+8615912345678',
      mobileVerified: true,
      email: 'a@b.c',
      emailVerified: true,
    })
  })

  const verdicts: unknown[] = ['true', 'false', 1, 'yes', {}, [], [true], null, undefined]
  for (const verdict of verdicts) {
    test(`threat 2: verified as ${JSON.stringify(verdict)} is not verified`, async () => {
      const { double, settings } = await provider(
        {},
        { mobile_attribute: 'm', mobile_verified_attribute: 'v', email_attribute: 'e', email_verified_attribute: 'v' },
      )
      const proof = await consent(double, settings, { sub: 'p', m: '+8615912345678', e: 'a@b.c', v: verdict })
      const profile = await oauth2.identify(settings, proof, outside)
      assert.equal(profile.mobileVerified, false)
      assert.equal(profile.emailVerified, false)
    })
  }

  test('threat 2: without an attribute for it, nothing is verified', async () => {
    const { double, settings } = await provider({}, { email_attribute: 'email' })
    const proof = await consent(double, settings, { sub: 'p', email: 'a@b.c', email_verified: true })
    assert.equal((await oauth2.identify(settings, proof, outside)).emailVerified, false)
  })

  test('two ids beyond 2^53 stay two', async () => {
    const { double, settings } = await provider({}, { subject_attribute: 'id' })
    const subjects = []
    for (const id of [9007199254740992n, 9007199254740993n]) {
      const profile = await oauth2.identify(settings, await consent(double, settings, { id }), outside)
      subjects.push(profile.subject)
    }
    assert.deepEqual(subjects, ['9007199254740992', '9007199254740993'])
  })

  test('hints that cannot be written down are left out', async () => {
    const { double, settings } = await provider({}, { nickname_attribute: 'n', avatar_attribute: 'a', email_attribute: 'e' })
    const proof = await consent(double, settings, { sub: 'p', n: 'a\0b', a: { deep: 1 }, e: 'x'.repeat(2_000) })
    assert.deepEqual(await oauth2.identify(settings, proof, outside), { subject: 'p' })
  })
})

describe('oauth2: refusals', () => {
  type Differs = { settings?: Record<string, unknown>; proof?: (proof: Proof) => Proof; person?: Record<string, unknown> }
  const refusals: [string, Differs, Refusal][] = [
    ['an unknown code', { proof: (it) => ({ ...it, code: 'unknown-code' }) }, 'expired'],
    ['an empty code', { proof: (it) => ({ ...it, code: '' }) }, 'expired'],
    ['a code with half a character', { proof: (it) => ({ ...it, code: '\ud800' }) }, 'expired'],
    ['another verifier', { proof: (it) => ({ ...it, codeVerifier: 'w'.repeat(43) }) }, 'expired'],
    ['no verifier', { proof: ({ codeVerifier: _, ...it }) => it }, 'expired'],
    ['another redirect address', { proof: (it) => ({ ...it, redirectUri: 'https://app.example.com/back' }) }, 'expired'],
    ['no redirect address', { proof: ({ redirectUri: _, ...it }) => it }, 'expired'],
    ['a wrong secret', { settings: { client_secret: 'wrong' } }, 'misconfigured'],
    ['a wrong client', { settings: { client_id: 'wrong' } }, 'misconfigured'],
    ['the wrong way of client authentication', { settings: { client_auth: 'post' } }, 'misconfigured'],
    ['a token address that is none', { settings: { token_url: 'nonsense' } }, 'misconfigured'],
    ['a userinfo address that is none', { settings: { userinfo_url: 'nonsense' } }, 'misconfigured'],
    ['a token address inside (threat 23)', { settings: { token_url: 'http://10.0.0.1/token' } }, 'misconfigured'],
    ['a userinfo address inside (threat 23)', { settings: { userinfo_url: 'http://[::1]/me' } }, 'misconfigured'],
    ['nobody at the token address', { settings: { token_url: 'http://127.0.0.1:1/token' } }, 'unreachable'],
    ['nobody at the userinfo address', { settings: { userinfo_url: 'http://127.0.0.1:1/me' } }, 'unreachable'],
    ['the token where it is not expected', { settings: { token_in: 'query' } }, 'denied'],
    ['no subject there', { settings: { subject_attribute: 'data.uid' } }, 'misconfigured'],
    ['an object as subject', { settings: { subject_attribute: 'data' } }, 'misconfigured'],
    ['a subject out of JavaScript', { settings: { subject_attribute: 'constructor.name' } }, 'misconfigured'],
    ['an empty subject', { person: { sub: '' } }, 'misconfigured'],
    ['null as subject', { person: { sub: null } }, 'misconfigured'],
    ['true as subject', { person: { sub: true } }, 'misconfigured'],
    ['a subject with NUL', { person: { sub: 'a\0b' } }, 'misconfigured'],
  ]
  for (const [what, differs, refusal] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof = await consent(double, settings, differs.person)
      const work = oauth2.identify({ ...settings, ...differs.settings }, differs.proof?.(proof) ?? proof, outside)
      await assertRefused(work, refusal, [clientSecret, proof.code, codeVerifier])
    })
  }

  test('a code is good once', async () => {
    const { double, settings } = await provider()
    const proof = await consent(double, settings)
    await oauth2.identify(settings, proof, outside)
    await assertRefused(oauth2.identify(settings, proof, outside), 'expired', [proof.code])
  })

  test('a code that waited too long is expired', async () => {
    let now = 0
    const { double, settings } = await provider({ now: () => now })
    const proof = await consent(double, settings)
    now = 60_000
    await assertRefused(oauth2.identify(settings, proof, outside), 'expired')
  })

  test('an authorization address that is none is misconfigured', async () => {
    const { settings } = await provider({}, { authorization_url: 'nonsense' })
    const input = { redirectUri, state: 's', nonce: 'n', codeChallenge: 'c' }
    await assertRefused(oauth2.authorizeUrl!(settings, input, outside), 'misconfigured')
  })

  const words: [number, string, Refusal][] = [
    // GitHub answers errors with HTTP 200.
    [200, 'bad_verification_code', 'expired'],
    [200, 'incorrect_client_credentials', 'misconfigured'],
    [400, 'invalid_grant', 'expired'],
    [400, 'unauthorized_client', 'misconfigured'],
    [400, 'invalid_scope', 'misconfigured'],
    [400, 'access_denied', 'denied'],
    [400, 'temporarily_unavailable', 'unreachable'],
    [400, 'something_of_its_own', 'denied'],
    [400, 'constructor', 'denied'],
    [401, 'something_of_its_own', 'misconfigured'],
    [429, 'slow_down', 'unreachable'],
    [500, 'invalid_grant', 'unreachable'],
  ]
  for (const [status, error, refusal] of words) {
    test(`token: HTTP ${status} ${error} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof = await consent(double, settings)
      double.trouble.set('/token', { status, body: JSON.stringify({ error, error_description: `code ${proof.code}` }) })
      await assertRefused(oauth2.identify(settings, proof, outside), refusal, [proof.code])
    })
  }

  test('an answer without a token, or with one that fits no header, is unreachable', async () => {
    const { double, settings } = await provider()
    for (const body of [{}, { access_token: 7 }, { access_token: '' }, { access_token: 'a\r\nx: y' }]) {
      double.trouble.set('/token', { body: JSON.stringify(body) })
      await assertRefused(oauth2.identify(settings, await consent(double, settings), outside), 'unreachable')
    }
    assert.ok(!double.seen.includes('GET /me'))
  })

  const impatient = openOutside(150)
  for (const path of ['/token', '/me']) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const proof = await consent(double, settings)
        double.trouble.set(path, trouble)
        await assertRefused(oauth2.identify(settings, proof, impatient), 'unreachable', [clientSecret, proof.code, codeVerifier])
      })
    }
  }
})
