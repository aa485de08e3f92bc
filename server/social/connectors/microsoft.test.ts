import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { microsoft } from './microsoft.ts'
import { type MicrosoftDouble, type MicrosoftPerson, pathsOf, PERSONAL, startMicrosoftDouble } from './microsoft.double.ts'
import { foreignKey } from './oidc-liar.double.ts'
import { assertRefused, challengeOf, openOutside, troubles } from './testing.double.ts'

const clientId = '535fb089-9ff3-47b6-9bfb-4f1264799865'
const clientSecret = 'qWgdYAmab0YSkuL1qKv5bPX~secret'
const redirectUri = 'https://app.example.com/back?via=microsoft'
const codeVerifier = 'v'.repeat(43)
const nonce = 'nonce-1'
const input = { redirectUri, state: 'st&te', nonce, codeChallenge: challengeOf(codeVerifier) }
const contoso = 'aaaabbbb-0000-cccc-1111-dddd2222eeee'
const fabrikam = 'bbbbcccc-1111-dddd-2222-eeee3333ffff'
const oid = '00aa00aa-bb11-cc22-dd33-44ee44ee44ee'
const person: MicrosoftPerson = { tid: contoso, oid, sub: 'pairwise-1', name: '王小明', email: 'wang@contoso.example' }
const profile = { subject: `${oid}.${contoso}`, nickname: person.name, email: person.email, emailVerified: false }
const outside = openOutside()

async function provider(more: Record<string, unknown> = {}, options: { single?: boolean; now?(): number } = {}) {
  const tenants = { 'contoso.example': contoso, 'fabrikam.example': fabrikam }
  const double = await startMicrosoftDouble({ clientId, clientSecret, redirectUris: [redirectUri], tenants, ...options })
  after(double.close)
  return {
    double,
    settings: { client_id: clientId, client_secret: clientSecret, login_url: double.url, ...more } as Record<string, unknown>,
  }
}

async function agree(double: MicrosoftDouble, settings: Record<string, unknown>, who = person): Promise<Proof> {
  const { code, state } = double.agree(await microsoft.authorizeUrl!(settings, input, outside), who)
  assert.equal(state, input.state)
  return { code, redirectUri, codeVerifier, nonce }
}

describe('microsoft: who is this', () => {
  test('oid and tid, name, and an address that nobody vouches for', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await microsoft.identify(settings, await agree(double, settings), outside), profile)
    const { document, token, keys } = pathsOf('common')
    assert.deepEqual(double.seen, [`GET ${document}`, `POST ${token}`, `GET ${keys}`])
  })

  test('sub changes with the app registration, the subject does not', async () => {
    const { double, settings } = await provider()
    const proof = await agree(double, settings, { ...person, sub: 'pairwise-2' })
    assert.equal((await microsoft.identify(settings, proof, outside)).subject, profile.subject)
  })

  for (const [xms_edov, verified] of [
    [true, true],
    [false, false],
    ['true', false],
    ['1', false],
    [1, false],
    [undefined, false],
  ] as const) {
    test(`threat 2: xms_edov ${JSON.stringify(xms_edov)} is ${verified ? '' : 'not '}verified, whatever else is claimed`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings, { ...person, email_verified: true, xms_edov })
      assert.equal((await microsoft.identify(settings, proof, outside)).emailVerified, verified)
    })
  }

  const tenants: [string, string, boolean][] = [
    ['common', contoso, true],
    ['common', PERSONAL, true],
    ['organizations', contoso, true],
    ['organizations', PERSONAL, false],
    ['consumers', PERSONAL, true],
    ['consumers', contoso, false],
    [contoso, contoso, true],
    [contoso.toUpperCase(), contoso, true],
    [contoso, fabrikam, false],
    [contoso, PERSONAL, false],
    ['contoso.example', contoso, true],
    ['contoso.example', fabrikam, false],
  ]
  for (const [tenant, tid, allowed] of tenants) {
    test(`tenant ${tenant}: an account of ${tid} is ${allowed ? 'let in' : 'denied'}`, async () => {
      const { double, settings } = await provider({ tenant })
      const work = microsoft.identify(settings, await agree(double, settings, { ...person, tid }), outside)
      if (allowed) assert.equal((await work).subject, `${oid}.${tid}`)
      else await assertRefused(work, 'denied', [clientSecret])
    })
  }

  test('the consumers’ document with a template for an issuer is as good', async () => {
    const { double, settings } = await provider({ tenant: 'consumers' })
    double.document['issuer'] = `${double.url}/{tenantid}/v2.0`
    const proof = await agree(double, settings, { ...person, tid: PERSONAL })
    assert.equal((await microsoft.identify(settings, proof, outside)).subject, `${oid}.${PERSONAL}`)
    await assertRefused(microsoft.identify(settings, await agree(double, settings), outside), 'denied')
  })
})

describe('microsoft: refusals', () => {
  const lies: [string, Record<string, unknown>][] = [
    ['issued by one tenant about another', { tid: fabrikam }],
    ['of a tenant that is no id', { tid: 'common', iss: 'common' }],
    ['without tenant', { tid: undefined }],
    ['of the template itself', { tid: '{tenantid}', iss: '{tenantid}' }],
    ['of another issuer', { iss: 'https://idp.example.com/v2.0' }],
    ['of an older issuer', { iss: `https://sts.windows.net/${contoso}/` }],
    ['for another client', { aud: 'other' }],
    ['that ended', { exp: 1_700_000_000 }],
    ['without oid', { oid: undefined }],
    ['with an oid that is no text', { oid: { a: 1 } }],
    ['with another nonce', { nonce: 'nonce-2' }],
  ]
  for (const [what, claims] of lies) {
    test(`an id_token ${what} is denied`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings)
      const { iss } = claims
      const issued = typeof iss === 'string' && !iss.includes(':') ? { iss: `${double.url}/${iss}/v2.0` } : {}
      double.lies.claims = { ...claims, ...issued }
      await assertRefused(microsoft.identify(settings, proof, outside), 'denied', [clientSecret, proof.code])
    })
  }

  test('threat 14: signed with a foreign key is denied', async () => {
    const { double, settings } = await provider()
    const proof = await agree(double, settings)
    double.lies.key = foreignKey.privateKey
    await assertRefused(microsoft.identify(settings, proof, outside), 'denied')
  })

  for (const [tenant, issuer] of [
    ['common', 'https://idp.example.com/{tenantid}/v2.0'],
    ['common', `DOUBLE/${contoso}/v2.0`],
    ['common', 'DOUBLE/x/{tenantid}/v2.0'],
    [contoso, `DOUBLE/${fabrikam}/v2.0`],
    [contoso, 'DOUBLE/{tenantid}/v2.0'],
    ['contoso.example', 'DOUBLE/contoso.example/v2.0'],
    ['consumers', `DOUBLE/${contoso}/v2.0`],
  ] as const) {
    test(`tenant ${tenant}: a document of ${issuer} is misconfigured`, async () => {
      const { double, settings } = await provider({ tenant })
      double.document['issuer'] = issuer.replace('DOUBLE', double.url)
      await assertRefused(microsoft.identify(settings, { code: 'c', redirectUri }, outside), 'misconfigured')
    })
  }

  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof>; without?: keyof Proof }, Refusal][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['another verifier', { proof: { codeVerifier: 'w'.repeat(43) } }, 'expired'],
    ['no verifier', { without: 'codeVerifier' }, 'expired'],
    ['another redirect address', { proof: { redirectUri: 'https://app.example.com/back' } }, 'expired'],
    ['no redirect address', { without: 'redirectUri' }, 'denied'],
    ['another nonce', { proof: { nonce: 'nonce-2' } }, 'denied'],
    ['no nonce', { without: 'nonce' }, 'denied'],
    ['an unknown client', { settings: { client_id: 'nobody' } }, 'misconfigured'],
    ['a wrong secret', { settings: { client_secret: 'wrong' } }, 'misconfigured'],
    ['an unknown tenant', { settings: { tenant: 'nobody.example' } }, 'misconfigured'],
    ['an address that is none', { settings: { login_url: 'nonsense' } }, 'misconfigured'],
    ['an address inside (threat 23)', { settings: { login_url: 'https://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { login_url: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof: Proof = { ...(await agree(double, settings)), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      const work = microsoft.identify({ ...settings, ...differs.settings }, proof, outside)
      await assertRefused(work, refusal, [clientSecret, proof.code, codeVerifier])
    })
  }

  test('a code is good once, and for ten minutes', async () => {
    let now = 0
    const { double, settings } = await provider({}, { now: () => now })
    const proof = await agree(double, settings)
    await microsoft.identify(settings, proof, outside)
    await assertRefused(microsoft.identify(settings, proof, outside), 'expired', [proof.code])
    const late = await agree(double, settings)
    now = 600_000
    await assertRefused(microsoft.identify(settings, late, outside), 'expired')
  })

  const impatient = openOutside(150)
  for (const path of Object.values({ ...pathsOf('common'), page: undefined })) {
    if (path === undefined) continue
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const proof = await agree(double, settings)
        double.trouble.set(path, trouble)
        await assertRefused(microsoft.identify(settings, proof, impatient), 'unreachable', [clientSecret, proof.code, codeVerifier])
      })
    }
  }
})

describe('microsoft: settings are checked when they are saved', () => {
  for (const tenant of ['common', 'organizations', 'consumers', contoso, 'contoso.example']) {
    test(`right ones pass (${tenant})`, async () => {
      const { double, settings } = await provider({ tenant })
      await microsoft.check!(settings, outside)
      assert.deepEqual(double.seen, [`GET ${pathsOf(tenant).document}`, `POST ${pathsOf(tenant).token}`])
    })
  }

  const wrong: [string, Record<string, unknown>, { single?: boolean }][] = [
    ['client_id', { client_id: 'nobody' }, {}],
    ['client_secret', { client_secret: 'wrong' }, {}],
    ['tenant', { tenant: 'nobody.example' }, {}],
    ['tenant', { tenant: 'common' }, { single: true }],
    ['login_url', { login_url: 'https://169.254.169.254' }, {}],
    ['login_url', { login_url: 'nonsense' }, {}],
  ]
  for (const [setting, more, options] of wrong) {
    test(`${JSON.stringify({ ...more, ...options })}: ${setting} is named`, async () => {
      const { settings } = await provider({}, options)
      const error = await assertRefused(microsoft.check!({ ...settings, ...more }, outside), 'misconfigured', [clientSecret])
      assert.equal(error.setting, setting)
    })
  }

  test('a registration for one tenant passes with that tenant', async () => {
    const { settings } = await provider({ tenant: contoso }, { single: true })
    await microsoft.check!(settings, outside)
  })

  const impatient = openOutside(150)
  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(pathsOf('common').token, trouble)
      await assertRefused(microsoft.check!(settings, impatient), 'unreachable', [clientSecret])
    })
  }
})
