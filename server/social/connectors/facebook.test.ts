import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { facebook } from './facebook.ts'
import { DEBUG, type FacebookDouble, type FacebookPerson, ME, startFacebookDouble, TOKEN } from './facebook.double.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'

const appId = '123456789012345'
const appSecret = 'f00dfacef00dfacef00dfacef00dface'
const redirectUri = 'https://app.example.com/back?via=facebook'
const input = { redirectUri, state: 'st&te', nonce: 'n', codeChallenge: 'c'.repeat(43) }
const person: FacebookPerson = {
  id: '10215241773831025',
  name: '王小明',
  email: 'wang@example.com',
  picture: 'https://scontent.example.com/1.jpg',
}
const profile = { subject: person.id, nickname: person.name, avatar: person.picture, email: person.email, emailVerified: false }
const outside = openOutside()

async function provider(more: Record<string, unknown> = {}, now = Date.now) {
  const double = await startFacebookDouble({ appId, appSecret, redirectUris: [redirectUri], now })
  after(double.close)
  const settings = { app_id: appId, app_secret: appSecret, graph_url: double.url, login_url: double.url, ...more }
  return { double, settings: settings as Record<string, unknown> }
}

async function agree(double: FacebookDouble, settings: Record<string, unknown>, who = person): Promise<Proof> {
  const { code, state } = double.agree(await facebook.authorizeUrl!(settings, input, outside), who)
  assert.equal(state, input.state)
  return { code, redirectUri }
}

describe('facebook: who is this', () => {
  test('by code: id, name, picture, and an address that nobody vouches for', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await facebook.identify(settings, await agree(double, settings), outside), profile)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`, `GET ${ME}`])
  })

  test('by a token of the kit: Facebook is asked whose it is, and the application is not believed', async () => {
    const { double, settings } = await provider()
    const proof = { code: '', accessToken: double.giveToken(person), openId: 'somebody-else' }
    assert.deepEqual(await facebook.identify(settings, proof, outside), profile)
    assert.deepEqual(double.seen, [`GET ${DEBUG}`, `GET ${ME}`])
  })

  test('no picture, no address', async () => {
    const { double, settings } = await provider()
    const proof = await agree(double, settings, { id: '7', name: 'x' })
    assert.deepEqual(await facebook.identify(settings, proof, outside), { subject: '7', nickname: 'x' })
  })

  test('the dialog is asked for what is needed', async () => {
    const url = new URL(await facebook.authorizeUrl!({ app_id: appId, app_secret: appSecret }, input, outside))
    assert.equal(url.origin + url.pathname, 'https://www.facebook.com/v23.0/dialog/oauth')
    assert.equal(url.searchParams.get('scope'), 'public_profile,email')
    assert.ok(!url.href.includes(appSecret))
  })
})

describe('facebook: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof>; without?: keyof Proof }, Refusal][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['an empty code', { proof: { code: '' } }, 'expired'],
    ['another redirect address', { proof: { redirectUri: 'https://app.example.com/back' } }, 'expired'],
    ['no redirect address', { without: 'redirectUri' }, 'denied'],
    ['an unknown app', { settings: { app_id: '999' } }, 'misconfigured'],
    ['a wrong secret', { settings: { app_secret: 'wrong' } }, 'misconfigured'],
    ['a version that does not exist', { settings: { api_version: 'v999.0' } }, 'misconfigured'],
    ['an address that is none', { settings: { graph_url: 'nonsense' } }, 'misconfigured'],
    ['an address inside (threat 23)', { settings: { graph_url: 'https://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { graph_url: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof: Proof = { ...(await agree(double, settings)), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      const work = facebook.identify({ ...settings, ...differs.settings }, proof, outside)
      await assertRefused(work, refusal, [appSecret, ...(proof.code ? [proof.code] : [])])
    })
  }

  const tokens: [string, (double: FacebookDouble) => string, Refusal][] = [
    ['made for another application', (it) => it.giveToken(person, { appId: '999' }), 'denied'],
    ['of a page', (it) => it.giveToken(person, { type: 'PAGE' }), 'denied'],
    ['that ended', (it) => it.giveToken(person, { until: 0 }), 'expired'],
    ['nobody gave', () => 'EAAnonsense', 'expired'],
    ['with parameters of its own', (it) => `${it.giveToken(person)}&user_id=7`, 'expired'],
    ['that is empty', () => '', 'expired'],
    ['of the app itself', () => `${appId}|${appSecret}`, 'expired'],
  ]
  for (const [what, give, refusal] of tokens) {
    test(`a token of the kit ${what} is ${refusal}, and nobody is asked about the person`, async () => {
      const { double, settings } = await provider()
      const accessToken = give(double)
      const work = facebook.identify(settings, { code: '', accessToken }, outside)
      await assertRefused(work, refusal, [appSecret, ...(accessToken ? [accessToken] : [])])
      assert.deepEqual(double.seen, [`GET ${DEBUG}`])
    })
  }

  test('a token of the kit with wrong settings is misconfigured', async () => {
    const { double, settings } = await provider({ app_secret: 'wrong' })
    const work = facebook.identify(settings, { code: '', accessToken: double.giveToken(person) }, outside)
    assert.equal((await assertRefused(work, 'misconfigured')).setting, 'app_secret')
  })

  for (const data of [
    { app_id: '999', type: 'USER', is_valid: true, user_id: person.id },
    { type: 'USER', is_valid: true, user_id: person.id },
    { app_id: appId, type: 'USER', is_valid: true, user_id: '7' },
    { app_id: appId, type: 'USER', is_valid: true },
  ]) {
    test(`debug_token says ${JSON.stringify(data)}: denied`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(DEBUG, { body: JSON.stringify({ data }) })
      await assertRefused(facebook.identify(settings, { code: '', accessToken: double.giveToken(person) }, outside), 'denied')
    })
  }

  test('a code is good once, and for ten minutes', async () => {
    let now = 0
    const { double, settings } = await provider({}, () => now)
    const proof = await agree(double, settings)
    await facebook.identify(settings, proof, outside)
    await assertRefused(facebook.identify(settings, proof, outside), 'expired', [proof.code])
    const late = await agree(double, settings)
    now = 600_000
    await assertRefused(facebook.identify(settings, late, outside), 'expired')
  })

  const codes: [string, number, string, Refusal][] = [
    [TOKEN, 1, 'An unknown error occurred', 'unreachable'],
    [TOKEN, 2, 'Service temporarily unavailable', 'unreachable'],
    [TOKEN, 4, 'Application request limit reached', 'unreachable'],
    [TOKEN, 191, 'Can’t load URL', 'misconfigured'],
    [TOKEN, 2635, 'You are calling a deprecated version', 'misconfigured'],
    [TOKEN, 368, 'The action attempted has been deemed abusive', 'denied'],
    [ME, 17, 'User request limit reached', 'unreachable'],
    [ME, 3, 'Application does not have the capability', 'misconfigured'],
    [ME, 10, 'Application does not have permission', 'denied'],
    [ME, 100, 'Invalid appsecret_proof provided in the API argument', 'misconfigured'],
    [ME, 100, 'Tried accessing nonexisting field', 'denied'],
    [ME, 102, 'Session key invalid', 'expired'],
    [ME, 190, 'The session has been invalidated', 'expired'],
    [ME, 200, 'Permissions error', 'denied'],
    [ME, Number.NaN, 'No code at all', 'denied'],
  ]
  for (const [path, code, message, refusal] of codes) {
    test(`${path}: code ${code} (${message}) is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings)
      const error = { message: `${message} ${proof.code}`, type: 'OAuthException', code }
      double.trouble.set(path, { status: 400, body: JSON.stringify({ error }) })
      await assertRefused(facebook.identify(settings, proof, outside), refusal, [appSecret, proof.code])
    })
  }

  test('an answer that is neither yes nor no is unreachable', async () => {
    const { double, settings } = await provider()
    for (const [path, body] of [
      [TOKEN, {}],
      [TOKEN, { access_token: 'a\r\nb' }],
      [TOKEN, { error: 'invalid_grant' }],
      [ME, {}],
      [ME, { id: 7 }],
      [ME, { id: 'a\0' }],
    ] as const) {
      double.trouble.clear()
      double.trouble.set(path, { body: JSON.stringify(body) })
      await assertRefused(facebook.identify(settings, await agree(double, settings), outside), 'unreachable')
    }
    double.trouble.clear()
    double.trouble.set(DEBUG, { body: '{"data":[]}' })
    await assertRefused(facebook.identify(settings, { code: '', accessToken: double.giveToken(person) }, outside), 'unreachable')
  })

  const impatient = openOutside(150)
  for (const path of [TOKEN, DEBUG, ME]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const accessToken = double.giveToken(person)
        const proof: Proof = path === DEBUG ? { code: '', accessToken } : await agree(double, settings)
        double.trouble.set(path, trouble)
        await assertRefused(facebook.identify(settings, proof, impatient), 'unreachable', [appSecret, accessToken, proof.code || appSecret])
      })
    }
  }
})

describe('facebook: settings are checked when they are saved', () => {
  test('right ones pass', async () => {
    const { double, settings } = await provider()
    await facebook.check!(settings, outside)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`])
  })

  const wrong: [string, Record<string, unknown>][] = [
    ['app_id', { app_id: '999' }],
    ['app_secret', { app_secret: 'wrong' }],
    ['api_version', { api_version: 'v999.0' }],
    ['graph_url', { graph_url: 'nonsense' }],
    ['graph_url', { graph_url: 'https://169.254.169.254' }],
  ]
  for (const [setting, more] of wrong) {
    test(`${JSON.stringify(more)}: ${setting} is named`, async () => {
      const { settings } = await provider()
      const error = await assertRefused(facebook.check!({ ...settings, ...more }, outside), 'misconfigured', [appSecret])
      assert.equal(error.setting, setting)
    })
  }

  const impatient = openOutside(150)
  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(TOKEN, trouble)
      await assertRefused(facebook.check!(settings, impatient), 'unreachable', [appSecret])
    })
  }
})
