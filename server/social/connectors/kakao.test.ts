import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { kakao } from './kakao.ts'
import { type KakaoDouble, type KakaoPerson, ME, startKakaoDouble, TOKEN } from './kakao.double.ts'
import { assertRefused, challengeOf, openOutside, troubles } from './testing.double.ts'

const restApiKey = '5fc1a0b2d3e4f5061728394a5b6c7d8e'
const clientSecret = 'Zk3VqJm8xPw1nR5tYc7uHb2eLd9sGf4a'
const redirectUri = 'https://app.example.com/back?via=kakao'
const codeVerifier = 'v'.repeat(43)
const input = { redirectUri, state: 'st&te', nonce: 'n', codeChallenge: challengeOf(codeVerifier) }
const account = {
  profile: { nickname: '홍길동', profile_image_url: 'https://k.kakaocdn.net/x.jpg', is_default_image: false },
  email: 'gildong@example.com',
  is_email_valid: true,
  is_email_verified: true,
  phone_number: '+82 10-1234-5678',
}
const person: KakaoPerson = { id: 123456789, kakao_account: account }
const profile = {
  subject: '123456789',
  nickname: '홍길동',
  avatar: 'https://k.kakaocdn.net/x.jpg',
  mobile: '+82 10-1234-5678',
  mobileVerified: false,
  email: 'gildong@example.com',
  emailVerified: true,
}
const outside = openOutside()
const impatient = openOutside(150)

async function provider(more: Record<string, unknown> = {}, now = Date.now, secret: string | undefined = clientSecret) {
  const double = await startKakaoDouble({ restApiKey, redirectUris: [redirectUri], now, ...(secret && { clientSecret: secret }) })
  after(double.close)
  const settings = { rest_api_key: restApiKey, client_secret: clientSecret, api_url: double.url, authorize_url: double.url, ...more }
  return { double, settings }
}

async function agree(double: KakaoDouble, settings: Record<string, unknown>, who = person): Promise<Proof> {
  const { code, state } = double.agree(await kakao.authorizeUrl!(settings, input, outside), who)
  assert.equal(state, input.state)
  return { code, redirectUri, codeVerifier }
}

const who = async (kakao_account: Record<string, unknown>) => {
  const { double, settings } = await provider()
  return kakao.identify(settings, await agree(double, settings, { id: 1, kakao_account }), outside)
}

describe('kakao: who is this', () => {
  test('id, nickname, picture, number and address', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await kakao.identify(settings, await agree(double, settings), outside), profile)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`, `GET ${ME}`])
  })

  test('a key whose secret is switched off', async () => {
    const { double, settings } = await provider({}, Date.now, '')
    const { client_secret: _, ...bare } = settings
    assert.deepEqual(await kakao.identify(bare, await agree(double, bare), outside), profile)
    await kakao.check!(bare, outside)
  })

  test('who consented to nothing is an id', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await kakao.identify(settings, await agree(double, settings, { id: 7 }), outside), { subject: '7' })
  })

  test('an id beyond 2^53 is kept as it was written', async () => {
    const { double, settings } = await provider()
    const found = await kakao.identify(settings, await agree(double, settings, { id: 9007199254740993n }), outside)
    assert.equal(found.subject, '9007199254740993')
  })

  test('the picture that everybody has is none; the name stands in for a nickname', async () => {
    const found = await who({ name: '홍길동', profile: { ...account.profile, nickname: undefined, is_default_image: true } })
    assert.deepEqual(found, { subject: '1', nickname: '홍길동' })
  })

  for (const [valid, verified] of [
    [true, false],
    [false, true],
    ['true', 'true'],
    [1, 1],
    [undefined, true],
    [true, undefined],
  ]) {
    test(`threat 2: valid ${JSON.stringify(valid)} and verified ${JSON.stringify(verified)} is not verified`, async () => {
      const found = await who({ email: account.email, is_email_valid: valid, is_email_verified: verified })
      assert.deepEqual(found, { subject: '1', email: account.email, emailVerified: false })
    })
  }
})

describe('kakao: where the person signs in', () => {
  test('with PKCE, and with a scope only if there is one', async () => {
    const page = new URL(await kakao.authorizeUrl!({ rest_api_key: restApiKey }, input, outside))
    assert.equal(page.origin + page.pathname, 'https://kauth.kakao.com/oauth/authorize')
    assert.deepEqual([page.searchParams.has('scope'), page.searchParams.get('code_challenge_method')], [false, 'S256'])
    const asking = new URL(await kakao.authorizeUrl!({ rest_api_key: restApiKey, scope: 'account_email phone_number' }, input, outside))
    assert.equal(asking.searchParams.get('scope'), 'account_email,phone_number')
  })
})

describe('kakao: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof>; without?: keyof Proof }, Refusal, string?][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['an empty code', { proof: { code: '' } }, 'expired'],
    ['another verifier', { proof: { codeVerifier: 'w'.repeat(43) } }, 'expired'],
    ['no verifier', { without: 'codeVerifier' }, 'expired'],
    ['another redirect address', { proof: { redirectUri: 'https://app.example.com/back' } }, 'expired'],
    ['no redirect address', { without: 'redirectUri' }, 'expired'],
    ['an unknown key', { settings: { rest_api_key: 'nobody' } }, 'misconfigured', 'rest_api_key'],
    ['a wrong secret', { settings: { client_secret: 'wrong' } }, 'misconfigured', 'client_secret'],
    ['no secret where one is due', { settings: { client_secret: undefined } }, 'misconfigured', 'client_secret'],
    ['an address that is none', { settings: { authorize_url: 'nonsense' } }, 'misconfigured', 'authorize_url'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured', 'api_url'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured', 'api_url'],
    ['nobody there', { settings: { authorize_url: 'http://127.0.0.1:1' } }, 'unreachable', 'authorize_url'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof: Proof = { ...(await agree(double, settings)), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      const work = kakao.identify({ ...settings, ...differs.settings }, proof, outside)
      const error = await assertRefused(work, refusal, [clientSecret, codeVerifier, ...(proof.code ? [proof.code] : [])])
      assert.equal(error.setting, setting)
    })
  }

  test('a code is good once, and for ten minutes', async () => {
    let now = 0
    const { double, settings } = await provider({}, () => now)
    const proof = await agree(double, settings)
    await kakao.identify(settings, proof, outside)
    await assertRefused(kakao.identify(settings, proof, outside), 'expired', [proof.code])
    const late = await agree(double, settings)
    now = 600_000
    await assertRefused(kakao.identify(settings, late, outside), 'expired')
  })

  const answers: [string, number, Record<string, unknown>, Refusal, string?][] = [
    [TOKEN, 400, { error: 'invalid_grant', error_code: 'KOE320' }, 'expired'],
    [TOKEN, 400, { error: 'misconfigured', error_code: 'KOE004' }, 'misconfigured', 'rest_api_key'],
    [TOKEN, 401, { error: 'invalid_client', error_code: 'KOE009' }, 'misconfigured', 'rest_api_key'],
    [TOKEN, 400, { error: 'invalid_request', error_code: 'KOE001' }, 'misconfigured'],
    [TOKEN, 400, { error: 'server_error', error_code: 'KOE003' }, 'unreachable'],
    [TOKEN, 400, { error: 'odd', error_code: 'KOE237' }, 'unreachable'],
    [TOKEN, 400, { error: 'odd', error_code: 'a made-up secret' }, 'denied'],
    [TOKEN, 403, {}, 'denied'],
    [TOKEN, 200, {}, 'unreachable'],
    [TOKEN, 200, { access_token: 'a b' }, 'unreachable'],
    [ME, 401, { msg: 'this access token does not exist', code: -401 }, 'denied'],
    [ME, 400, { msg: 'not linked', code: -101 }, 'denied'],
    [ME, 403, { msg: 'not allowed', code: -5 }, 'misconfigured'],
    [ME, 400, { msg: 'quota', code: -10 }, 'unreachable'],
    [ME, 400, { msg: 'inside', code: -1 }, 'unreachable'],
    [ME, 200, {}, 'unreachable'],
    [ME, 200, { id: '' }, 'unreachable'],
  ]
  for (const [path, status, body, refusal, setting] of answers) {
    test(`${path}: HTTP ${status} ${JSON.stringify(body)} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings)
      double.trouble.set(path, { status, body: JSON.stringify(body) })
      const error = await assertRefused(kakao.identify(settings, proof, outside), refusal, [clientSecret, proof.code, 'a made-up secret'])
      assert.equal(error.setting, setting)
    })
  }

  for (const path of [TOKEN, ME]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const proof = await agree(double, settings)
        double.trouble.set(path, trouble)
        await assertRefused(kakao.identify(settings, proof, impatient), 'unreachable', [clientSecret, proof.code, codeVerifier])
      })
    }
  }
})

describe('kakao: settings are checked when they are saved', () => {
  test('right ones pass', async () => {
    const { double, settings } = await provider()
    await kakao.check!(settings, outside)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`])
  })

  for (const [setting, value] of [
    ['rest_api_key', 'nobody'],
    ['client_secret', 'wrong'],
    ['client_secret', undefined],
    ['authorize_url', 'nonsense'],
    ['authorize_url', 'http://169.254.169.254'],
  ] as const) {
    test(`${setting} ${value} is named`, async () => {
      const { settings } = await provider()
      const error = await assertRefused(kakao.check!({ ...settings, [setting]: value }, outside), 'misconfigured', [clientSecret])
      assert.equal(error.setting, setting)
    })
  }

  test('an answer that cannot be one is unreachable', async () => {
    const { double, settings } = await provider()
    double.trouble.set(TOKEN, { body: '{"access_token":"t"}' })
    await assertRefused(kakao.check!(settings, outside), 'unreachable', [])
  })

  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(TOKEN, trouble)
      await assertRefused(kakao.check!(settings, impatient), 'unreachable', [clientSecret])
    })
  }
})
