import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Refusal } from './connector.ts'
import { dingtalk } from './dingtalk.ts'
import { startDingtalkDouble } from './dingtalk.double.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'

const clientId = 'ding0123456789abcdef'
const clientSecret = 'Aq_SomethingThatNobodyMaySee-0123456789'
const person = {
  unionId: 'z21HjQliSzpw0YWCNxmii6u2Os62cZ62iSZ',
  openId: '4lGgK7eIcAbCdEfGhIjKlMn',
  nick: '小明 😀',
  avatarUrl: 'https://static-legacy.dingtalk.com/media/x.jpg',
  mobile: '13800138000',
  stateCode: '86',
  email: 'ming@example.com',
}
const profile = {
  subject: person.unionId,
  alias: person.unionId,
  nickname: person.nick,
  avatar: person.avatarUrl,
  mobile: '+8613800138000',
  email: person.email,
}
const TOKEN = '/v1.0/oauth2/userAccessToken'
const OWN = '/v1.0/oauth2/accessToken'
const ME = '/v1.0/contact/users/me'
const outside = openOutside()

async function provider(now = Date.now, id = clientId) {
  const double = await startDingtalkDouble({ clientId: id, clientSecret, now })
  after(double.close)
  return { double, settings: { client_id: id, client_secret: clientSecret, api_url: double.url } }
}

describe('dingtalk: who is this', () => {
  test('unionId, name, picture, number and email', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await dingtalk.identify(settings, { code: double.agree(person) }, outside), profile)
    assert.deepEqual(double.seen, [TOKEN, ME])
  })

  test('number and email are not called proven: DingTalk does not say so', async () => {
    const { double, settings } = await provider()
    const found = await dingtalk.identify(settings, { code: double.agree(person) }, outside)
    assert.equal(found.mobileVerified, undefined)
    assert.equal(found.emailVerified, undefined)
  })

  test('the same person in another application of the developer has another openId and is the same alias', async () => {
    assert.equal(dingtalk.sharedAlias, true)
    const { double, settings } = await provider()
    const found = await dingtalk.identify(settings, { code: double.agree({ ...person, openId: 'another' }) }, outside)
    assert.deepEqual([found.subject, found.alias], [person.unionId, person.unionId])
  })

  const numbers: [string, string | undefined, string][] = [
    ['13800138000', '86', '+8613800138000'],
    ['61234567', '+852', '+85261234567'],
    ['13800138000', undefined, '13800138000'],
    ['+8613800138000', '86', '+8613800138000'],
    ['138****8000', '86', '138****8000'],
  ]
  for (const [mobile, stateCode, expected] of numbers) {
    test(`the number ${mobile} with ${stateCode} is ${expected}`, async () => {
      const { double, settings } = await provider()
      const code = double.agree({ unionId: 'u', openId: 'o', mobile, ...(stateCode && { stateCode }) })
      assert.equal((await dingtalk.identify(settings, { code }, outside)).mobile, expected)
    })
  }

  test('a person who shows nothing', async () => {
    const { double, settings } = await provider()
    const found = await dingtalk.identify(settings, { code: double.agree({ unionId: 'u-1', openId: 'o-1' }) }, outside)
    assert.deepEqual(found, { subject: 'u-1', alias: 'u-1' })
  })

  test('an API address with a path of its own keeps it', async () => {
    const { double, settings } = await provider()
    await assertRefused(dingtalk.identify({ ...settings, api_url: `${double.url}/proxy/` }, { code: 'x' }, outside), 'denied')
    assert.deepEqual(double.seen, [`/proxy${TOKEN}`])
  })
})

test('dingtalk: where the person signs in', async () => {
  const input = { redirectUri: 'https://app.example.com/back?a=1', state: 'st&te', nonce: 'n', codeChallenge: 'c' }
  const url = new URL((await dingtalk.authorizeUrl!({ client_id: clientId, client_secret: clientSecret }, input, outside)) ?? '')
  assert.equal(url.origin + url.pathname, 'https://login.dingtalk.com/oauth2/auth')
  const expected = {
    redirect_uri: input.redirectUri,
    response_type: 'code',
    client_id: clientId,
    scope: 'openid',
    state: 'st&te',
    prompt: 'consent',
  }
  assert.deepEqual(Object.fromEntries(url.searchParams), expected)
})

describe('dingtalk: settings are tried when they are saved', () => {
  test('right ones pass, and nobody is asked for', async () => {
    const { double, settings } = await provider()
    await dingtalk.check!(settings, outside)
    assert.deepEqual(double.seen, [TOKEN, OWN])
  })

  for (const id of ['suite0123456789abcdef', 'dingoa0123456789abcdef']) {
    test(`${id} is not of an internal application, and is not asked for a token of its own`, async () => {
      const { double, settings } = await provider(Date.now, id)
      await dingtalk.check!(settings, outside)
      assert.deepEqual(double.seen, [TOKEN])
    })
  }

  const wrong: [Record<string, string>, string][] = [
    [{ client_secret: 'wrong-secret' }, 'client_secret'],
    [{ client_secret: '' }, 'client_secret'],
    // DingTalk has one word for both: the field that is wrong more often is named, and the log has the word.
    [{ client_id: 'dingffffffffffffffff' }, 'client_secret'],
  ]
  for (const [differs, setting] of wrong) {
    for (const codeFirst of [false, true]) {
      test(`${JSON.stringify(differs)} names ${setting}${codeFirst ? ', when the code is looked at first too' : ''}`, async () => {
        const { double, settings } = await provider()
        if (codeFirst) double.lookAtTheCodeFirst()
        const work = dingtalk.check!({ ...settings, ...differs }, outside)
        const refusal = await assertRefused(work, 'misconfigured', [clientSecret, 'wrong-secret'])
        assert.equal(refusal.setting, setting)
        assert.match(refusal.message, /invalidClientIdOrSecret$/)
      })
    }
  }

  const words: [string, Refusal, string?][] = [
    ['invalidParameter.clientId.notFound', 'misconfigured', 'client_id'],
    ['MissingclientId', 'misconfigured', 'client_id'],
    ['invalidClientSecret', 'misconfigured', 'client_secret'],
    ['Forbidden.AccessDenied.QpsLimitForApi', 'unreachable'],
    ['systemError', 'unreachable'],
    ['somethingElse', 'denied'],
  ]
  for (const [word, refusal, setting] of words) {
    test(`${word} is ${refusal}${setting ? ` and names ${setting}` : ''}`, async () => {
      const { double, settings } = await provider()
      double.errors.set(TOKEN, [400, word])
      assert.equal((await assertRefused(dingtalk.check!(settings, outside), refusal)).setting, setting)
    })
  }

  test('an application that may not have a token of its own for another reason passes', async () => {
    const { double, settings } = await provider()
    double.errors.set(OWN, [403, 'Forbidden.AccessDenied'])
    await dingtalk.check!(settings, outside)
  })

  test('a made-up code that opens something is nonsense', async () => {
    const { double, settings } = await provider()
    double.trouble.set(TOKEN, { body: '{"accessToken":"t"}' })
    await assertRefused(dingtalk.check!(settings, outside), 'unreachable')
  })
})

describe('dingtalk: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; code?: string }, Refusal, string?][] = [
    ['an unknown code', { code: 'unknown-code' }, 'expired'],
    ['an empty code', { code: '' }, 'expired'],
    ['a wrong Client ID', { settings: { client_id: 'ding0' } }, 'misconfigured', 'client_secret'],
    ['a wrong Client Secret', { settings: { client_secret: 'wrong' } }, 'misconfigured', 'client_secret'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const code = differs.code ?? double.agree(person)
      const work = dingtalk.identify({ ...settings, ...differs.settings }, { code }, outside)
      const error = await assertRefused(work, refusal, [clientSecret, ...(code ? [code] : [])])
      assert.equal(error.setting, setting)
      assert.ok(!double.seen.includes(ME))
    })
  }

  test('a code is good once', async () => {
    const { double, settings } = await provider()
    const code = double.agree(person)
    await dingtalk.identify(settings, { code }, outside)
    await assertRefused(dingtalk.identify(settings, { code }, outside), 'expired', [code])
  })

  test('a code that waited five minutes is expired', async () => {
    let now = 0
    const { double, settings } = await provider(() => now)
    const code = double.agree(person)
    now = 300_000
    await assertRefused(dingtalk.identify(settings, { code }, outside), 'expired')
  })

  test('without the permission to read the person the administrator must act', async () => {
    const { double, settings } = await provider()
    double.forbidContacts()
    await assertRefused(dingtalk.identify(settings, { code: double.agree(person) }, outside), 'misconfigured')
  })

  const codes: [string, number, string, Refusal][] = [
    [TOKEN, 400, 'invalidParameter.authCode.notFound', 'expired'],
    [TOKEN, 400, 'invalidParameter.grantType.invalid', 'denied'],
    [TOKEN, 403, 'Forbidden.AccessDenied.QpsLimitForApi', 'unreachable'],
    [TOKEN, 404, 'InvalidAction.NotFound', 'denied'],
    [ME, 400, 'InvalidAuthentication', 'expired'],
    [ME, 403, 'Forbidden.AccessDenied.IpNotInWhiteList', 'misconfigured'],
    [ME, 400, 'ServiceUnavailable', 'unreachable'],
    [ME, 404, 'user.notFound', 'denied'],
  ]
  for (const [path, status, word, refusal] of codes) {
    test(`${path}: ${word} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const code = double.agree(person)
      double.errors.set(path, [status, word])
      const error = await assertRefused(dingtalk.identify(settings, { code }, outside), refusal, [clientSecret, code])
      assert.ok(error.message.endsWith(word))
    })
  }

  test('an answer that is neither yes nor no is unreachable', async () => {
    const { double, settings } = await provider()
    const answers: [string, string, number?][] = [
      [TOKEN, '{}'],
      [TOKEN, '{"accessToken":7}'],
      [TOKEN, '{"accessToken":"a\\nb"}'],
      [TOKEN, '{"accessToken":"钉"}'],
      [TOKEN, '{"message":"no"}', 400],
      [TOKEN, '{"code":40078}', 400],
      [TOKEN, '{"code":"words of somebody\\n else"}', 400],
      [ME, '{}'],
      [ME, '{"openId":"o"}'],
      [ME, '{"unionId":7}'],
    ]
    for (const [path, body, status = 200] of answers) {
      double.trouble.clear()
      double.trouble.set(path, { body, status })
      await assertRefused(dingtalk.identify(settings, { code: double.agree(person) }, outside), 'unreachable')
    }
  })

  const impatient = openOutside(150)
  for (const path of [TOKEN, ME]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const code = double.agree(person)
        double.trouble.set(path, trouble)
        await assertRefused(dingtalk.identify(settings, { code }, impatient), 'unreachable', [clientSecret, code])
      })
    }
  }
})
