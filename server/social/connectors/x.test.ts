import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { assertRefused, challengeOf, openOutside, troubles } from './testing.double.ts'
import { x } from './x.ts'
import { ME, startXDouble, TOKEN, type XDouble, type XPerson } from './x.double.ts'

const idOf = (text: string) => Buffer.from(text).toString('base64url')
const clientId = idOf('rG9n6402A3dbUJKzXTNX4oWHJ:1:ci')
const clientSecret = 'f00d-face_f00dfacef00dfacef00dface'
const redirectUri = 'https://app.example.com/back?via=x'
const codeVerifier = 'v'.repeat(43)
const input = { redirectUri, state: 'st&te', nonce: 'n', codeChallenge: challengeOf(codeVerifier) }
const person: XPerson = {
  id: '2244994945',
  name: '王小明',
  username: 'wang',
  profile_image_url: 'https://pbs.example.com/1_normal.jpg',
  confirmed_email: 'wang@example.com',
}
const profile = { subject: person.id, nickname: person.name, avatar: person.profile_image_url }
const outside = openOutside()

async function provider(more: Record<string, unknown> = {}, now = Date.now) {
  const mayAskEmail = more['ask_email'] === true
  const double = await startXDouble({ clientId, clientSecret, redirectUris: [redirectUri], mayAskEmail, now })
  after(double.close)
  const settings = { client_id: clientId, client_secret: clientSecret, api_url: double.url, web_url: double.url, ...more }
  return { double, settings: settings as Record<string, unknown> }
}

async function agree(double: XDouble, settings: Record<string, unknown>, who = person): Promise<Proof> {
  const { code, state } = double.agree(await x.authorizeUrl!(settings, input, outside), who)
  assert.equal(state, input.state)
  return { code, redirectUri, codeVerifier }
}

describe('x: who is this', () => {
  test('id, name and picture', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await x.identify(settings, await agree(double, settings), outside), profile)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`, `GET ${ME}`])
  })

  test('and the confirmed address, where it is asked for', async () => {
    const { double, settings } = await provider({ ask_email: true })
    const found = await x.identify(settings, await agree(double, settings), outside)
    assert.deepEqual(found, { ...profile, email: person.confirmed_email, emailVerified: true })
  })

  test('a person without an address or picture', async () => {
    const { double, settings } = await provider({ ask_email: true })
    const proof = await agree(double, settings, { id: '7', name: '', username: 'wang' })
    assert.deepEqual(await x.identify(settings, proof, outside), { subject: '7', nickname: 'wang' })
  })

  test('the page of x.com', async () => {
    const url = new URL(await x.authorizeUrl!({ client_id: clientId, client_secret: clientSecret }, input, outside))
    assert.equal(url.origin + url.pathname, 'https://x.com/i/oauth2/authorize')
    assert.equal(url.searchParams.get('scope'), 'users.read tweet.read')
    assert.ok(!url.href.includes(clientSecret))
  })
})

describe('x: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof>; without?: keyof Proof }, Refusal][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['an empty code', { proof: { code: '' } }, 'denied'],
    ['another verifier', { proof: { codeVerifier: 'w'.repeat(43) } }, 'expired'],
    ['no verifier', { without: 'codeVerifier' }, 'denied'],
    ['another redirect address', { proof: { redirectUri: 'https://app.example.com/back' } }, 'expired'],
    ['no redirect address', { without: 'redirectUri' }, 'denied'],
    ['an unknown client', { settings: { client_id: idOf('nobody:1:ci') } }, 'misconfigured'],
    ['a wrong secret', { settings: { client_secret: 'wrong' } }, 'misconfigured'],
    ['an address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured'],
    ['an address inside (threat 23)', { settings: { api_url: 'https://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof: Proof = { ...(await agree(double, settings)), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      const work = x.identify({ ...settings, ...differs.settings }, proof, outside)
      await assertRefused(work, refusal, [clientSecret, codeVerifier, ...(proof.code ? [proof.code] : [])])
    })
  }

  test('a code is good once, and for thirty seconds', async () => {
    let now = 0
    const { double, settings } = await provider({}, () => now)
    const proof = await agree(double, settings)
    await x.identify(settings, proof, outside)
    await assertRefused(x.identify(settings, proof, outside), 'expired', [proof.code])
    const late = await agree(double, settings)
    now = 30_000
    await assertRefused(x.identify(settings, late, outside), 'expired')
  })

  const answers: [string, number, unknown, Refusal][] = [
    [TOKEN, 400, { error: 'invalid_request', error_description: 'Something of its own' }, 'misconfigured'],
    [TOKEN, 400, { error: 'invalid_grant' }, 'expired'],
    [TOKEN, 403, { error: 'access_denied' }, 'denied'],
    [TOKEN, 400, {}, 'denied'],
    [TOKEN, 200, {}, 'unreachable'],
    [TOKEN, 200, { access_token: 'a\r\nb' }, 'unreachable'],
    [ME, 401, { title: 'Unauthorized', status: 401 }, 'denied'],
    [ME, 402, { title: 'CreditsDepleted', status: 402 }, 'misconfigured'],
    [ME, 403, { title: 'Client Forbidden', reason: 'client-not-enrolled', status: 403 }, 'misconfigured'],
    [ME, 403, { title: 'Forbidden', status: 403 }, 'denied'],
    [ME, 429, { title: 'Too Many Requests', status: 429 }, 'unreachable'],
    [ME, 200, { errors: [{ title: 'Not Found Error' }] }, 'denied'],
    [ME, 200, {}, 'unreachable'],
    [ME, 200, { data: {} }, 'unreachable'],
    [ME, 200, { data: { id: 7 } }, 'unreachable'],
    [ME, 200, { data: [{ id: '7' }] }, 'unreachable'],
  ]
  for (const [path, status, body, refusal] of answers) {
    test(`${path}: HTTP ${status} ${JSON.stringify(body)} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings)
      double.trouble.set(path, { status, body: JSON.stringify(body) })
      await assertRefused(x.identify(settings, proof, outside), refusal, [clientSecret, proof.code])
    })
  }

  const impatient = openOutside(150)
  for (const path of [TOKEN, ME]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const proof = await agree(double, settings)
        double.trouble.set(path, trouble)
        await assertRefused(x.identify(settings, proof, impatient), 'unreachable', [clientSecret, proof.code, codeVerifier])
      })
    }
  }
})

describe('x: settings are checked when they are saved', () => {
  test('right ones pass', async () => {
    const { double, settings } = await provider()
    await x.check!(settings, outside)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`])
  })

  const wrong: [string, Record<string, unknown>][] = [
    ['client_secret', { client_secret: 'wrong' }],
    ['client_id', { client_id: 'the-api-key' }],
    ['client_id', { client_id: idOf('rG9n6402A3dbUJKzXTNX4oWHJ:1:na') }],
    ['api_url', { api_url: 'nonsense' }],
    ['api_url', { api_url: 'https://169.254.169.254' }],
  ]
  for (const [setting, more] of wrong) {
    test(`${JSON.stringify(more)}: ${setting} is named`, async () => {
      const { settings } = await provider()
      const error = await assertRefused(x.check!({ ...settings, ...more }, outside), 'misconfigured', [clientSecret])
      assert.equal(error.setting, setting)
    })
  }

  const impatient = openOutside(150)
  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(TOKEN, trouble)
      await assertRefused(x.check!(settings, impatient), 'unreachable', [clientSecret])
    })
  }
})
