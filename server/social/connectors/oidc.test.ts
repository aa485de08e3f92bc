import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Outside, Profile, Proof, Refusal } from './connector.ts'
import { oidc } from './oidc.ts'
import { type OidcDouble, startOidcDouble } from './oidc.double.ts'
import { assertRefused, challengeOf, openOutside } from './testing.double.ts'

const redirectUri = 'https://app.example.com/back?via=acme'
const codeVerifier = 'v'.repeat(43)
const nonce = 'nonce-1'
const clientSecret = 's3cr:et+%&=/'
const input = { redirectUri, state: 'st&te', nonce, codeChallenge: challengeOf(codeVerifier) }
const CONFIGURATION = '/.well-known/openid-configuration'

describe('oidc: against oidc-provider', () => {
  const clients = [
    { client_id: 'acme', client_secret: clientSecret, redirect_uris: [redirectUri, 'https://bare.example.com'] },
    { client_id: 'acme-post', client_secret: clientSecret, redirect_uris: [redirectUri], token_endpoint_auth_method: 'client_secret_post' },
    { client_id: 'native', redirect_uris: ['com.example.app:/back'], application_type: 'native', token_endpoint_auth_method: 'none' },
  ]
  const accounts = {
    alice: {
      name: '爱丽丝',
      picture: 'https://x/a.png',
      email: 'a@example.com',
      email_verified: true,
      phone_number: '+8615912345678',
      phone_number_verified: true,
    },
    eve: { email: 'victim@example.com', email_verified: 'false', phone_number: '+8615912345678', phone_number_verified: 'true' },
    mallory: { email: 'victim@example.com', phone_number: '+8615912345678' },
    bare: {},
  }
  const outside = openOutside()
  let double: OidcDouble
  let settings: Record<string, unknown>
  before(async () => {
    double = await startOidcDouble(clients, accounts)
    settings = { issuer: double.url, client_id: 'acme', client_secret: clientSecret, scope: 'openid profile email phone' }
  })
  after(() => double.close())

  /** Through the provider's page and back. */
  async function signIn(
    account: string,
    more: Record<string, unknown> = {},
    differs: Partial<typeof input> = {},
  ): Promise<Proof & { state: string | null }> {
    const asked = { ...input, ...differs }
    const back = await double.signIn(await oidc.authorizeUrl!({ ...settings, ...more }, asked, outside), account)
    const { code, iss, state } = Object.fromEntries(back.searchParams)
    assert.ok(code && iss, `no code in ${back.href}`)
    return { code, iss, redirectUri: asked.redirectUri, codeVerifier, nonce, state: state ?? null }
  }
  const identify = (proof: Proof, more: Record<string, unknown> = {}) => oidc.identify({ ...settings, ...more }, proof, outside)

  test('everything the provider says', async () => {
    const proof = await signIn('alice')
    assert.equal(proof.state, input.state)
    assert.deepEqual(await identify(proof), {
      subject: 'alice',
      nickname: '爱丽丝',
      avatar: 'https://x/a.png',
      mobile: '+8615912345678',
      mobileVerified: true,
      email: 'a@example.com',
      emailVerified: true,
    } satisfies Profile)
  })

  test('without userinfo this provider says who, and nothing more', async () => {
    const more = { fetch_userinfo: false }
    assert.deepEqual(await identify(await signIn('alice', more), more), { subject: 'alice' })
  })

  test('the client by post', async () => {
    const more = { client_id: 'acme-post', client_auth: 'post' }
    assert.equal((await identify(await signIn('bare', more), more)).subject, 'bare')
  })

  test('a public client with a redirect of its own scheme', async () => {
    const more = { client_id: 'native', client_auth: 'none', client_secret: undefined }
    assert.equal((await identify(await signIn('bare', more, { redirectUri: 'com.example.app:/back' }), more)).subject, 'bare')
  })

  test('the redirect address goes out letter by letter', async () => {
    assert.equal((await identify(await signIn('bare', {}, { redirectUri: 'https://bare.example.com' }))).subject, 'bare')
  })

  test('openid is asked for even if the administrator forgot it', async () => {
    assert.equal((await identify(await signIn('bare', { scope: 'profile,email' }), { scope: 'profile,email' })).subject, 'bare')
  })

  test('the address of the discovery document is as good as the issuer', async () => {
    const more = { issuer: `${double.url}${CONFIGURATION}` }
    assert.equal((await identify(await signIn('bare', more), more)).subject, 'bare')
  })

  for (const account of ['eve', 'mallory']) {
    test(`threat 2: "true", "false" and silence are not verified (${account})`, async () => {
      assert.deepEqual(await identify(await signIn(account)), {
        subject: account,
        mobile: '+8615912345678',
        mobileVerified: false,
        email: 'victim@example.com',
        emailVerified: false,
      })
    })
  }

  const refusals: [string, { proof?: Partial<Proof>; settings?: Record<string, unknown>; without?: keyof Proof }, Refusal][] = [
    ['threat 7: another nonce', { proof: { nonce: 'nonce-2' } }, 'denied'],
    ['threat 7: a nonce nobody expects', { without: 'nonce' }, 'denied'],
    ['threat 7: another verifier', { proof: { codeVerifier: 'w'.repeat(43) } }, 'expired'],
    ['threat 7: no verifier', { without: 'codeVerifier' }, 'expired'],
    ['threat 8: another issuer came back', { proof: { iss: 'https://idp.example.com' } }, 'denied'],
    ['threat 8: no issuer came back from a provider that sends one', { without: 'iss' }, 'denied'],
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['an empty code', { proof: { code: '' } }, 'denied'],
    ['another redirect address', { proof: { redirectUri: 'https://app.example.com/back' } }, 'expired'],
    ['no redirect address', { without: 'redirectUri' }, 'denied'],
    ['another client', { settings: { client_id: 'acme-post', client_auth: 'post' } }, 'expired'],
    ['an unknown client', { settings: { client_id: 'nobody' } }, 'misconfigured'],
    ['a wrong secret', { settings: { client_secret: 'wrong' } }, 'misconfigured'],
    ['no secret', { settings: { client_secret: undefined } }, 'misconfigured'],
    ['no client authentication where it is due', { settings: { client_auth: 'none' } }, 'misconfigured'],
    ['another algorithm in the settings', { settings: { algorithm: 'ES256' } }, 'denied'],
    ['an issuer that is no address', { settings: { issuer: 'nonsense' } }, 'misconfigured'],
    ['nobody there', { settings: { issuer: 'http://127.0.0.1:1' } }, 'unreachable'],
    ['threat 23: an issuer inside', { settings: { issuer: 'https://169.254.169.254' } }, 'misconfigured'],
    ['http to another machine', { settings: { issuer: 'http://idp.example.com' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const proof: Proof = { ...(await signIn('alice')), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      // Names do not leave this machine in a test.
      const shut: Outside = {
        ...outside,
        fetch: (at, init) => (String(at).includes('example.com') ? Promise.reject(new TypeError('no')) : outside.fetch(at, init)),
      }
      const work = oidc.identify({ ...settings, ...differs.settings }, proof, differs.settings?.['issuer'] ? shut : outside)
      await assertRefused(work, refusal, [clientSecret, codeVerifier, ...(proof.code ? [proof.code] : [])])
    })
  }

  test('a code is good once', async () => {
    const proof = await signIn('alice')
    await identify(proof)
    await assertRefused(identify(proof), 'expired', [proof.code])
  })

  test('settings are checked when they are saved: right ones pass', async () => {
    await oidc.check!(settings, outside)
    await oidc.check!({ ...settings, client_id: 'acme-post', client_auth: 'post' }, outside)
    await oidc.check!({ ...settings, client_id: 'native', client_auth: 'none', client_secret: undefined }, outside)
  })

  const wrong: [string, Record<string, unknown>][] = [
    ['client_secret', { client_secret: 'wrong' }],
    ['client_secret', { client_secret: undefined }],
    ['client_id', { client_id: 'nobody', client_auth: 'none', client_secret: undefined }],
    ['algorithm', { algorithm: 'ES512' }],
    ['issuer', { issuer: 'nonsense' }],
    ['issuer', { issuer: 'DOUBLE/elsewhere' }],
    ['issuer', { issuer: 'https://169.254.169.254' }],
  ]
  for (const [setting, more] of wrong) {
    test(`settings are checked: ${JSON.stringify(more)}: ${setting} is named`, async () => {
      const differs = typeof more['issuer'] === 'string' ? { issuer: more['issuer'].replace('DOUBLE', double.url) } : more
      const error = await assertRefused(oidc.check!({ ...settings, ...differs }, outside), 'misconfigured', [clientSecret])
      assert.equal(error.setting, setting)
    })
  }
})
