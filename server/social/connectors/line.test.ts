import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { ecKey, foreignEcKey, foreignRsaKey, type IdTokenLies, publish } from './id-token.double.ts'
import { line } from './line.ts'
import { CERTS, type LineDouble, type LinePerson, startLineDouble, TOKEN } from './line.double.ts'
import { assertRefused, challengeOf, openOutside, troubles } from './testing.double.ts'

const channelId = '1234567890'
const channelSecret = 'c0ffee00c0ffee00c0ffee00c0ffee00'
const redirectUri = 'https://app.example.com/back?via=line'
const codeVerifier = 'v'.repeat(43)
const nonce = 'nonce-1'
const input = { redirectUri, state: 'st&te', nonce, codeChallenge: challengeOf(codeVerifier) }
const person: LinePerson = {
  sub: 'U1234567890abcdef1234567890abcdef',
  name: '山田',
  picture: 'https://profile.line-scdn.net/x',
  email: 'taro@example.com',
}
const profile = { subject: person.sub, nickname: person.name, avatar: person.picture }
const impatient = openOutside(150)

async function provider(more: Record<string, unknown> = {}, clock = { now: Date.now() }) {
  const double = await startLineDouble({ channelId, channelSecret, redirectUris: [redirectUri], now: () => clock.now })
  after(double.close)
  const settings = { channel_id: channelId, channel_secret: channelSecret, api_url: double.url, authorize_url: double.url, ...more }
  return { double, settings, clock, outside: openOutside(2_000, () => clock.now) }
}

async function agree(double: LineDouble, settings: Record<string, unknown>, how: 'agree' | 'agreeInKit' = 'agree'): Promise<Proof> {
  const { code } = double[how](await line.authorizeUrl!(settings, input, impatient), person)
  return { code, redirectUri, codeVerifier, nonce }
}

describe('line: who is this', () => {
  test('a website, whose id_token is signed with the channel secret', async () => {
    const { double, settings, outside } = await provider()
    assert.deepEqual(await line.identify(settings, await agree(double, settings), outside), profile)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`])
  })

  test('a kit, whose id_tokens are signed with a published key, which is fetched once', async () => {
    const { double, settings, outside, clock } = await provider()
    for (let time = 0; time < 2; time++) {
      assert.deepEqual(await line.identify(settings, await agree(double, settings, 'agreeInKit'), outside), profile)
    }
    assert.deepEqual(double.seen, [`POST ${TOKEN}`, `GET ${CERTS}`, `POST ${TOKEN}`])
    clock.now += 600_000
    await line.identify(settings, await agree(double, settings, 'agreeInKit'), outside)
    assert.equal(double.seen.at(-1), `GET ${CERTS}`)
  })

  test('a key that is new at LINE is fetched although others are kept', async () => {
    const { double, settings, outside } = await provider()
    await line.identify(settings, await agree(double, settings, 'agreeInKit'), outside)
    double.keys.splice(0, 1, publish(foreignEcKey.publicKey, 'new', { alg: 'ES256' }))
    Object.assign(double.lies, { header: { kid: 'new' }, key: foreignEcKey.privateKey })
    assert.deepEqual(await line.identify(settings, await agree(double, settings, 'agreeInKit'), outside), profile)
    // And the one that is gone is not believed any longer.
    Object.assign(double.lies, { header: {}, key: undefined })
    await assertRefused(line.identify(settings, await agree(double, settings, 'agreeInKit'), outside), 'denied')
  })

  test('with the scope email the address, which nobody verified', async () => {
    const { double, settings, outside } = await provider({ scope: 'profile,email' })
    const expected = { ...profile, email: person.email, emailVerified: false }
    assert.deepEqual(await line.identify(settings, await agree(double, settings), outside), expected)
  })

  test('openid alone: the user ID', async () => {
    const { double, settings, outside } = await provider({ scope: 'openid' })
    assert.deepEqual(await line.identify(settings, await agree(double, settings), outside), { subject: person.sub })
  })
})

test('line: the page', async () => {
  const page = await line.authorizeUrl!({ channel_id: channelId, channel_secret: channelSecret }, input, impatient)
  const url = new URL(page)
  assert.equal(url.origin + url.pathname, 'https://access.line.me/oauth2/v2.1/authorize')
  const { scope, nonce: said, code_challenge_method: method, state } = Object.fromEntries(url.searchParams)
  assert.deepEqual({ scope, said, method, state }, { scope: 'openid profile', said: nonce, method: 'S256', state: input.state })
})

describe('line: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof>; without?: keyof Proof }, Refusal, string?][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['an empty code', { proof: { code: '' } }, 'expired'],
    ['another verifier', { proof: { codeVerifier: 'w'.repeat(43) } }, 'expired'],
    ['no verifier', { without: 'codeVerifier' }, 'expired'],
    ['another redirect address', { proof: { redirectUri: 'https://app.example.com/back' } }, 'expired'],
    ['no redirect address', { without: 'redirectUri' }, 'misconfigured'],
    ['another nonce', { proof: { nonce: 'nonce-2' } }, 'denied'],
    ['a nonce nobody expects', { without: 'nonce' }, 'denied'],
    ['an unknown channel', { settings: { channel_id: '1' } }, 'misconfigured', 'channel_id'],
    ['a wrong secret', { settings: { channel_secret: 'wrong' } }, 'misconfigured', 'channel_secret'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured', 'api_url'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured', 'api_url'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable', 'api_url'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings, outside } = await provider()
      const proof: Proof = { ...(await agree(double, settings)), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      const work = line.identify({ ...settings, ...differs.settings }, proof, outside)
      const error = await assertRefused(work, refusal, [channelSecret, codeVerifier, ...(proof.code ? [proof.code] : [])])
      assert.equal(error.setting, setting)
    })
  }

  const seconds = Math.floor(Date.now() / 1000)
  const publicPem = ecKey.publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const lies: [string, 'agree' | 'agreeInKit', IdTokenLies][] = [
    ['signed with another secret', 'agree', { key: 'another secret' }],
    ['signed with no secret', 'agree', { header: { alg: 'none' }, token: (it) => it.replace(/\.[^.]+$/, '.AA') }],
    ['signed with the published key as if it were a secret', 'agreeInKit', { header: { alg: 'HS256' }, key: publicPem }],
    ['signed with a foreign key', 'agreeInKit', { key: foreignEcKey.privateKey }],
    ['signed with a key of another kind', 'agreeInKit', { header: { alg: 'RS256' }, key: foreignRsaKey.privateKey }],
    ['signed with a key nobody published', 'agreeInKit', { header: { kid: 'other' } }],
    ['signed by a rule nobody knows', 'agree', { header: { crit: ['b64'], b64: false } }],
    ['that was changed', 'agree', { token: (it) => it.replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"victim"}').toString('base64url')}.`) }],
    ['that is no JSON', 'agree', { token: (it) => it.replace(/^[^.]+/, 'AAAA') }],
    ['of another issuer', 'agree', { claims: { iss: 'https://idp.example.com' } }],
    ['for another channel', 'agree', { claims: { aud: '1' } }],
    ['for two channels, without saying whose', 'agree', { claims: { aud: [channelId, '1'] } }],
    ['made for another channel', 'agree', { claims: { azp: '1' } }],
    ['that ended', 'agree', { claims: { exp: seconds - 60 } }],
    ['without an end', 'agree', { claims: { exp: undefined } }],
    ['from a time to come', 'agree', { claims: { iat: seconds + 3600 } }],
    ['that does not begin yet', 'agree', { claims: { nbf: seconds + 3600 } }],
    ['without a subject', 'agree', { claims: { sub: undefined } }],
    ['with a subject that cannot be stored', 'agree', { claims: { sub: 'a\0' } }],
  ]
  for (const [what, how, lie] of lies) {
    test(`an id_token ${what} is denied`, async () => {
      const { double, settings, outside } = await provider()
      const proof = await agree(double, settings, how)
      Object.assign(double.lies, lie)
      await assertRefused(line.identify(settings, proof, outside), 'denied', [channelSecret, proof.code, person.sub])
    })
  }

  test('two channels are right if it says that it was made for this one', async () => {
    const { double, settings, outside } = await provider()
    Object.assign(double.lies, { claims: { aud: [channelId, '1'], azp: channelId } })
    assert.deepEqual(await line.identify(settings, await agree(double, settings), outside), profile)
  })

  test('a code is good once, and for ten minutes', async () => {
    const { double, settings, outside, clock } = await provider()
    const proof = await agree(double, settings)
    await line.identify(settings, proof, outside)
    await assertRefused(line.identify(settings, proof, outside), 'expired', [proof.code])
    const late = await agree(double, settings)
    clock.now += 600_000
    await assertRefused(line.identify(settings, late, outside), 'expired')
  })

  test('an answer without an id_token is unreachable, an error of another kind denied', async () => {
    const { double, settings, outside } = await provider()
    for (const body of [{}, { id_token: 7 }, { id_token: 'a.b' }, { id_token: '' }]) {
      double.trouble.set(TOKEN, { body: JSON.stringify(body) })
      await assertRefused(line.identify(settings, { code: 'x' }, outside), 'unreachable')
    }
    double.trouble.set(TOKEN, { status: 403, body: '{"error":"odd"}' })
    await assertRefused(line.identify(settings, { code: 'x' }, outside), 'denied')
  })

  for (const [path, how] of [
    [TOKEN, 'agree'],
    [CERTS, 'agreeInKit'],
  ] as const) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const proof = await agree(double, settings, how)
        double.trouble.set(path, trouble)
        await assertRefused(line.identify(settings, proof, impatient), 'unreachable', [channelSecret, proof.code, codeVerifier])
      })
    }
  }
})

describe('line: settings are checked when they are saved', () => {
  test('right ones pass', async () => {
    const { double, settings, outside } = await provider()
    await line.check!(settings, outside)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`])
  })

  for (const [setting, value] of [
    ['channel_id', '1'],
    ['channel_secret', 'wrong'],
    ['api_url', 'nonsense'],
    ['api_url', 'http://169.254.169.254'],
  ] as const) {
    test(`${setting} ${value} is named`, async () => {
      const { settings, outside } = await provider()
      const error = await assertRefused(line.check!({ ...settings, [setting]: value }, outside), 'misconfigured', [channelSecret])
      assert.equal(error.setting, setting)
    })
  }

  for (const [status, body, setting] of [
    [401, '{"error":"invalid_client"}', 'channel_secret'],
    [401, '{}', 'channel_secret'],
    [400, '{"error":"invalid_client","error_description":"channel not found"}', 'channel_id'],
    [400, '{"error":"unauthorized_client"}', 'channel_id'],
  ] as const) {
    test(`HTTP ${status} ${body} names ${setting}`, async () => {
      const { double, settings, outside } = await provider()
      double.trouble.set(TOKEN, { status, body })
      assert.equal((await assertRefused(line.check!(settings, outside), 'misconfigured')).setting, setting)
    })
  }

  test('an answer that cannot be one is unreachable', async () => {
    const { double, settings, outside } = await provider()
    double.trouble.set(TOKEN, { body: '{}' })
    await assertRefused(line.check!(settings, outside), 'unreachable', [])
  })

  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(TOKEN, trouble)
      await assertRefused(line.check!(settings, impatient), 'unreachable', [channelSecret])
    })
  }
})
