import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { apple } from './apple.ts'
import { type AppleDouble, type ApplePerson, KEYS, startAppleDouble, TOKEN } from './apple.double.ts'
import type { Outside, Proof, Refusal } from './connector.ts'
import { foreignKey } from './oidc-liar.double.ts'
import type { TokenLies } from './provider.double.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = (key: { privateKey: typeof pair.privateKey }) => key.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
const privateKey = pem(pair)
const servicesId = 'com.example.shop.web'
const bundleId = 'com.example.shop'
const teamId = 'DEF123GHIJ'
const keyId = 'ABC123DEFG'
const redirectUri = 'https://app.example.com/back?via=apple'
const nonce = 'nonce-1'
const input = { redirectUri, state: 'st&te', nonce, codeChallenge: 'c'.repeat(43) }
const person: ApplePerson = {
  sub: '001234.5b3a3bdf9c0b4f049c1471cae1cd1d8d.0001',
  email: 'dpdcnf87nu@privaterelay.appleid.com',
  email_verified: 'true',
  is_private_email: 'true',
  name: ['小明', '王'],
}
const profile = { subject: person.sub, email: person.email, emailVerified: true }
/** What must not stand in a refusal: the key, line by line. */
const secrets = [privateKey, ...privateKey.split('\n').slice(1, -2)]
const outside = openOutside()

async function provider(more: Record<string, unknown> = {}, now = Date.now) {
  const double = await startAppleDouble({
    servicesId,
    bundleId,
    teamId,
    keyId,
    publicKey: pair.publicKey,
    redirectUris: [redirectUri],
    now,
  })
  after(double.close)
  const settings = {
    client_id: servicesId,
    bundle_id: bundleId,
    team_id: teamId,
    key_id: keyId,
    private_key: privateKey,
    issuer: double.url,
  }
  return { double, settings: { ...settings, ...more } as Record<string, unknown> }
}

async function agree(double: AppleDouble, settings: Record<string, unknown>, who = person, at: Outside = outside): Promise<Proof> {
  const { code, state, user } = double.agree(await apple.authorizeUrl!(settings, input, at), who)
  assert.equal(state, input.state)
  return { code, redirectUri, nonce, codeVerifier: 'v'.repeat(43), ...(user !== undefined && { user }) }
}

describe('apple: who is this', () => {
  test('it posts the person back', () => assert.equal(apple.formPost, true))

  test('the name comes with the first form only, the address with every id_token', async () => {
    const { double, settings } = await provider()
    const first = await apple.identify(settings, await agree(double, settings), outside)
    assert.deepEqual(first, { ...profile, nickname: '王小明' })
    assert.deepEqual(await apple.identify(settings, await agree(double, settings), outside), profile)
    assert.ok(
      double.seen.every((it) => it === `POST ${TOKEN}` || it === `GET ${KEYS}`),
      'nothing is discovered',
    )
  })

  test('from the kit: no redirect address, and the client is the bundle', async () => {
    const { double, settings } = await provider()
    const code = double.agreeInKit(bundleId, person, nonce)
    assert.deepEqual(await apple.identify(settings, { code, nonce }, outside), profile)
    assert.deepEqual(
      double.secrets.map((it) => it['sub']),
      [bundleId],
    )
  })

  test('an application without a website: its bundle is the only client', async () => {
    const { double, settings } = await provider({ client_id: bundleId, bundle_id: undefined })
    assert.deepEqual(await apple.identify(settings, { code: double.agreeInKit(bundleId, person) }, outside), profile)
  })

  test('the client secret lives for minutes, and is made anew', async () => {
    let now = 1_800_000_000_000
    const at = openOutside(2_000, () => now)
    const { double, settings } = await provider({}, () => now)
    await apple.identify(settings, await agree(double, settings, person, at), at)
    // The configuration of the client is still remembered; its first secret would have ended.
    now += 400_000
    await apple.identify(settings, await agree(double, settings, person, at), at)
    assert.deepEqual(
      double.secrets.map(({ iat, exp }) => [iat, exp]),
      [
        [1_800_000_000, 1_800_000_300],
        [1_800_000_400, 1_800_000_700],
      ],
    )
  })

  test('a key whose line ends came as \\n', async () => {
    const { double, settings } = await provider({ private_key: privateKey.trim().replaceAll('\n', '\\n') })
    assert.equal((await apple.identify(settings, await agree(double, settings), outside)).subject, person.sub)
  })

  const names: [unknown, string | undefined][] = [
    ['{"name":{"firstName":"Anna","lastName":"Lee"}}', 'Anna Lee'],
    ['{"name":{"firstName":"Anna"}}', 'Anna'],
    ['{"name":{"firstName":"はなこ","lastName":"山田"}}', '山田はなこ'],
    ['{"name":{"firstName":"","lastName":"Lee"}}', 'Lee'],
    ['{"name":{"firstName":{"a":1}}}', undefined],
    ['{"name":{"firstName":"a\\u0000b"}}', undefined],
    ['{"name":"Anna"}', undefined],
    ['{"email":"victim@example.com"}', undefined],
    ['[]', undefined],
    ['null', undefined],
    ['{', undefined],
    ['', undefined],
  ]
  for (const [user, nickname] of names) {
    test(`the form says ${user}: ${nickname ?? 'no name'}, and nothing else is taken from it`, async () => {
      const { double, settings } = await provider()
      const proof = { ...(await agree(double, settings)), user: String(user) }
      assert.deepEqual(await apple.identify(settings, proof, outside), { ...profile, ...(nickname && { nickname }) })
    })
  }

  for (const [email_verified, verified] of [
    [true, true],
    ['true', true],
    [false, false],
    ['false', false],
    ['yes', false],
    [1, false],
    [undefined, false],
  ] as const) {
    test(`an address verified as ${JSON.stringify(email_verified)} is ${verified ? '' : 'not '}verified`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings, { ...person, email_verified })
      assert.equal((await apple.identify(settings, proof, outside)).emailVerified, verified)
    })
  }
})

describe('apple: refusals', () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof>; without?: keyof Proof }, Refusal][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['another redirect address', { proof: { redirectUri: 'https://app.example.com/back' } }, 'expired'],
    ['a code of the website, shown as one of the kit', { without: 'redirectUri' }, 'expired'],
    ['another nonce', { proof: { nonce: 'nonce-2' } }, 'denied'],
    ['no nonce', { without: 'nonce' }, 'denied'],
    ['an unknown client', { settings: { client_id: 'com.example.other' } }, 'misconfigured'],
    ['another team', { settings: { team_id: 'ZZZ123GHIJ' } }, 'misconfigured'],
    ['another key id', { settings: { key_id: 'ZZZ123DEFG' } }, 'misconfigured'],
    ['another key', { settings: { private_key: pem(other) } }, 'misconfigured'],
    ['a key of another kind', { settings: { private_key: pem(rsa) } }, 'misconfigured'],
    ['a key that is none', { settings: { private_key: 'nonsense' } }, 'misconfigured'],
    ['an address that is none', { settings: { issuer: 'nonsense' } }, 'misconfigured'],
    ['an address inside (threat 23)', { settings: { issuer: 'https://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { issuer: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof: Proof = { ...(await agree(double, settings)), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      await assertRefused(apple.identify({ ...settings, ...differs.settings }, proof, outside), refusal, [...secrets, proof.code])
    })
  }

  test('a code of the kit is nothing to the website', async () => {
    const { double, settings } = await provider({ bundle_id: undefined })
    await assertRefused(apple.identify(settings, { code: double.agreeInKit(bundleId, person) }, outside), 'expired', secrets)
  })

  const lies: [string, TokenLies][] = [
    ['signed with a foreign key', { key: foreignKey.privateKey }],
    ['of another issuer', { claims: { iss: 'https://idp.example.com' } }],
    ['for another client', { claims: { aud: bundleId } }],
    ['that ended', { claims: { exp: 1_700_000_000 } }],
    ['without subject', { claims: { sub: undefined } }],
  ]
  for (const [what, lie] of lies) {
    test(`an id_token ${what} is denied`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings)
      Object.assign(double.lies, lie)
      await assertRefused(apple.identify(settings, proof, outside), 'denied', [...secrets, proof.code])
    })
  }

  test('a code is good once, and for five minutes', async () => {
    let now = 1_800_000_000_000
    const at = openOutside(2_000, () => now)
    const { double, settings } = await provider({}, () => now)
    const proof = await agree(double, settings, person, at)
    await apple.identify(settings, proof, at)
    await assertRefused(apple.identify(settings, proof, at), 'expired', [proof.code])
    const late = await agree(double, settings, person, at)
    now += 300_000
    await assertRefused(apple.identify(settings, late, at), 'expired')
  })

  const impatient = openOutside(150)
  for (const path of [TOKEN, KEYS]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const proof = await agree(double, settings)
        double.trouble.set(path, trouble)
        await assertRefused(apple.identify(settings, proof, impatient), 'unreachable', [...secrets, proof.code])
      })
    }
  }
})

describe('apple: settings are checked when they are saved', () => {
  test('right ones pass, and both clients are asked about', async () => {
    const { double, settings } = await provider()
    await apple.check!(settings, outside)
    assert.deepEqual(
      double.secrets.map((it) => it['sub']),
      [servicesId, bundleId],
    )
  })

  const wrong: [string, string, Record<string, unknown>][] = [
    ['a wrong Services ID', 'client_id', { client_id: 'com.example.other' }],
    ['a wrong bundle', 'bundle_id', { bundle_id: 'com.example.other' }],
    ['a wrong Services ID alone', 'client_id', { client_id: 'com.example.other', bundle_id: undefined }],
    ['no key', 'private_key', { private_key: 'nonsense' }],
    ['half a key', 'private_key', { private_key: privateKey.slice(0, 120) }],
    ['a public key', 'private_key', { private_key: pair.publicKey.export({ format: 'pem', type: 'spki' }) }],
    ['a key of another curve', 'private_key', { private_key: pem(generateKeyPairSync('ec', { namedCurve: 'P-384' })) }],
    ['an address that is none', 'issuer', { issuer: 'nonsense' }],
  ]
  for (const [what, setting, more] of wrong) {
    test(`${what}: ${setting} is named`, async () => {
      const { settings } = await provider()
      const error = await assertRefused(apple.check!({ ...settings, ...more }, outside), 'misconfigured', secrets)
      assert.equal(error.setting, setting)
    })
  }

  const unsaid: Record<string, unknown>[] = [
    { team_id: 'ZZZ123GHIJ' },
    { key_id: 'ZZZ123DEFG' },
    { private_key: pem(generateKeyPairSync('ec', { namedCurve: 'P-256' })) },
  ]
  for (const more of unsaid) {
    test(`${Object.keys(more)[0]}: Apple does not say which, so all four are named`, async () => {
      const { settings } = await provider()
      const error = await assertRefused(apple.check!({ ...settings, ...more }, outside), 'misconfigured', secrets)
      assert.match(error.message, /client_id, team_id, key_id or private_key/)
    })
  }

  const impatient = openOutside(150)
  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(TOKEN, trouble)
      await assertRefused(apple.check!(settings, impatient), 'unreachable', secrets)
    })
  }
})
