import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { qq } from './qq.ts'
import { startQqDouble } from './qq.double.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'

const appId = '101234567'
const appKey = '0123456789abcdef0123456789abcdef'
const redirectUri = 'https://app.example.com/back?a=1'
const person = {
  openid: 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
  unionid: 'UID_0123456789ABCDEF',
  nickname: '小明 😀',
  figureurl_qq_1: 'http://thirdqq.qlogo.cn/g?b=oidb&s=40',
  figureurl_qq_2: 'http://thirdqq.qlogo.cn/g?b=oidb&s=100',
}
const profile = { subject: person.openid, alias: person.unionid, nickname: person.nickname, avatar: person.figureurl_qq_2 }
const TOKEN = '/oauth2.0/token'
const ME = '/oauth2.0/me'
const FACE = '/user/get_user_info'
const outside = openOutside()

async function provider(now = Date.now) {
  const double = await startQqDouble({ appId, appKey, now })
  after(double.close)
  return { double, settings: { app_id: appId, app_key: appKey, api_url: double.url } }
}

describe('qq: who is this', () => {
  test('a website, by code: openid, unionid, name and picture', async () => {
    const { double, settings } = await provider()
    const code = double.agree(person, redirectUri)
    assert.deepEqual(await qq.identify(settings, { code, redirectUri }, outside), profile)
    assert.deepEqual(double.seen, [TOKEN, ME, FACE])
  })

  test('a mobile application, by the token of its kit', async () => {
    const { double, settings } = await provider()
    const proof = { code: '', accessToken: double.agreeInApp(person), openId: person.openid }
    assert.deepEqual(await qq.identify(settings, proof, outside), profile)
    assert.deepEqual(double.seen, [ME, FACE])
  })

  test('a token without an openid beside it: QQ says whose it is', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await qq.identify(settings, { code: '', accessToken: double.agreeInApp(person) }, outside), profile)
  })

  test('the unionid is the same person in every application of the account', async () => {
    assert.equal(qq.sharedAlias, true)
    const { double, settings } = await provider()
    const elsewhere = double.agreeInApp({ ...person, openid: 'ANOTHER-OPENID' })
    const found = await qq.identify(settings, { code: '', accessToken: elsewhere }, outside)
    assert.deepEqual([found.subject, found.alias], ['ANOTHER-OPENID', person.unionid])
  })

  test('an application that never applied for the unionid: the openid alone', async () => {
    const { double, settings } = await provider()
    double.forbid('unionid')
    const { alias: _alias, ...rest } = profile
    const code = double.agree(person, redirectUri)
    assert.deepEqual(await qq.identify(settings, { code, redirectUri }, outside), rest)
    assert.deepEqual(double.seen, [TOKEN, ME, ME, FACE])
  })

  test('a person who does not show name and picture is known all the same; a small picture is one', async () => {
    const { double, settings } = await provider()
    const { figureurl_qq_2: _large, ...small } = person
    const found = await qq.identify(settings, { code: '', accessToken: double.agreeInApp(small) }, outside)
    assert.equal(found.avatar, person.figureurl_qq_1)
    double.forbid('get_user_info')
    const shy = await qq.identify(settings, { code: '', accessToken: double.agreeInApp(person) }, outside)
    assert.deepEqual(shy, { subject: person.openid, alias: person.unionid })
  })

  test('an API address with a path of its own keeps it', async () => {
    const { double, settings } = await provider()
    await assertRefused(qq.identify({ ...settings, api_url: `${double.url}/proxy/` }, { code: 'x' }, outside), 'unreachable')
    assert.deepEqual(double.seen, [`/proxy${TOKEN}`])
  })
})

test('qq: where the person signs in', async () => {
  const input = { redirectUri, state: 'st&te', nonce: 'n', codeChallenge: 'c' }
  const url = new URL((await qq.authorizeUrl!({ app_id: appId, app_key: appKey }, input, outside)) ?? '')
  assert.equal(url.origin + url.pathname, 'https://graph.qq.com/oauth2.0/authorize')
  const expected = { response_type: 'code', client_id: appId, redirect_uri: redirectUri, state: 'st&te', scope: 'get_user_info' }
  assert.deepEqual(Object.fromEntries(url.searchParams), expected)
  assert.ok(!url.href.includes(appKey))
})

describe('qq: settings are tried when they are saved', () => {
  test('right ones pass, and nobody is asked for', async () => {
    const { double, settings } = await provider()
    await qq.check!(settings, outside)
    assert.deepEqual(double.seen, [TOKEN])
  })

  const wrong: [Record<string, string>, string][] = [
    [{ app_id: '100000' }, 'app_id'],
    [{ app_id: '' }, 'app_id'],
    [{ app_key: 'wrong-key' }, 'app_key'],
    [{ app_key: '' }, 'app_key'],
  ]
  for (const [differs, setting] of wrong) {
    test(`${JSON.stringify(differs)} names ${setting}`, async () => {
      const { settings } = await provider()
      const refusal = await assertRefused(qq.check!({ ...settings, ...differs }, outside), 'misconfigured', [appKey, 'wrong-key'])
      assert.equal(refusal.setting, setting)
    })
  }

  test('an application that is not online names the APP ID', async () => {
    const { double, settings } = await provider()
    double.errors.set(TOKEN, 100011)
    assert.equal((await assertRefused(qq.check!(settings, outside), 'misconfigured')).setting, 'app_id')
  })

  test('trouble and nonsense are unreachable', async () => {
    const { double, settings } = await provider()
    double.errors.set(TOKEN, 100021)
    await assertRefused(qq.check!(settings, outside), 'unreachable')
    double.errors.clear()
    for (const body of ['{"access_token":"t"}', '{"error":"100019"}', '{}', 'callback( {"error":100019} );']) {
      double.trouble.set(TOKEN, { body })
      await assertRefused(qq.check!(settings, outside), 'unreachable')
    }
  })
})

describe('qq: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof> }, Refusal, string?][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['an empty code', { proof: { code: '' } }, 'expired'],
    ['a code that tries to add parameters', { proof: { code: 'x&client_id=y' } }, 'expired'],
    ['another redirect address than the one of the page', { proof: { redirectUri: 'https://evil.example' } }, 'misconfigured'],
    ['an unknown token', { proof: { accessToken: 'unknown-token', openId: person.openid } }, 'expired'],
    ['a wrong APP ID', { settings: { app_id: '1' } }, 'misconfigured', 'app_id'],
    ['a wrong APP Key', { settings: { app_key: 'wrong' } }, 'misconfigured', 'app_key'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const code = double.agree(person, redirectUri)
      const work = qq.identify({ ...settings, ...differs.settings }, { code, redirectUri, ...differs.proof }, outside)
      const error = await assertRefused(work, refusal, [appKey, code, 'unknown-token'])
      assert.equal(error.setting, setting)
      assert.ok(!double.seen.includes(FACE))
    })
  }

  test('a token of another application is denied, with the right openid beside it too', async () => {
    const { double, settings } = await provider()
    const accessToken = double.agreeInApp(person, '109999999')
    for (const beside of [{}, { openId: person.openid }]) {
      await assertRefused(qq.identify(settings, { code: '', accessToken, ...beside }, outside), 'denied', [accessToken])
    }
    assert.ok(!double.seen.includes(FACE))
  })

  test('an openid that is not the one of the token is denied, an empty one too', async () => {
    const { double, settings } = await provider()
    const accessToken = double.agreeInApp(person)
    for (const openId of ['THE-VICTIM', '', person.openid.toLowerCase()]) {
      await assertRefused(qq.identify(settings, { code: '', accessToken, openId }, outside), 'denied', [accessToken])
    }
  })

  test('an empty token is no reason to believe the openid, nor to take the code', async () => {
    const { double, settings } = await provider()
    const code = double.agree(person, redirectUri)
    await assertRefused(qq.identify(settings, { code, redirectUri, accessToken: '', openId: person.openid }, outside), 'denied')
    assert.deepEqual(double.seen, [ME])
  })

  test('a code is good once', async () => {
    const { double, settings } = await provider()
    const code = double.agree(person, redirectUri)
    await qq.identify(settings, { code, redirectUri }, outside)
    await assertRefused(qq.identify(settings, { code, redirectUri }, outside), 'expired', [code])
  })

  test('a code that waited ten minutes is expired, and a token that waited ninety days', async () => {
    let now = 0
    const { double, settings } = await provider(() => now)
    const code = double.agree(person, redirectUri)
    const accessToken = double.agreeInApp(person)
    now = 600_000
    await assertRefused(qq.identify(settings, { code, redirectUri }, outside), 'expired')
    now = 7_776_000_000
    await assertRefused(qq.identify(settings, { code: '', accessToken }, outside), 'expired')
  })

  const codes: [string, number, Refusal][] = [
    [TOKEN, 100001, 'misconfigured'],
    [TOKEN, 100002, 'misconfigured'],
    [TOKEN, 100004, 'misconfigured'],
    [TOKEN, 100008, 'misconfigured'],
    [TOKEN, 100009, 'misconfigured'],
    [TOKEN, 100010, 'misconfigured'],
    [TOKEN, 100011, 'misconfigured'],
    [TOKEN, 100019, 'expired'],
    [TOKEN, 100020, 'expired'],
    [TOKEN, 100021, 'unreachable'],
    [TOKEN, 199999, 'denied'],
    [ME, 100013, 'expired'],
    [ME, 100014, 'expired'],
    [ME, 100015, 'expired'],
    [ME, 100016, 'expired'],
    [ME, 100048, 'denied'],
    [FACE, 100014, 'expired'],
    [FACE, 100031, 'misconfigured'],
    [FACE, -1, 'denied'],
    [FACE, -22, 'denied'],
  ]
  for (const [path, number, refusal] of codes) {
    test(`${path}: ${number} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const code = double.agree(person, redirectUri)
      double.errors.set(path, number)
      const error = await assertRefused(qq.identify(settings, { code, redirectUri }, outside), refusal, [appKey, code])
      assert.match(error.message, new RegExp(`error ${number}$`))
    })
  }

  test('an answer that is neither yes nor no is unreachable', async () => {
    const { double, settings } = await provider()
    const answers: [string, object, number?][] = [
      [TOKEN, {}],
      [TOKEN, { access_token: 7 }],
      [TOKEN, { access_token: 'a\0' }],
      [TOKEN, { error: 'invalid' }],
      [TOKEN, { msg: 'Not Found' }, 404],
      [ME, {}],
      [ME, { client_id: appId }],
      [ME, { openid: person.openid }],
      [ME, { client_id: Number(appId), openid: person.openid }],
      [FACE, {}],
      [FACE, { ret: '0', nickname: 'x' }],
    ]
    for (const [path, body, status = 200] of answers) {
      double.trouble.clear()
      double.trouble.set(path, { body: JSON.stringify(body), status })
      await assertRefused(qq.identify(settings, { code: double.agree(person, redirectUri), redirectUri }, outside), 'unreachable')
    }
  })

  const impatient = openOutside(150)
  for (const path of [TOKEN, ME, FACE]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const code = double.agree(person, redirectUri)
        double.trouble.set(path, trouble)
        await assertRefused(qq.identify(settings, { code, redirectUri }, impatient), 'unreachable', [appKey, code])
      })
    }
  }
})
