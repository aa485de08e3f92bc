import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'
import { weibo } from './weibo.ts'
import { startWeiboDouble } from './weibo.double.ts'

const appKey = '1352222456'
const appSecret = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
const redirectUri = 'https://app.example.com/back?a=1'
const person = {
  id: 1404376560,
  screen_name: '小明 😀',
  profile_image_url: 'http://tp1.sinaimg.cn/1404376560/50/0/1',
  avatar_large: 'http://tp1.sinaimg.cn/1404376560/180/0/1',
}
const uid = String(person.id)
const profile = { subject: uid, nickname: person.screen_name, avatar: person.avatar_large }
const TOKEN = '/oauth2/access_token'
const INFO = '/oauth2/get_token_info'
const SHOW = '/2/users/show.json'
const outside = openOutside()

async function provider(now = Date.now) {
  const double = await startWeiboDouble({ appKey, appSecret, redirectUri, now })
  after(double.close)
  return { double, settings: { app_key: appKey, app_secret: appSecret, api_url: double.url } }
}

describe('weibo: who is this', () => {
  test('a website, by code: uid, name and picture', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await weibo.identify(settings, { code: double.agree(person), redirectUri }, outside), profile)
    assert.deepEqual(double.seen, [TOKEN, INFO, SHOW])
  })

  test('a mobile application, by the token of its kit, with and without the uid beside it', async () => {
    const { double, settings } = await provider()
    const accessToken = double.agreeInApp(person)
    assert.deepEqual(await weibo.identify(settings, { code: '', accessToken, openId: uid }, outside), profile)
    assert.deepEqual(await weibo.identify(settings, { code: '', accessToken }, outside), profile)
    assert.deepEqual(double.seen, [INFO, SHOW, INFO, SHOW])
  })

  test('without a large picture the small one, without any none', async () => {
    const { double, settings } = await provider()
    const { avatar_large: _large, ...small } = person
    const found = await weibo.identify(settings, { code: '', accessToken: double.agreeInApp(small) }, outside)
    assert.equal(found.avatar, person.profile_image_url)
    const bare = await weibo.identify(settings, { code: '', accessToken: double.agreeInApp({ id: 7 }) }, outside)
    assert.deepEqual(bare, { subject: '7' })
  })

  test('ids as text are the same ids', async () => {
    const { double, settings } = await provider()
    double.trouble.set(INFO, { body: JSON.stringify({ uid, appkey: appKey, expires_in: '100' }) })
    assert.deepEqual(await weibo.identify(settings, { code: '', accessToken: double.agreeInApp(person) }, outside), profile)
  })

  test('there is one id of a person, and no second one to mix up', async () => {
    assert.equal(weibo.sharedAlias, undefined)
    const { double, settings } = await provider()
    assert.ok(!('alias' in (await weibo.identify(settings, { code: '', accessToken: double.agreeInApp(person) }, outside))))
  })

  test('an API address with a path of its own keeps it', async () => {
    const { double, settings } = await provider()
    await assertRefused(weibo.identify({ ...settings, api_url: `${double.url}/proxy/` }, { code: 'x' }, outside), 'unreachable')
    assert.deepEqual(double.seen, [`/proxy${TOKEN}`])
  })
})

test('weibo: where the person signs in', async () => {
  const input = { redirectUri, state: 'st&te', nonce: 'n', codeChallenge: 'c' }
  const url = new URL((await weibo.authorizeUrl!({ app_key: appKey, app_secret: appSecret }, input, outside)) ?? '')
  assert.equal(url.origin + url.pathname, 'https://api.weibo.com/oauth2/authorize')
  const expected = { client_id: appKey, response_type: 'code', redirect_uri: redirectUri, state: 'st&te' }
  assert.deepEqual(Object.fromEntries(url.searchParams), expected)
})

describe('weibo: settings are tried when they are saved', () => {
  test('right ones pass, and nobody is asked for', async () => {
    const { double, settings } = await provider()
    await weibo.check!(settings, outside)
    assert.deepEqual(double.seen, [TOKEN])
  })

  const wrong: [Record<string, string>, string][] = [
    [{ app_key: 'wb-one' }, 'app_key'],
    [{ app_key: '' }, 'app_key'],
    [{ app_secret: 'wrong-secret' }, 'app_secret'],
    [{ app_secret: '' }, 'app_secret'],
  ]
  for (const [differs, setting] of wrong) {
    test(`${JSON.stringify(differs)} names ${setting}`, async () => {
      const { settings } = await provider()
      const refusal = await assertRefused(weibo.check!({ ...settings, ...differs }, outside), 'misconfigured', [appSecret, 'wrong-secret'])
      assert.equal(refusal.setting, setting)
    })
  }

  test('the App Key of somebody else is found out; Weibo does not tell it from a wrong secret, and the words say so', async () => {
    const { settings } = await provider()
    const refusal = await assertRefused(weibo.check!({ ...settings, app_key: '1352222457' }, outside), 'misconfigured', [appSecret])
    assert.match(refusal.message, /App Key or App Secret/)
  })

  test('a code that is refused is what was asked for; trouble and nonsense are not', async () => {
    const { double, settings } = await provider()
    double.errors.set(TOKEN, 21325)
    await weibo.check!(settings, outside)
    double.errors.set(TOKEN, 10002)
    await assertRefused(weibo.check!(settings, outside), 'unreachable')
    double.errors.clear()
    for (const body of ['{"access_token":"t"}', '{"error_code":"none"}', '{}']) {
      double.trouble.set(TOKEN, { body })
      await assertRefused(weibo.check!(settings, outside), 'unreachable')
    }
  })
})

describe('weibo: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof> }, Refusal, string?][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['an empty code', { proof: { code: '' } }, 'expired'],
    ['a code that tries to add parameters', { proof: { code: 'x&client_id=y' } }, 'expired'],
    ['another redirect address than the one of the page', { proof: { redirectUri: 'https://evil.example' } }, 'misconfigured'],
    ['an unknown token', { proof: { accessToken: 'unknown-token', openId: uid } }, 'expired'],
    ['an empty token beside a uid', { proof: { accessToken: '', openId: uid } }, 'expired'],
    ['a wrong App Key', { settings: { app_key: '1' } }, 'misconfigured', 'app_secret'],
    ['a wrong App Secret', { settings: { app_secret: 'wrong' } }, 'misconfigured', 'app_secret'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const code = double.agree(person)
      const work = weibo.identify({ ...settings, ...differs.settings }, { code, redirectUri, ...differs.proof }, outside)
      const error = await assertRefused(work, refusal, [appSecret, code, 'unknown-code', 'unknown-token'])
      assert.equal(error.setting, setting)
      assert.ok(!double.seen.includes(SHOW))
    })
  }

  test('a token of another application is denied, with the right uid beside it too', async () => {
    const { double, settings } = await provider()
    const accessToken = double.agreeInApp(person, '1999999999')
    for (const beside of [{}, { openId: uid }]) {
      await assertRefused(weibo.identify(settings, { code: '', accessToken, ...beside }, outside), 'denied', [accessToken])
    }
    assert.ok(!double.seen.includes(SHOW))
  })

  test('a code of another application is denied too: its token is not ours', async () => {
    const { double, settings } = await provider()
    const stolen = double.agreeInApp(person, '1999999999')
    double.trouble.set(TOKEN, { body: JSON.stringify({ access_token: stolen, uid }) })
    await assertRefused(weibo.identify(settings, { code: 'x', redirectUri }, outside), 'denied', [stolen])
  })

  test('a uid that is not the one of the token is denied, an empty one too', async () => {
    const { double, settings } = await provider()
    const accessToken = double.agreeInApp(person)
    for (const openId of ['1', '', `0${uid}`, `${uid} `]) {
      await assertRefused(weibo.identify(settings, { code: '', accessToken, openId }, outside), 'denied', [accessToken])
    }
  })

  test('users/show about somebody else is denied', async () => {
    const { double, settings } = await provider()
    double.trouble.set(SHOW, { body: JSON.stringify({ id: 1, idstr: '1', screen_name: 'somebody else' }) })
    await assertRefused(weibo.identify(settings, { code: double.agree(person), redirectUri }, outside), 'denied')
  })

  test('a code is good once', async () => {
    const { double, settings } = await provider()
    const code = double.agree(person)
    await weibo.identify(settings, { code, redirectUri }, outside)
    await assertRefused(weibo.identify(settings, { code, redirectUri }, outside), 'expired', [code])
  })

  test('a code that waited five minutes is expired, and a token that waited five years', async () => {
    let now = 1_000_000_000_000
    const { double, settings } = await provider(() => now)
    const code = double.agree(person)
    const accessToken = double.agreeInApp(person)
    now += 300_000
    await assertRefused(weibo.identify(settings, { code, redirectUri }, outside), 'expired')
    now += 157_679_999_000
    await assertRefused(weibo.identify(settings, { code: '', accessToken }, outside), 'expired')
    double.trouble.set(INFO, { body: JSON.stringify({ uid: person.id, appkey: Number(appKey), expire_in: 0 }) })
    await assertRefused(weibo.identify(settings, { code: '', accessToken }, outside), 'expired')
  })

  const codes: [string, number, Refusal][] = [
    [TOKEN, 21322, 'misconfigured'],
    [TOKEN, 21323, 'denied'],
    [TOKEN, 21324, 'misconfigured'],
    [TOKEN, 21325, 'expired'],
    [TOKEN, 21326, 'misconfigured'],
    [TOKEN, 21328, 'misconfigured'],
    [TOKEN, 21330, 'denied'],
    [TOKEN, 21331, 'unreachable'],
    [TOKEN, 10001, 'unreachable'],
    [INFO, 21327, 'expired'],
    [INFO, 21332, 'expired'],
    [INFO, 10023, 'unreachable'],
    [SHOW, 10014, 'misconfigured'],
    [SHOW, 20003, 'denied'],
    [SHOW, 21317, 'expired'],
    [SHOW, 21321, 'misconfigured'],
    [SHOW, 10022, 'unreachable'],
  ]
  for (const [path, number, refusal] of codes) {
    test(`${path}: ${number} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const code = double.agree(person)
      double.errors.set(path, number)
      const error = await assertRefused(weibo.identify(settings, { code, redirectUri }, outside), refusal, [appSecret, code])
      assert.match(error.message, new RegExp(`error ${number}\\b`))
    })
  }

  test('an answer that is neither yes nor no is unreachable', async () => {
    const { double, settings } = await provider()
    const answers: [string, string, number?][] = [
      [TOKEN, '{}'],
      [TOKEN, '{"access_token":7}'],
      [TOKEN, '{"error_code":"x"}'],
      [TOKEN, '{"error":"invalid_grant"}', 400],
      [INFO, '{}'],
      [INFO, `{"uid":1}`],
      [INFO, `{"appkey":${appKey}}`],
      // Rounded on the way: it could be two people.
      [INFO, `{"uid":9007199254740993,"appkey":${appKey},"expire_in":9}`],
      [INFO, `{"uid":"1 or 2","appkey":${appKey},"expire_in":9}`],
    ]
    for (const [path, body, status = 200] of answers) {
      double.trouble.clear()
      double.trouble.set(path, { body, status })
      await assertRefused(weibo.identify(settings, { code: double.agree(person), redirectUri }, outside), 'unreachable')
    }
  })

  const impatient = openOutside(150)
  for (const path of [TOKEN, INFO, SHOW]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const code = double.agree(person)
        double.trouble.set(path, trouble)
        await assertRefused(weibo.identify(settings, { code, redirectUri }, impatient), 'unreachable', [appSecret, code])
      })
    }
  }
})
