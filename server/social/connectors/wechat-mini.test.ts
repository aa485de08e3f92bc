import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Refusal } from './connector.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'
import { wechat } from './wechat.ts'
import { SESSION_KEY, startWechatDouble } from './wechat.double.ts'

const appId = 'wx4f4bc4dec97d474b'
const appSecret = 'beadfeedbeadfeedbeadfeedbeadfeed'
const person = { openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', unionid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL' }
const SESSION = '/sns/jscode2session'
const ACCOUNT = '/cgi-bin/stable_token'
const PHONE = '/wxa/business/getuserphonenumber'
const EXCHANGE = '/sns/oauth2/access_token'
const phone = { country: '86', number: '15912345678' }
const impatientOutside = openOutside(150)

async function provider(more: Record<string, unknown> = {}, clock: { now: number } = { now: Date.now() }) {
  const double = await startWechatDouble({ appId, appSecret, now: () => clock.now })
  after(double.close)
  const settings = { scene: 'mini_program', app_id: appId, app_secret: appSecret, api_url: double.url, ...more }
  return { double, clock, settings, outside: openOutside(2_000, () => clock.now) }
}

describe('wechat mini-program: who is this', () => {
  test('openid and unionid, and the session_key stays', async () => {
    const { double, settings, outside } = await provider()
    const profile = await wechat.identify(settings, { code: double.login(person) }, outside)
    assert.deepEqual(profile, { subject: person.openid, alias: person.unionid })
    assert.ok(!JSON.stringify(profile).includes(SESSION_KEY))
    assert.deepEqual(double.seen, [SESSION])
  })

  test('without an open platform account there is no unionid', async () => {
    const { double, settings, outside } = await provider()
    const profile = await wechat.identify(settings, { code: double.login({ openid: person.openid }) }, outside)
    assert.deepEqual(profile, { subject: person.openid })
  })

  test('it has no page to send people to', async () => {
    const { settings, outside } = await provider()
    const input = { redirectUri: 'https://app.example.com/back', state: 's', nonce: 'n', codeChallenge: 'c' }
    assert.equal((await assertRefused(wechat.authorizeUrl!(settings, input, outside), 'misconfigured')).setting, 'scene')
  })

  test('the unionid is the same in every source', () => assert.equal(wechat.sharedAlias, true))

  test('a code is good once, and for five minutes', async () => {
    const { double, settings, outside, clock } = await provider()
    const code = double.login(person)
    await wechat.identify(settings, { code }, outside)
    await assertRefused(wechat.identify(settings, { code }, outside), 'expired', [code, SESSION_KEY])
    const late = double.login(person)
    clock.now += 300_000
    await assertRefused(wechat.identify(settings, { code: late }, outside), 'expired', [late])
  })

  const refusals: [string, { settings?: Record<string, unknown>; code?: string }, Refusal, string?][] = [
    ['an unknown code', { code: 'unknown-code' }, 'expired'],
    ['an empty code', { code: '' }, 'expired'],
    ['a wrong AppID', { settings: { app_id: 'wx0' } }, 'misconfigured', 'app_id'],
    ['a wrong AppSecret', { settings: { app_secret: 'wrong' } }, 'misconfigured', 'app_secret'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable', 'api_url'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured', 'api_url'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings, outside } = await provider()
      const code = differs.code ?? double.login(person)
      const work = wechat.identify({ ...settings, ...differs.settings }, { code }, outside)
      const error = await assertRefused(work, refusal, [appSecret, ...(code ? [code] : [])])
      assert.equal(error.setting, setting)
    })
  }

  for (const [errcode, refusal] of [
    [-1, 'unreachable'],
    [40226, 'denied'],
    [45011, 'unreachable'],
    [40243, 'misconfigured'],
  ] as const) {
    test(`errcode ${errcode} is ${refusal}`, async () => {
      const { double, settings, outside } = await provider()
      double.errors.set(SESSION, errcode)
      await assertRefused(wechat.identify(settings, { code: double.login(person) }, outside), refusal, [appSecret])
    })
  }

  test('an answer without an openid is unreachable, whatever else it holds', async () => {
    const { double, settings, outside } = await provider()
    for (const body of [{}, { session_key: SESSION_KEY }, { openid: 7, session_key: SESSION_KEY }]) {
      double.trouble.set(SESSION, { body: JSON.stringify(body), type: 'text/plain' })
      await assertRefused(wechat.identify(settings, { code: 'x' }, outside), 'unreachable', [SESSION_KEY])
    }
  })

  for (const [what, trouble] of troubles) {
    test(`${SESSION}: ${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(SESSION, trouble)
      const code = double.login(person)
      await assertRefused(wechat.identify(settings, { code }, impatientOutside), 'unreachable', [appSecret, code])
    })
  }
})

describe('wechat mini-program: the number', () => {
  for (const [given, expected] of [
    [phone, '+8615912345678'],
    [{ country: 86, number: '15912345678' }, '+8615912345678'],
    [{ country: '852', number: '51234567' }, '+85251234567'],
  ] as const) {
    test(`${given.number} of ${given.country} is ${expected}`, async () => {
      const { double, settings, outside } = await provider()
      assert.equal(await wechat.readMobile!(settings, { code: double.givePhone(given) }, outside), expected)
      assert.deepEqual(double.seen, [ACCOUNT, PHONE])
    })
  }

  test('one token serves many, also at once, until it ends', async () => {
    const { double, settings, outside, clock } = await provider()
    const ask = () => wechat.readMobile!(settings, { code: double.givePhone(phone) }, outside)
    await Promise.all([ask(), ask(), ask()])
    clock.now += 7_000_000
    await ask()
    assert.equal(double.seen.filter((it) => it === ACCOUNT).length, 1)
    // A minute before the end it is asked for anew, which gives the same one; after the end another.
    clock.now += 150_000
    await ask()
    assert.equal(double.seen.filter((it) => it === ACCOUNT).length, 2)
    clock.now += 7_200_000
    await ask()
    assert.equal(new Set(double.accountTokens).size, 2)
  })

  test('other settings, another token', async () => {
    const { double, settings, outside } = await provider()
    await wechat.readMobile!(settings, { code: double.givePhone(phone) }, outside)
    const work = wechat.readMobile!({ ...settings, app_secret: 'wrong' }, { code: double.givePhone(phone) }, outside)
    assert.equal((await assertRefused(work, 'misconfigured', [appSecret])).setting, 'app_secret')
  })

  test('a refused token is not remembered', async () => {
    const { double, settings, outside } = await provider()
    double.errors.set(ACCOUNT, -1)
    await assertRefused(wechat.readMobile!(settings, { code: double.givePhone(phone) }, outside), 'unreachable')
    double.errors.delete(ACCOUNT)
    assert.equal(await wechat.readMobile!(settings, { code: double.givePhone(phone) }, outside), '+8615912345678')
  })

  test('a token that somebody renewed by force is asked for anew, once', async () => {
    const { double, settings, outside } = await provider()
    await wechat.readMobile!(settings, { code: double.givePhone(phone) }, outside)
    double.renewByForce()
    const codes = [double.givePhone(phone), double.givePhone(phone)]
    const numbers = await Promise.all(codes.map((code) => wechat.readMobile!(settings, { code }, outside)))
    assert.deepEqual(numbers, ['+8615912345678', '+8615912345678'])
    double.errors.set(PHONE, 40001)
    await assertRefused(wechat.readMobile!(settings, { code: double.givePhone(phone) }, outside), 'denied', [...double.accountTokens])
  })

  test('a code is good once, and for five minutes', async () => {
    const { double, settings, outside, clock } = await provider()
    const code = double.givePhone(phone)
    await wechat.readMobile!(settings, { code }, outside)
    await assertRefused(wechat.readMobile!(settings, { code }, outside), 'expired', [code, ...double.accountTokens])
    const late = double.givePhone(phone)
    clock.now += 300_000
    await assertRefused(wechat.readMobile!(settings, { code: late }, outside), 'expired', [late])
  })

  const watermarks: [string, Record<string, unknown>][] = [
    ['of another mini-program', { appId: 'wx0' }],
    ['from long ago', { timestamp: Math.floor(Date.now() / 1000) - 3_600 }],
    ['from a time to come', { timestamp: Math.floor(Date.now() / 1000) + 3_600 }],
    ['of no time', { timestamp: Number.NaN }],
  ]
  for (const [what, differs] of watermarks) {
    test(`a watermark ${what} is denied`, async () => {
      const { double, settings, outside } = await provider()
      const work = wechat.readMobile!(settings, { code: double.givePhone({ ...phone, ...differs }) }, outside)
      await assertRefused(work, 'denied', [phone.number])
    })
  }

  test('no usable number in the answer is unreachable', async () => {
    const { double, settings, outside } = await provider()
    for (const odd of [{ number: '' }, { number: '159-1234' }, { country: '' }, { country: '086' }]) {
      await assertRefused(wechat.readMobile!(settings, { code: double.givePhone({ ...phone, ...odd }) }, outside), 'unreachable')
    }
    double.trouble.set(PHONE, { body: '{"errcode":0,"errmsg":"ok"}' })
    await assertRefused(wechat.readMobile!(settings, { code: double.givePhone(phone) }, outside), 'denied')
  })

  test('only for mini-programs, and only by a code', async () => {
    const { double, settings, outside } = await provider()
    const work = wechat.readMobile!({ ...settings, scene: 'website' }, { code: double.givePhone(phone) }, outside)
    assert.equal((await assertRefused(work, 'misconfigured')).setting, 'scene')
    await assertRefused(wechat.readMobile!(settings, { encrypted: 'AAAA' }, outside), 'denied')
    assert.deepEqual(double.seen, [])
  })

  const troubled = [ACCOUNT, PHONE].flatMap((path) => troubles.map(([what, trouble]) => [path, what, trouble] as const))
  for (const [path, what, trouble] of troubled) {
    test(`${path}: ${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(path, trouble)
      const code = double.givePhone(phone)
      const work = wechat.readMobile!(settings, { code }, impatientOutside)
      await assertRefused(work, 'unreachable', [appSecret, code, ...double.accountTokens])
    })
  }
})

describe('wechat: settings are checked when they are saved', () => {
  const checks = {
    website: [EXCHANGE],
    mobile: [EXCHANGE],
    official_account: [ACCOUNT],
    mini_program: [ACCOUNT],
  }
  for (const [scene, path] of Object.entries(checks)) {
    test(`${scene}: right ones pass`, async () => {
      const { double, settings, outside } = await provider({ scene })
      await wechat.check!(settings, outside)
      assert.deepEqual(double.seen, path)
    })

    for (const setting of ['app_id', 'app_secret']) {
      test(`${scene}: a wrong ${setting} is named`, async () => {
        const { settings, outside } = await provider({ scene })
        const error = await assertRefused(wechat.check!({ ...settings, [setting]: 'wrong' }, outside), 'misconfigured', [appSecret])
        assert.equal(error.setting, setting)
      })
    }

    test(`${scene}: nobody there is unreachable, an address inside is misconfigured`, async () => {
      const { settings, outside } = await provider({ scene })
      await assertRefused(wechat.check!({ ...settings, api_url: 'http://127.0.0.1:1' }, outside), 'unreachable')
      const inside = wechat.check!({ ...settings, api_url: 'http://169.254.169.254' }, outside)
      assert.equal((await assertRefused(inside, 'misconfigured')).setting, 'api_url')
    })
  }

  test('a server that is not in the allow list: a mini-program cannot read numbers, an official account signs people in', async () => {
    const { double, settings, outside } = await provider()
    double.allowList.has = false
    assert.match((await assertRefused(wechat.check!(settings, outside), 'misconfigured', [appSecret])).message, /40164/)
    await wechat.check!({ ...settings, scene: 'official_account' }, outside)
    const wrong = wechat.check!({ ...settings, scene: 'official_account', app_secret: 'wrong' }, outside)
    assert.equal((await assertRefused(wrong, 'misconfigured')).setting, 'app_secret')
  })

  test('an answer that cannot be one is unreachable', async () => {
    const { double, settings, outside } = await provider({ scene: 'website' })
    double.trouble.set(EXCHANGE, { body: '{"openid":"o","access_token":"t"}' })
    await assertRefused(wechat.check!(settings, outside), 'unreachable', [])
  })

  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider({ scene: 'website' })
      double.trouble.set(EXCHANGE, trouble)
      await assertRefused(wechat.check!(settings, impatientOutside), 'unreachable', [appSecret])
    })
  }
})
