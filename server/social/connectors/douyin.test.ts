import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { douyin } from './douyin.ts'
import { type DouyinDouble, type DouyinPerson, startDouyinDouble, TOKEN, USERINFO } from './douyin.double.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'

const clientKey = 'aw05az2qjvdouyin'
const clientSecret = '7802f4e6f243e659d51135445fe12345'
const redirectUri = 'https://app.example.com/back?via=douyin'
const input = { redirectUri, state: 'st&te', nonce: 'n', codeChallenge: 'c' }
const person: DouyinPerson = {
  open_id: '0da22181-d833-447f-995f-1beefea5bef3',
  union_id: '1ad4e099-4a0c-47d1-a410-bffb4f2f64a4',
  nickname: '王小明',
  avatar: 'https://p3.douyinpic.com/x.jpeg',
  mobile: '15912345678',
}
const profile = { subject: person.open_id, alias: person.union_id, nickname: person.nickname, avatar: person.avatar }
const outside = openOutside()
const impatient = openOutside(150)

async function provider(more: Record<string, unknown> = {}, now = Date.now) {
  const double = await startDouyinDouble({ clientKey, clientSecret, redirectUris: [redirectUri], now })
  after(double.close)
  const addresses = { api_url: double.url, authorize_url: double.url }
  return { double, settings: { client_key: clientKey, client_secret: clientSecret, ...addresses, ...more } }
}

async function agree(double: DouyinDouble, settings: Record<string, unknown>, who = person): Promise<Proof> {
  const { code, state } = double.agree(await douyin.authorizeUrl!(settings, input, outside), who)
  assert.equal(state, input.state)
  return { code, redirectUri }
}

describe('douyin: who is this', () => {
  test('open_id, union_id, nickname and picture', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await douyin.identify(settings, await agree(double, settings), outside), profile)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`, `POST ${USERINFO}`])
    assert.equal(douyin.sharedAlias, true)
  })

  test('with mobile_alert the number, which nobody proved', async () => {
    const { double, settings } = await provider({ scope: 'mobile_alert' })
    const expected = { ...profile, mobile: person.mobile, mobileVerified: false }
    assert.deepEqual(await douyin.identify(settings, await agree(double, settings), outside), expected)
  })

  for (const [what, encrypted] of [
    ['for another key', 'q8Kk1k5v8gW3p0mY2mJ2uQ=='],
    ['that is no block', 'AAAA'],
    ['that is no text', 7],
    ['that is empty', ''],
  ] as const) {
    test(`a number ${what} is no number`, async () => {
      const { double, settings } = await provider()
      double.person['encrypt_mobile'] = encrypted
      assert.deepEqual(await douyin.identify(settings, await agree(double, settings), outside), profile)
    })
  }

  test('what is empty is absent', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await douyin.identify(settings, await agree(double, settings, { open_id: 'o-1' }), outside), { subject: 'o-1' })
  })

  test('an error_code that is a text is read', async () => {
    const { double, settings } = await provider()
    double.person['error_code'] = '0'
    assert.deepEqual(await douyin.identify(settings, await agree(double, settings), outside), profile)
    double.person['error_code'] = '2190008'
    await assertRefused(douyin.identify(settings, await agree(double, settings), outside), 'expired')
  })
})

test('douyin: the page is asked for user_info, whatever the administrator forgot', async () => {
  const { double, settings } = await provider({ scope: 'mobile_alert, trial.whitelist' })
  const { query } = double.agree(await douyin.authorizeUrl!(settings, input, outside), person)
  assert.equal(query.get('scope'), 'user_info,mobile_alert,trial.whitelist')
  const page = await douyin.authorizeUrl!({ client_key: clientKey, client_secret: clientSecret }, input, outside)
  assert.equal(
    page,
    `https://open.douyin.com/platform/oauth/connect/?client_key=${clientKey}&response_type=code&scope=user_info&redirect_uri=${encodeURIComponent(redirectUri)}&state=st%26te`,
  )
})

describe('douyin: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; code?: string }, Refusal, string?][] = [
    ['an unknown code', { code: 'unknown-code' }, 'expired'],
    ['an empty code', { code: '' }, 'expired'],
    ['a code that tries to add parameters', { code: 'x&client_secret=y' }, 'expired'],
    ['an unknown application', { settings: { client_key: 'nobody' } }, 'misconfigured', 'client_key'],
    ['a wrong secret', { settings: { client_secret: 'wrong' } }, 'misconfigured', 'client_secret'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured', 'api_url'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured', 'api_url'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable', 'api_url'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const code = differs.code ?? (await agree(double, settings)).code
      const work = douyin.identify({ ...settings, ...differs.settings }, { code }, outside)
      const error = await assertRefused(work, refusal, [clientSecret, ...(code ? [code] : [])])
      assert.equal(error.setting, setting)
      assert.ok(!double.seen.includes(`POST ${USERINFO}`))
    })
  }

  test('a code is good once, and for ten minutes', async () => {
    let now = 0
    const { double, settings } = await provider({}, () => now)
    const proof = await agree(double, settings)
    await douyin.identify(settings, proof, outside)
    await assertRefused(douyin.identify(settings, proof, outside), 'expired', [proof.code])
    const late = await agree(double, settings)
    now = 600_000
    await assertRefused(douyin.identify(settings, late, outside), 'expired')
  })

  const numbers: [string, number, Refusal][] = [
    [TOKEN, 10002, 'misconfigured'],
    [TOKEN, 10004, 'misconfigured'],
    [TOKEN, 10007, 'expired'],
    [TOKEN, 10012, 'misconfigured'],
    [TOKEN, 10014, 'expired'],
    [TOKEN, 10020, 'unreachable'],
    [TOKEN, 2100004, 'unreachable'],
    [TOKEN, 29002002, 'misconfigured'],
    [TOKEN, 99999, 'denied'],
    [USERINFO, 2100004, 'unreachable'],
    [USERINFO, 2190002, 'denied'],
    [USERINFO, 2190004, 'misconfigured'],
    [USERINFO, 2190008, 'expired'],
    [USERINFO, 28001003, 'denied'],
    [USERINFO, 28001008, 'expired'],
  ]
  for (const [path, number, refusal] of numbers) {
    test(`${path}: error_code ${number} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const { code } = await agree(double, settings)
      double.errors.set(path, number)
      const error = await assertRefused(douyin.identify(settings, { code }, outside), refusal, [clientSecret, code])
      assert.match(error.message, new RegExp(`error_code ${number}$`))
    })
  }

  test('userinfo about somebody else is denied', async () => {
    const { double, settings } = await provider()
    double.person['open_id'] = 'somebody-else'
    await assertRefused(douyin.identify(settings, await agree(double, settings), outside), 'denied')
  })

  test('an answer that is neither yes nor no is unreachable', async () => {
    const { double, settings } = await provider()
    for (const body of [
      {},
      { data: null },
      { data: {} },
      { data: { error_code: 'none' } },
      { data: { error_code: null, open_id: 'o', access_token: 't' } },
      { data: { error_code: 0, open_id: 'o' } },
      { data: { error_code: 0, access_token: 't' } },
      { data: { error_code: 0, open_id: 7, access_token: 't' } },
    ]) {
      double.trouble.set(TOKEN, { body: JSON.stringify(body) })
      await assertRefused(douyin.identify(settings, { code: 'x' }, outside), 'unreachable')
    }
    double.trouble.set(TOKEN, { status: 404, body: '{"data":{"error_code":0,"open_id":"o","access_token":"t"}}' })
    await assertRefused(douyin.identify(settings, { code: 'x' }, outside), 'unreachable')
  })

  for (const path of [TOKEN, USERINFO]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const { code } = await agree(double, settings)
        double.trouble.set(path, trouble)
        await assertRefused(douyin.identify(settings, { code }, impatient), 'unreachable', [clientSecret, code])
      })
    }
  }
})

describe('douyin: settings are checked when they are saved', () => {
  test('right ones pass', async () => {
    const { double, settings } = await provider()
    await douyin.check!(settings, outside)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`])
  })

  for (const [setting, value] of [
    ['client_key', 'nobody'],
    ['client_secret', 'wrong'],
    ['api_url', 'nonsense'],
    ['api_url', 'http://169.254.169.254'],
  ] as const) {
    test(`${setting} ${value} is named`, async () => {
      const { settings } = await provider()
      const error = await assertRefused(douyin.check!({ ...settings, [setting]: value }, outside), 'misconfigured', [clientSecret])
      assert.equal(error.setting, setting)
    })
  }

  test('an answer that cannot be one is unreachable', async () => {
    const { double, settings } = await provider()
    double.trouble.set(TOKEN, { body: '{"data":{"error_code":0,"open_id":"o","access_token":"t"}}' })
    await assertRefused(douyin.check!(settings, outside), 'unreachable', [])
  })

  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(TOKEN, trouble)
      await assertRefused(douyin.check!(settings, impatient), 'unreachable', [clientSecret])
    })
  }
})
