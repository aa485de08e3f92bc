import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { github } from './github.ts'
import { EMAILS, type GithubDouble, type GithubPerson, startGithubDouble, TOKEN, USER } from './github.double.ts'
import { assertRefused, challengeOf, openOutside, troubles } from './testing.double.ts'

const clientId = 'Ov23liA1b2C3d4E5f6G7'
const clientSecret = 'f00dfacef00dfacef00dfacef00dfacef00dface'
const redirectUri = 'https://app.example.com/back?via=github'
const codeVerifier = 'v'.repeat(43)
const input = { redirectUri, state: 'st&te', nonce: 'n', codeChallenge: challengeOf(codeVerifier) }
const person: GithubPerson = {
  id: 583231,
  login: 'octocat',
  name: '王小明',
  avatar_url: 'https://avatars.example.com/u/583231?v=4',
  emails: [
    { email: 'other@example.com', primary: false, verified: true, visibility: null },
    { email: 'wang@example.com', primary: true, verified: true, visibility: 'private' },
  ],
}
const profile = { subject: '583231', nickname: '王小明', avatar: person.avatar_url, email: 'wang@example.com', emailVerified: true }
const outside = openOutside()

async function provider(more: Record<string, unknown> = {}, now = Date.now) {
  const double = await startGithubDouble({ clientId, clientSecret, redirectUris: [redirectUri], now })
  after(double.close)
  const settings = { client_id: clientId, client_secret: clientSecret, web_url: double.url, api_url: `${double.url}/api/v3`, ...more }
  return { double, settings: settings as Record<string, unknown> }
}

async function agree(double: GithubDouble, settings: Record<string, unknown>, who = person): Promise<Proof> {
  const { code, state } = double.agree(await github.authorizeUrl!(settings, input, outside), who)
  assert.equal(state, input.state)
  return { code, redirectUri, codeVerifier }
}

describe('github: who is this', () => {
  test('id, name, picture and the primary address', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await github.identify(settings, await agree(double, settings), outside), profile)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`, `GET ${USER}`, `GET ${EMAILS}`])
  })

  test('without a name: the login', async () => {
    const { double, settings } = await provider()
    const proof = await agree(double, settings, { id: 7, login: 'octocat', name: null })
    assert.deepEqual(await github.identify(settings, proof, outside), { subject: '7', nickname: 'octocat' })
  })

  for (const verified of [false, 'true', 1, undefined]) {
    test(`threat 2: a primary address verified as ${JSON.stringify(verified)} is not verified`, async () => {
      const { double, settings } = await provider()
      const emails = [{ email: 'victim@example.com', primary: true, verified, visibility: null }, ...(person.emails ?? []).slice(0, 1)]
      const found = await github.identify(settings, await agree(double, settings, { ...person, emails }), outside)
      assert.deepEqual([found.email, found.emailVerified], ['victim@example.com', false])
    })
  }

  for (const status of [403, 404]) {
    test(`addresses that may not be seen (HTTP ${status}) are none`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(EMAILS, { status, body: '{"message":"Resource not accessible by integration"}' })
      const { email: _, emailVerified: __, ...rest } = profile
      assert.deepEqual(await github.identify(settings, await agree(double, settings), outside), rest)
    })
  }

  test('the page of github.com', async () => {
    const url = new URL(await github.authorizeUrl!({ client_id: clientId, client_secret: clientSecret }, input, outside))
    assert.equal(url.origin + url.pathname, 'https://github.com/login/oauth/authorize')
    assert.ok(!url.href.includes(clientSecret))
  })
})

describe('github: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof>; without?: keyof Proof }, Refusal][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['an empty code', { proof: { code: '' } }, 'expired'],
    ['another verifier', { proof: { codeVerifier: 'w'.repeat(43) } }, 'expired'],
    ['no verifier', { without: 'codeVerifier' }, 'expired'],
    ['a redirect address that is not registered', { proof: { redirectUri: 'https://evil.example.com/' } }, 'misconfigured'],
    ['no redirect address for a code that has one', { without: 'redirectUri' }, 'expired'],
    ['an unknown client', { settings: { client_id: 'nobody' } }, 'misconfigured'],
    ['a wrong secret', { settings: { client_secret: 'wrong' } }, 'misconfigured'],
    ['an address that is none', { settings: { web_url: 'nonsense' } }, 'misconfigured'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured'],
    ['an address inside (threat 23)', { settings: { web_url: 'https://169.254.169.254' } }, 'misconfigured'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://[::1]/api/v3' } }, 'misconfigured'],
    ['nobody there', { settings: { web_url: 'http://127.0.0.1:1' } }, 'unreachable'],
    ['nobody at the API', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof: Proof = { ...(await agree(double, settings)), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      const work = github.identify({ ...settings, ...differs.settings }, proof, outside)
      await assertRefused(work, refusal, [clientSecret, codeVerifier, ...(proof.code ? [proof.code] : [])])
    })
  }

  test('a code is good once, and for ten minutes', async () => {
    let now = 0
    const { double, settings } = await provider({}, () => now)
    const proof = await agree(double, settings)
    await github.identify(settings, proof, outside)
    await assertRefused(github.identify(settings, proof, outside), 'expired', [proof.code])
    const late = await agree(double, settings)
    now = 600_000
    await assertRefused(github.identify(settings, late, outside), 'expired')
  })

  const answers: [string, number, unknown, Refusal][] = [
    [TOKEN, 200, { error: 'unverified_user_email' }, 'denied'],
    [TOKEN, 200, { error: 'constructor' }, 'denied'],
    [TOKEN, 200, {}, 'unreachable'],
    [TOKEN, 200, { access_token: 'a\r\nb' }, 'unreachable'],
    [USER, 401, { message: 'Bad credentials' }, 'denied'],
    [USER, 403, { message: 'Sorry. Your account was suspended.' }, 'denied'],
    [USER, 403, { message: 'API rate limit exceeded for user ID 7.' }, 'unreachable'],
    [USER, 200, {}, 'unreachable'],
    [USER, 200, { id: '583231' }, 'unreachable'],
    [USER, 200, { id: 2 ** 60 }, 'unreachable'],
    [EMAILS, 401, { message: 'Bad credentials' }, 'denied'],
    [EMAILS, 403, { message: 'You have exceeded a secondary rate limit.' }, 'unreachable'],
    [EMAILS, 200, { email: 'victim@example.com', primary: true, verified: true }, 'unreachable'],
  ]
  for (const [path, status, body, refusal] of answers) {
    test(`${path}: HTTP ${status} ${JSON.stringify(body)} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings)
      double.trouble.set(path, { status, body: JSON.stringify(body) })
      await assertRefused(github.identify(settings, proof, outside), refusal, [clientSecret, proof.code])
    })
  }

  const impatient = openOutside(150)
  for (const path of [TOKEN, USER, EMAILS]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const proof = await agree(double, settings)
        // A list is what the addresses come in: this one has no address in it.
        const list = path === EMAILS && what === 'JSON that is no object'
        double.trouble.set(path, trouble)
        const work = github.identify(settings, proof, impatient)
        if (list) assert.equal((await work).email, undefined)
        else await assertRefused(work, 'unreachable', [clientSecret, proof.code, codeVerifier])
      })
    }
  }
})

describe('github: settings are checked when they are saved', () => {
  test('right ones pass', async () => {
    const { double, settings } = await provider()
    await github.check!(settings, outside)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`, `GET ${USER}`])
  })

  const wrong: [string, Record<string, unknown>][] = [
    ['client_id', { client_id: 'nobody' }],
    ['client_secret', { client_secret: 'wrong' }],
    ['web_url', { web_url: 'nonsense' }],
    ['web_url', { web_url: 'https://169.254.169.254' }],
    ['api_url', { api_url: 'nonsense' }],
    ['api_url', { api_url: 'https://169.254.169.254' }],
  ]
  for (const [setting, more] of wrong) {
    test(`${JSON.stringify(more)}: ${setting} is named`, async () => {
      const { settings } = await provider()
      const error = await assertRefused(github.check!({ ...settings, ...more }, outside), 'misconfigured', [clientSecret])
      assert.equal(error.setting, setting)
    })
  }

  test('an API address without /api/v3: api_url is named', async () => {
    const { double, settings } = await provider()
    const error = await assertRefused(github.check!({ ...settings, api_url: double.url }, outside), 'misconfigured')
    assert.equal(error.setting, 'api_url')
  })

  const impatient = openOutside(150)
  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(TOKEN, trouble)
      await assertRefused(github.check!(settings, impatient), 'unreachable', [clientSecret])
    })
  }
})
