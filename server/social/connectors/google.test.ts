import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { google } from './google.ts'
import { DOCUMENT, type GoogleDouble, type GooglePerson, KEYS, startGoogleDouble, TOKEN } from './google.double.ts'
import { foreignKey } from './oidc-liar.double.ts'
import type { TokenLies } from './provider.double.ts'
import { assertRefused, challengeOf, openOutside, troubles } from './testing.double.ts'

const clientId = '407408718192.apps.googleusercontent.com'
const clientSecret = 'GOCSPX-secret+of/the=client'
const redirectUri = 'https://app.example.com/back?via=google'
const codeVerifier = 'v'.repeat(43)
const nonce = 'nonce-1'
const input = { redirectUri, state: 'st&te', nonce, codeChallenge: challengeOf(codeVerifier) }
const person: GooglePerson = {
  sub: '110169484474386276334',
  email: 'xiaoming@example.com',
  email_verified: true,
  name: '王小明',
  picture: 'https://lh3.googleusercontent.com/a-/x=s96-c',
  hd: 'example.com',
}
const profile = {
  subject: person.sub,
  nickname: person.name,
  avatar: person.picture,
  email: person.email,
  emailVerified: true,
}
const outside = openOutside()

async function provider(more: Record<string, unknown> = {}, now = Date.now) {
  const double = await startGoogleDouble({ clientId, clientSecret, redirectUris: [redirectUri], now })
  after(double.close)
  return { double, settings: { client_id: clientId, client_secret: clientSecret, issuer: double.url, ...more } }
}

async function agree(double: GoogleDouble, settings: Record<string, unknown>, who: GooglePerson = person): Promise<Proof> {
  const { code, state } = double.agree(await google.authorizeUrl!(settings, input, outside), who)
  assert.equal(state, input.state)
  return { code, redirectUri, codeVerifier, nonce }
}

describe('google: who is this', () => {
  test('sub, name, picture and the verified address, all from the id_token', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await google.identify(settings, await agree(double, settings), outside), profile)
    assert.deepEqual(double.seen, [`GET ${DOCUMENT}`, `POST ${TOKEN}`, `GET ${KEYS}`])
  })

  test('a code of the kit on a phone, without redirect address', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await google.identify(settings, { code: double.agreeInKit(person) }, outside), profile)
  })

  for (const email_verified of [false, undefined, 'true', 'false', 1]) {
    test(`threat 2: an address verified as ${JSON.stringify(email_verified)} is not verified`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings, { ...person, email_verified })
      assert.equal((await google.identify(settings, proof, outside)).emailVerified, false)
    })
  }

  test('the page is asked for the address, the profile and the domain', async () => {
    const { double, settings } = await provider({ hosted_domain: 'example.com' })
    const { query } = double.agree(await google.authorizeUrl!(settings, input, outside), person)
    assert.deepEqual([query.get('scope'), query.get('hd'), query.get('nonce')], ['openid email profile', 'example.com', nonce])
  })

  for (const [wanted, hd, allowed] of [
    ['example.com', 'example.com', true],
    ['Example.com', 'example.COM', true],
    ['*', 'other.example.org', true],
    ['*', undefined, false],
    ['example.com', undefined, false],
    ['example.com', 'example.com.evil.example', false],
    ['example.com', 'sub.example.com', false],
  ] as const) {
    test(`domain ${wanted}: an account of ${hd ?? 'nobody'} is ${allowed ? 'let in' : 'denied'}`, async () => {
      const { double, settings } = await provider({ hosted_domain: wanted })
      const { hd: _, ...bare } = person
      const work = google.identify(settings, await agree(double, settings, { ...bare, ...(hd && { hd }) }), outside)
      if (allowed) assert.equal((await work).subject, person.sub)
      else await assertRefused(work, 'denied', [clientSecret])
    })
  }
})

describe('google: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof>; without?: keyof Proof }, Refusal][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['another verifier', { proof: { codeVerifier: 'w'.repeat(43) } }, 'expired'],
    ['no verifier', { without: 'codeVerifier' }, 'expired'],
    ['another redirect address', { proof: { redirectUri: 'https://app.example.com/back' } }, 'misconfigured'],
    ['no redirect address for a code that has one', { without: 'redirectUri' }, 'misconfigured'],
    ['another nonce', { proof: { nonce: 'nonce-2' } }, 'denied'],
    ['no nonce', { without: 'nonce' }, 'denied'],
    ['another issuer came back', { proof: { iss: 'https://idp.example.com' } }, 'denied'],
    ['an unknown client', { settings: { client_id: 'nobody' } }, 'misconfigured'],
    ['a wrong secret', { settings: { client_secret: 'wrong' } }, 'misconfigured'],
    ['an issuer that is no address', { settings: { issuer: 'nonsense' } }, 'misconfigured'],
    ['an issuer inside (threat 23)', { settings: { issuer: 'http://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { issuer: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof: Proof = { ...(await agree(double, settings)), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      const work = google.identify({ ...settings, ...differs.settings }, proof, outside)
      await assertRefused(work, refusal, [clientSecret, proof.code, codeVerifier])
    })
  }

  const lies: [string, TokenLies, Refusal][] = [
    ['signed with a foreign key', { key: foreignKey.privateKey }, 'denied'],
    ['of another issuer', { claims: { iss: 'https://idp.example.com' } }, 'denied'],
    ['for another client', { claims: { aud: 'other', azp: 'other' } }, 'denied'],
    ['that ended', { claims: { exp: 1_700_000_000 } }, 'denied'],
    ['without subject', { claims: { sub: undefined } }, 'denied'],
  ]
  for (const [what, lie, refusal] of lies) {
    test(`an id_token ${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings)
      Object.assign(double.lies, lie)
      await assertRefused(google.identify(settings, proof, outside), refusal, [clientSecret, proof.code])
    })
  }

  test('a code is good once, and for ten minutes', async () => {
    let now = 0
    const { double, settings } = await provider({}, () => now)
    const proof = await agree(double, settings)
    await google.identify(settings, proof, outside)
    await assertRefused(google.identify(settings, proof, outside), 'expired', [proof.code])
    const late = await agree(double, settings)
    now = 600_000
    await assertRefused(google.identify(settings, late, outside), 'expired')
  })

  const impatient = openOutside(150)
  for (const path of [DOCUMENT, TOKEN, KEYS]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const proof = await agree(double, settings)
        double.trouble.set(path, trouble)
        await assertRefused(google.identify(settings, proof, impatient), 'unreachable', [clientSecret, proof.code, codeVerifier])
      })
    }
  }
})

describe('google: settings are checked when they are saved', () => {
  test('right ones pass', async () => {
    const { double, settings } = await provider()
    await google.check!(settings, outside)
    assert.deepEqual(double.seen, [`GET ${DOCUMENT}`, `POST ${TOKEN}`])
  })

  const wrong: [string, Record<string, unknown>][] = [
    ['client_id', { client_id: 'nobody.apps.googleusercontent.com' }],
    ['client_secret', { client_secret: 'wrong' }],
    ['issuer', { issuer: 'nonsense' }],
    ['issuer', { issuer: 'http://169.254.169.254' }],
  ]
  for (const [setting, more] of wrong) {
    test(`${JSON.stringify(more)}: ${setting} is named`, async () => {
      const { settings } = await provider()
      const error = await assertRefused(google.check!({ ...settings, ...more }, outside), 'misconfigured', [clientSecret])
      assert.equal(error.setting, setting)
    })
  }

  test('the document of another issuer: the issuer is named', async () => {
    const { double, settings } = await provider()
    double.document['issuer'] = 'https://idp.example.com'
    assert.equal((await assertRefused(google.check!(settings, outside), 'misconfigured')).setting, 'issuer')
  })

  test('a client that was deleted: client_id is named', async () => {
    const { double, settings } = await provider()
    double.trouble.set(TOKEN, { status: 401, body: '{"error":"deleted_client","error_description":"The OAuth client was deleted."}' })
    assert.equal((await assertRefused(google.check!(settings, outside), 'misconfigured')).setting, 'client_id')
  })

  const impatient = openOutside(150)
  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(TOKEN, trouble)
      await assertRefused(google.check!(settings, impatient), 'unreachable', [clientSecret])
    })
  }
})
