import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { huawei } from './huawei.ts'
import { CERTS, type HuaweiDouble, type HuaweiPerson, startHuaweiDouble, TOKEN } from './huawei.double.ts'
import { ecKey, foreignRsaKey, type IdTokenLies } from './id-token.double.ts'
import { assertRefused, challengeOf, openOutside, troubles } from './testing.double.ts'

const clientId = '101090009'
const clientSecret = 'c7d0f1c2b3a495867f0e1d2c3b4a5968=/+'
const redirectUri = 'https://app.example.com/back?via=huawei'
const codeVerifier = 'v'.repeat(43)
const nonce = 'nonce-1'
const input = { redirectUri, state: 'st&te', nonce, codeChallenge: challengeOf(codeVerifier) }
const person: HuaweiPerson = {
  unionID: 'MDEa3zDXvLAqd4LVnjAQQbjicnZ',
  openID: 'MDFAMTAxMDkwMDA5QDg4ZmM2',
  nickname: '王小明',
  picture: 'https://upfile.hicloud.com/x.jpg',
  email: 'xiaoming@example.com',
  email_verified: true,
}
const profile = { subject: person.openID, alias: person.unionID, nickname: person.nickname, avatar: person.picture }
const impatient = openOutside(150)

async function provider(more: Record<string, unknown> = {}, clock = { now: Date.now() }, algorithm: 'PS256' | 'RS256' = 'PS256') {
  const double = await startHuaweiDouble({ clientId, clientSecret, redirectUris: [redirectUri], now: () => clock.now, algorithm })
  after(double.close)
  const settings = { client_id: clientId, client_secret: clientSecret, api_url: double.url, authorize_url: double.url, ...more }
  return { double, settings, clock, outside: openOutside(2_000, () => clock.now) }
}

async function agree(double: HuaweiDouble, settings: Record<string, unknown>, who = person): Promise<Proof> {
  const { code, state } = double.agree(await huawei.authorizeUrl!(settings, input, impatient), who)
  assert.equal(state, input.state)
  return { code, redirectUri, codeVerifier, nonce }
}

describe('huawei: who is this', () => {
  for (const algorithm of ['PS256', 'RS256'] as const) {
    test(`OpenID, UnionID, nickname and picture, signed with ${algorithm}`, async () => {
      const { double, settings, outside } = await provider({}, undefined, algorithm)
      assert.deepEqual(await huawei.identify(settings, await agree(double, settings), outside), profile)
      assert.deepEqual(double.seen, [`POST ${TOKEN}`, `GET ${CERTS}`])
      assert.equal(huawei.sharedAlias, true)
    })
  }

  test('a code of Account Kit, without redirect address, with and without a nonce', async () => {
    const { double, settings, outside } = await provider()
    assert.deepEqual(await huawei.identify(settings, { code: double.agreeInKit(person) }, outside), profile)
    assert.deepEqual(await huawei.identify(settings, { code: double.agreeInKit(person, 'n-7'), nonce: 'n-7' }, outside), profile)
    await assertRefused(huawei.identify(settings, { code: double.agreeInKit(person, 'n-7') }, outside), 'denied')
  })

  for (const email_verified of [true, false, 'true', 1, undefined]) {
    test(`threat 2: an address verified as ${JSON.stringify(email_verified)}`, async () => {
      const { double, settings, outside } = await provider({ scope: 'profile email' })
      const found = await huawei.identify(settings, await agree(double, settings, { ...person, email_verified }), outside)
      assert.deepEqual(found, { ...profile, email: person.email, emailVerified: email_verified === true })
    })
  }

  test('openid alone: the two ids', async () => {
    const { double, settings, outside } = await provider({ scope: 'openid' })
    const found = await huawei.identify(settings, await agree(double, settings), outside)
    assert.deepEqual(found, { subject: person.openID, alias: person.unionID })
  })
})

test('huawei: the page', async () => {
  const page = await huawei.authorizeUrl!({ client_id: clientId, client_secret: clientSecret }, input, impatient)
  const url = new URL(page)
  assert.equal(url.origin + url.pathname, 'https://oauth-login.cloud.huawei.com/oauth2/v3/authorize')
  const { scope, nonce: said, code_challenge_method: method } = Object.fromEntries(url.searchParams)
  assert.deepEqual({ scope, said, method }, { scope: 'openid profile', said: nonce, method: 'S256' })
})

describe('huawei: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof>; without?: keyof Proof }, Refusal, string?][] = [
    ['an unknown code', { proof: { code: 'unknowncode' } }, 'expired'],
    ['what is no code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['an empty code', { proof: { code: '' } }, 'expired'],
    ['another verifier', { proof: { codeVerifier: 'w'.repeat(43) } }, 'expired'],
    ['no verifier', { without: 'codeVerifier' }, 'expired'],
    ['another redirect address', { proof: { redirectUri: 'https://app.example.com/back' } }, 'expired'],
    ['no redirect address', { without: 'redirectUri' }, 'expired'],
    ['another nonce', { proof: { nonce: 'nonce-2' } }, 'denied'],
    ['a nonce nobody expects', { without: 'nonce' }, 'denied'],
    ['a code of another application', { settings: { client_id: '1' } }, 'expired'],
    ['a wrong secret', { settings: { client_secret: 'wrong' } }, 'misconfigured', 'client_secret'],
    ['what is no secret', { settings: { client_secret: 'no-secret' } }, 'misconfigured', 'client_secret'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured', 'api_url'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured', 'api_url'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable', 'api_url'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings, outside } = await provider()
      const proof: Proof = { ...(await agree(double, settings)), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      const work = huawei.identify({ ...settings, ...differs.settings }, proof, outside)
      const error = await assertRefused(work, refusal, [clientSecret, codeVerifier, ...(proof.code ? [proof.code] : [])])
      assert.equal(error.setting, setting)
    })
  }

  const lies: [string, IdTokenLies][] = [
    ['signed with a foreign key', { key: foreignRsaKey.privateKey }],
    ['signed with a key of another kind', { header: { alg: 'ES256' }, key: ecKey.privateKey }],
    ['signed with the client secret', { header: { alg: 'HS256' }, key: clientSecret }],
    ['signed with a key nobody published', { header: { kid: 'other' } }],
    ['that says RS256 and is signed with PS256', { token: (it) => it.replace(/^[^.]+/, encode({ alg: 'RS256' })) }],
    ['of another issuer', { claims: { iss: 'https://idp.example.com' } }],
    ['for another application', { claims: { aud: '1' } }],
    ['that ended', { claims: { exp: 1_700_000_000 } }],
    ['without an OpenID', { claims: { openid: undefined } }],
  ]
  for (const [what, lie] of lies) {
    test(`an id_token ${what} is denied`, async () => {
      const { double, settings, outside } = await provider()
      const proof = await agree(double, settings)
      Object.assign(double.lies, lie)
      await assertRefused(huawei.identify(settings, proof, outside), 'denied', [clientSecret, proof.code, person.openID])
    })
  }

  test('a code is good once, and for five minutes', async () => {
    const { double, settings, outside, clock } = await provider()
    const proof = await agree(double, settings)
    await huawei.identify(settings, proof, outside)
    await assertRefused(huawei.identify(settings, proof, outside), 'expired', [proof.code])
    const late = await agree(double, settings)
    clock.now += 300_000
    await assertRefused(huawei.identify(settings, late, outside), 'expired')
  })

  const numbers: [number, Refusal, string?][] = [
    [20023, 'misconfigured'],
    [20042, 'misconfigured'],
    [20158, 'expired'],
    [20182, 'misconfigured'],
    [100502, 'misconfigured'],
    [12303, 'misconfigured', 'client_id'],
    [500, 'unreachable'],
    [100300, 'unreachable'],
    [99999, 'denied'],
  ]
  for (const [number, refusal, setting] of numbers) {
    test(`sub_error ${number} is ${refusal}`, async () => {
      const { double, settings, outside } = await provider()
      const proof = await agree(double, settings)
      double.errors.set(TOKEN, number)
      const error = await assertRefused(huawei.identify(settings, proof, outside), refusal, [clientSecret, proof.code])
      assert.equal(error.setting, setting)
      assert.match(error.message, new RegExp(`HTTP 400, ${number}$`))
    })
  }

  test('an answer that is neither yes nor no is unreachable', async () => {
    const { double, settings, outside } = await provider()
    for (const trouble of [
      { body: '{}' },
      { body: '{"access_token":"t"}' },
      { body: '{"id_token":7}' },
      { status: 400, body: '{}' },
      { status: 400, body: '{"sub_error":"20153"}' },
      { status: 404, body: '{"id_token":"a.b.c"}' },
    ]) {
      double.trouble.set(TOKEN, trouble)
      await assertRefused(huawei.identify(settings, { code: 'x' }, outside), 'unreachable')
    }
  })

  for (const path of [TOKEN, CERTS]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const proof = await agree(double, settings)
        double.trouble.set(path, trouble)
        await assertRefused(huawei.identify(settings, proof, impatient), 'unreachable', [clientSecret, proof.code, codeVerifier])
      })
    }
  }
})

describe('huawei: settings are checked when they are saved', () => {
  test('right ones pass', async () => {
    const { double, settings, outside } = await provider()
    await huawei.check!(settings, outside)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`])
  })

  for (const [setting, value] of [
    ['client_id', '1'],
    ['client_id', 'nobody'],
    ['client_secret', 'wrong'],
    ['api_url', 'nonsense'],
    ['api_url', 'http://169.254.169.254'],
  ] as const) {
    test(`${setting} ${value} is named`, async () => {
      const { settings, outside } = await provider()
      const error = await assertRefused(huawei.check!({ ...settings, [setting]: value }, outside), 'misconfigured', [clientSecret])
      assert.equal(error.setting, setting)
    })
  }

  test('an answer that cannot be one is unreachable', async () => {
    const { double, settings, outside } = await provider()
    double.trouble.set(TOKEN, { body: '{}' })
    await assertRefused(huawei.check!(settings, outside), 'unreachable', [])
  })

  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(TOKEN, trouble)
      await assertRefused(huawei.check!(settings, impatient), 'unreachable', [clientSecret])
    })
  }
})

function encode(it: unknown): string {
  return Buffer.from(JSON.stringify(it)).toString('base64url')
}
