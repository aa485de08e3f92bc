import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { oauth2 } from './oauth2.ts'
import { type OAuthDoubleOptions, startOAuthDouble } from './oauth2.double.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'

const clientId = 'client:1 ü'
const clientSecret = 's3cr:et+%&=√'
const outside = openOutside()

async function provider(options: Partial<OAuthDoubleOptions> = {}, more: Record<string, unknown> = {}) {
  const double = await startOAuthDouble({ clientId, clientSecret, redirectUris: [], ...options })
  after(double.close)
  const settings = {
    client_id: clientId,
    client_secret: clientSecret,
    authorization_url: `${double.url}/authorize`,
    token_url: `${double.url}/token`,
    userinfo_url: `${double.url}/me`,
    subject_attribute: 'sub',
    ...more,
  }
  return { double, settings }
}

describe('oauth2: settings are checked when they are saved', () => {
  for (const clientAuth of ['basic', 'post'] as const) {
    test(`right ones pass (client by ${clientAuth})`, async () => {
      const { double, settings } = await provider({ clientAuth }, { client_auth: clientAuth })
      await oauth2.check!(settings, outside)
      assert.deepEqual(double.seen, ['POST /token', 'GET /me'])
    })
  }

  const wrong: [string, Record<string, unknown>][] = [
    ['client_secret', { client_secret: 'wrong' }],
    ['client_secret', { client_auth: 'post' }],
    ['authorization_url', { authorization_url: 'nonsense' }],
    ['token_url', { token_url: 'nonsense' }],
    ['token_url', { token_url: 'DOUBLE/nothing' }],
    ['token_url', { token_url: 'https://169.254.169.254/token' }],
    ['userinfo_url', { userinfo_url: 'nonsense' }],
    ['userinfo_url', { userinfo_url: 'DOUBLE/nothing' }],
    ['userinfo_url', { userinfo_url: 'https://169.254.169.254/me' }],
  ]
  for (const [setting, more] of wrong) {
    test(`${JSON.stringify(more)}: ${setting} is named`, async () => {
      const { double, settings } = await provider()
      const differs = Object.fromEntries(Object.entries(more).map(([name, it]) => [name, String(it).replace('DOUBLE', double.url)]))
      const error = await assertRefused(oauth2.check!({ ...settings, ...differs }, outside), 'misconfigured', [clientSecret])
      assert.equal(error.setting, setting)
    })
  }

  const words: [number, Record<string, string>, string | undefined][] = [
    [401, { error: 'invalid_client' }, 'client_secret'],
    [400, { error: 'invalid_client', error_description: 'Client not found' }, 'client_id'],
    [401, { error: 'invalid_client', error_description: 'unknown client' }, 'client_id'],
    [401, { error: 'something_of_its_own' }, 'client_secret'],
    [200, { error: 'incorrect_client_credentials' }, 'client_secret'],
    [400, { error: 'unauthorized_client' }, 'client_id'],
    [400, { error: 'invalid_grant' }, undefined],
    [200, { error: 'bad_verification_code' }, undefined],
    [400, { error: 'redirect_uri_mismatch' }, undefined],
    [400, { error: 'invalid_request' }, undefined],
  ]
  for (const [status, body, setting] of words) {
    test(`HTTP ${status} ${JSON.stringify(body)}: ${setting ?? 'the client is known'}`, async () => {
      const { double, settings } = await provider()
      double.trouble.set('/token', { status, body: JSON.stringify(body) })
      const work = oauth2.check!(settings, outside)
      if (setting === undefined) await work
      else assert.equal((await assertRefused(work, 'misconfigured', [clientSecret])).setting, setting)
    })
  }

  test('a userinfo address that says no without words is one', async () => {
    const { double, settings } = await provider()
    double.trouble.set('/me', { status: 401 })
    await oauth2.check!(settings, outside)
  })

  test('a token for a code that nobody was given is unreachable', async () => {
    const { double, settings } = await provider()
    double.trouble.set('/token', { body: '{"access_token":"at"}' })
    await assertRefused(oauth2.check!(settings, outside), 'unreachable')
  })

  const impatient = openOutside(150)
  for (const path of ['/token', '/me']) {
    for (const [what, trouble] of troubles) {
      // What comes as HTTP 200 may be anything, when it is asked with a made-up token.
      if (path === '/me' && what.startsWith('JSON')) continue
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        double.trouble.set(path, trouble)
        const error = await assertRefused(oauth2.check!(settings, impatient), 'unreachable', [clientSecret])
        assert.equal(error.setting, path === '/me' ? 'userinfo_url' : 'token_url')
      })
    }
  }
})
