import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Refusal } from './connector.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'
import { wechat } from './wechat.ts'
import { startWechatDouble } from './wechat.double.ts'

const appId = 'wx520c15f417810387'
const appSecret = 'f00dfacef00dfacef00dfacef00dface'
const person = {
  openid: 'oMgHVjngRipVsoxg6TuX3vz6glDg',
  unionid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL',
  nickname: '王小明 😀',
  headimgurl: 'https://thirdwx.qlogo.cn/mmopen/x/132',
}
const profile = { subject: person.openid, alias: person.unionid, nickname: person.nickname, avatar: person.headimgurl }
const TOKEN = '/sns/oauth2/access_token'
const USERINFO = '/sns/userinfo'
const outside = openOutside()

async function provider(more: Record<string, unknown> = {}, now = Date.now) {
  const double = await startWechatDouble({ appId, appSecret, now })
  after(double.close)
  return { double, settings: { scene: 'website', app_id: appId, app_secret: appSecret, api_url: double.url, ...more } }
}

describe('wechat: who is this', () => {
  for (const [scene, scope] of [
    ['website', 'snsapi_login'],
    ['mobile', 'snsapi_userinfo'],
    ['official_account', 'snsapi_userinfo'],
  ] as const) {
    test(`${scene}: openid, unionid, nickname and avatar`, async () => {
      const { double, settings } = await provider({ scene })
      assert.deepEqual(await wechat.identify(settings, { code: double.agree(person, scope) }, outside), profile)
      assert.deepEqual(double.seen, [TOKEN, USERINFO])
    })
  }

  test('snsapi_base: the openid, and userinfo is not asked', async () => {
    const { double, settings } = await provider({ scene: 'official_account', official_account_scope: 'snsapi_base' })
    const code = double.agree(person, 'snsapi_base')
    assert.deepEqual(await wechat.identify(settings, { code }, outside), { subject: person.openid })
    assert.deepEqual(double.seen, [TOKEN])
  })

  test('several scopes in one answer', async () => {
    const { double, settings } = await provider()
    const code = double.agree(person, 'snsapi_login', { scope: 'snsapi_base,snsapi_userinfo' })
    assert.equal((await wechat.identify(settings, { code }, outside)).nickname, person.nickname)
  })

  test('without an open platform account there is no unionid; without a picture no avatar', async () => {
    const { double, settings } = await provider()
    const code = double.agree({ openid: 'o-1', nickname: 'x' })
    assert.deepEqual(await wechat.identify(settings, { code }, outside), { subject: 'o-1', nickname: 'x' })
  })

  test('errcode 0 is no error', async () => {
    const { double, settings } = await provider()
    const code = double.agree(person, 'snsapi_login', { errcode: 0, errmsg: 'ok' })
    assert.deepEqual(await wechat.identify(settings, { code }, outside), profile)
  })

  test('an API address with a path of its own keeps it', async () => {
    const { double, settings } = await provider()
    await assertRefused(wechat.identify({ ...settings, api_url: `${double.url}/proxy/` }, { code: 'x' }, outside), 'unreachable')
    assert.deepEqual(double.seen, [`/proxy${TOKEN}`])
  })
})

describe('wechat: where the person signs in', () => {
  const input = { redirectUri: 'https://app.example.com/back?a=1&b=2', state: 'st&te', nonce: 'n', codeChallenge: 'c' }
  const redirect = encodeURIComponent(input.redirectUri)
  const pages: [Record<string, unknown>, string][] = [
    [
      { scene: 'website' },
      `https://open.weixin.qq.com/connect/qrconnect?appid=${appId}&redirect_uri=${redirect}&response_type=code&scope=snsapi_login&state=st%26te#wechat_redirect`,
    ],
    [
      { scene: 'official_account' },
      `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${appId}&redirect_uri=${redirect}&response_type=code&scope=snsapi_userinfo&state=st%26te#wechat_redirect`,
    ],
    [
      { scene: 'official_account', official_account_scope: 'snsapi_base', authorize_url: 'https://proxy.example.com/wx' },
      `https://proxy.example.com/wx/connect/oauth2/authorize?appid=${appId}&redirect_uri=${redirect}&response_type=code&scope=snsapi_base&state=st%26te#wechat_redirect`,
    ],
  ]
  for (const [more, expected] of pages) {
    test(JSON.stringify(more), async () => {
      assert.equal(await wechat.authorizeUrl!({ app_id: appId, app_secret: appSecret, ...more }, input, outside), expected)
    })
  }

  test('a mobile application has no page', async () => {
    await assertRefused(wechat.authorizeUrl!({ scene: 'mobile', app_id: appId, app_secret: appSecret }, input, outside), 'misconfigured')
  })
})

describe('wechat: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; code?: string }, Refusal][] = [
    ['an unknown code', { code: 'unknown-code' }, 'expired'],
    ['an empty code', { code: '' }, 'expired'],
    ['a code that tries to add parameters', { code: 'x&secret=y' }, 'expired'],
    ['a wrong AppID', { settings: { app_id: 'wx0' } }, 'misconfigured'],
    ['an empty AppID', { settings: { app_id: '' } }, 'misconfigured'],
    ['a wrong AppSecret', { settings: { app_secret: 'wrong' } }, 'misconfigured'],
    ['an empty AppSecret', { settings: { app_secret: '' } }, 'misconfigured'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const code = differs.code ?? double.agree(person)
      const work = wechat.identify({ ...settings, ...differs.settings }, { code }, outside)
      await assertRefused(work, refusal, [appSecret, ...(code ? [code] : [])])
      assert.ok(!double.seen.includes(USERINFO))
    })
  }

  test('a code is good once', async () => {
    const { double, settings } = await provider()
    const code = double.agree(person)
    await wechat.identify(settings, { code }, outside)
    await assertRefused(wechat.identify(settings, { code }, outside), 'expired', [code])
  })

  test('a code that waited five minutes is expired', async () => {
    let now = 0
    const { double, settings } = await provider({}, () => now)
    const code = double.agree(person)
    now = 300_000
    await assertRefused(wechat.identify(settings, { code }, outside), 'expired')
  })

  const codes: [string, number, Refusal][] = [
    [TOKEN, 40029, 'expired'],
    [TOKEN, 40163, 'expired'],
    [TOKEN, 41008, 'expired'],
    [TOKEN, 42003, 'expired'],
    [TOKEN, 40001, 'misconfigured'],
    [TOKEN, 40002, 'misconfigured'],
    [TOKEN, 40013, 'misconfigured'],
    [TOKEN, 40125, 'misconfigured'],
    [TOKEN, 40164, 'misconfigured'],
    [TOKEN, 41002, 'misconfigured'],
    [TOKEN, 41004, 'misconfigured'],
    [TOKEN, -1, 'unreachable'],
    [TOKEN, 45009, 'unreachable'],
    [TOKEN, 45011, 'unreachable'],
    [TOKEN, 48001, 'denied'],
    [TOKEN, 50002, 'denied'],
    [TOKEN, 99999, 'denied'],
    [USERINFO, 40001, 'denied'],
    [USERINFO, 40003, 'denied'],
    [USERINFO, 40014, 'denied'],
    [USERINFO, 42001, 'expired'],
    [USERINFO, 45011, 'unreachable'],
    [USERINFO, 48001, 'denied'],
    [USERINFO, -1, 'unreachable'],
  ]
  for (const [path, errcode, refusal] of codes) {
    test(`${path}: errcode ${errcode} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const code = double.agree(person)
      double.errors.set(path, errcode)
      const error = await assertRefused(wechat.identify(settings, { code }, outside), refusal, [appSecret, code])
      assert.match(error.message, new RegExp(`errcode ${errcode}$`))
    })
  }

  test('userinfo about somebody else is denied', async () => {
    const { double, settings } = await provider()
    double.trouble.set(USERINFO, { body: JSON.stringify({ ...person, openid: 'somebody-else' }), type: 'text/plain' })
    await assertRefused(wechat.identify(settings, { code: double.agree(person) }, outside), 'denied')
  })

  test('a snapshot visitor is denied', async () => {
    const { double, settings } = await provider({ scene: 'official_account' })
    const code = double.agree(person, 'snsapi_userinfo', { is_snapshotuser: 1 })
    await assertRefused(wechat.identify(settings, { code }, outside), 'denied')
    assert.deepEqual(double.seen, [TOKEN])
  })

  test('an answer that is neither yes nor no is unreachable', async () => {
    const { double, settings } = await provider()
    for (const body of [
      {},
      { openid: 'o' },
      { access_token: 't' },
      { openid: 7, access_token: 't' },
      { openid: 'a\0', access_token: 't' },
      { errcode: '40029' },
    ]) {
      double.trouble.set(TOKEN, { body: JSON.stringify(body), type: 'text/plain' })
      await assertRefused(wechat.identify(settings, { code: 'x' }, outside), 'unreachable')
    }
  })

  const impatient = openOutside(150)
  for (const path of [TOKEN, USERINFO]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const code = double.agree(person)
        double.trouble.set(path, trouble)
        await assertRefused(wechat.identify(settings, { code }, impatient), 'unreachable', [appSecret, code])
      })
    }
  }
})
