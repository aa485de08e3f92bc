import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Proof, Refusal } from './connector.ts'
import { feishu } from './feishu.ts'
import { type FeishuDouble, type FeishuPerson, startFeishuDouble, TOKEN, USERINFO } from './feishu.double.ts'
import { assertRefused, challengeOf, openOutside, troubles } from './testing.double.ts'

const appId = 'cli_a5ca35a685b0x26e'
const appSecret = 'baBqE5um9LbFGDy3X7LcfxQX1sqpXlwy'
const redirectUri = 'https://app.example.com/back?via=feishu'
const codeVerifier = 'v'.repeat(43)
const input = { redirectUri, state: 'st&te', nonce: 'n', codeChallenge: challengeOf(codeVerifier) }
const person: FeishuPerson = {
  open_id: 'ou_caecc734c2e3328a62489fe0648c4b98779515d3',
  union_id: 'on_d89jhsdhjsajkda7828enjdj328ydhhw3u43yjhdj',
  name: '王小明',
  en_name: 'Xiaoming',
  avatar_url: 'https://www.feishu.cn/avatar/icon',
  mobile: '+8615912345678',
  email: 'private@example.org',
  enterprise_email: 'xiaoming@example.com',
}
const outside = openOutside()
const impatient = openOutside(150)

async function provider(more: Record<string, unknown> = {}, now = Date.now) {
  const double = await startFeishuDouble({ appId, appSecret, redirectUris: [redirectUri], now })
  after(double.close)
  const addresses = { api_url: double.url, authorize_url: double.url }
  return { double, settings: { app_id: appId, app_secret: appSecret, ...addresses, ...more } }
}

async function agree(double: FeishuDouble, settings: Record<string, unknown>, who = person): Promise<Proof> {
  const { code, state } = double.agree(
    await feishu.authorizeUrl!({ ...settings, app_id: appId, authorize_url: double.url }, input, outside),
    who,
  )
  assert.equal(state, input.state)
  return { code, redirectUri, codeVerifier }
}

describe('feishu: who is this', () => {
  test('open_id, union_id, name, picture; number and address are hints', async () => {
    const { double, settings } = await provider()
    assert.deepEqual(await feishu.identify(settings, await agree(double, settings), outside), {
      subject: person.open_id,
      alias: person.union_id,
      nickname: person.name,
      avatar: person.avatar_url,
      mobile: person.mobile,
      mobileVerified: false,
      email: person.enterprise_email,
      emailVerified: false,
    })
    assert.deepEqual(double.seen, [`POST ${TOKEN}`, `GET ${USERINFO}`])
    assert.equal(feishu.sharedAlias, true)
  })

  test('without permissions there is the open_id, and what is empty is absent', async () => {
    const { double, settings } = await provider()
    const proof = await agree(double, settings, { open_id: 'ou_1', en_name: 'Xiaoming' })
    assert.deepEqual(await feishu.identify(settings, proof, outside), { subject: 'ou_1', nickname: 'Xiaoming' })
  })
})

describe('feishu: where the person signs in', () => {
  test('with PKCE, and with a scope only if there is one', async () => {
    const { double, settings } = await provider({ scope: 'contact:user.email:readonly, contact:user.phone:readonly' })
    const { query } = double.agree(await feishu.authorizeUrl!(settings, input, outside), person)
    assert.equal(query.get('scope'), 'contact:user.email:readonly contact:user.phone:readonly')
    const bare = new URL(await feishu.authorizeUrl!({ ...settings, scope: undefined }, input, outside))
    assert.deepEqual([bare.searchParams.has('scope'), bare.searchParams.get('code_challenge_method')], [false, 'S256'])
  })

  for (const [region, origin, api] of [
    [undefined, 'https://accounts.feishu.cn', 'https://open.feishu.cn'],
    ['feishu', 'https://accounts.feishu.cn', 'https://open.feishu.cn'],
    ['lark', 'https://accounts.larksuite.com', 'https://open.larksuite.com'],
  ] as const) {
    test(`region ${region}: ${origin} and ${api}`, async () => {
      const settings = { app_id: appId, app_secret: appSecret, ...(region && { region }) }
      assert.equal(new URL(await feishu.authorizeUrl!(settings, input, outside)).origin, origin)
      const asked: string[] = []
      const fetch = async (at: URL) => {
        asked.push(at.origin)
        throw new TypeError('names do not leave this machine in a test')
      }
      const shut = { ...outside, fetch: fetch as unknown as typeof globalThis.fetch }
      await assertRefused(feishu.identify(settings, { code: 'x' }, shut), 'unreachable')
      assert.deepEqual(asked, [api])
    })
  }
})

describe('feishu: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; proof?: Partial<Proof>; without?: keyof Proof }, Refusal, string?][] = [
    ['an unknown code', { proof: { code: 'unknown-code' } }, 'expired'],
    ['an empty code', { proof: { code: '' } }, 'expired'],
    ['another verifier', { proof: { codeVerifier: 'w'.repeat(43) } }, 'expired'],
    ['no verifier', { without: 'codeVerifier' }, 'expired'],
    ['another redirect address', { proof: { redirectUri: 'https://app.example.com/back' } }, 'expired'],
    ['no redirect address', { without: 'redirectUri' }, 'expired'],
    ['an unknown application', { settings: { app_id: 'cli_nobody' } }, 'misconfigured', 'app_id'],
    ['a wrong secret', { settings: { app_secret: 'wrong' } }, 'misconfigured', 'app_secret'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured', 'api_url'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured', 'api_url'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable', 'api_url'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof: Proof = { ...(await agree(double, settings)), ...differs.proof }
      if (differs.without) delete proof[differs.without]
      const work = feishu.identify({ ...settings, ...differs.settings }, proof, outside)
      const error = await assertRefused(work, refusal, [appSecret, codeVerifier, ...(proof.code ? [proof.code] : [])])
      assert.equal(error.setting, setting)
      assert.ok(!double.seen.includes(`GET ${USERINFO}`))
    })
  }

  test('a code is good once, and for five minutes', async () => {
    let now = 0
    const { double, settings } = await provider({}, () => now)
    const proof = await agree(double, settings)
    await feishu.identify(settings, proof, outside)
    await assertRefused(feishu.identify(settings, proof, outside), 'expired', [proof.code])
    const late = await agree(double, settings)
    now = 300_000
    await assertRefused(feishu.identify(settings, late, outside), 'expired')
  })

  const numbers: [string, number, Refusal][] = [
    [TOKEN, 20003, 'expired'],
    [TOKEN, 20004, 'expired'],
    [TOKEN, 20008, 'denied'],
    [TOKEN, 20009, 'misconfigured'],
    [TOKEN, 20010, 'denied'],
    [TOKEN, 20024, 'expired'],
    [TOKEN, 20036, 'misconfigured'],
    [TOKEN, 20050, 'unreachable'],
    [TOKEN, 20065, 'expired'],
    [TOKEN, 20066, 'denied'],
    [TOKEN, 20068, 'misconfigured'],
    [TOKEN, 20069, 'misconfigured'],
    [TOKEN, 20072, 'unreachable'],
    [USERINFO, 20002, 'denied'],
    [USERINFO, 20005, 'denied'],
    [USERINFO, 20021, 'denied'],
    [USERINFO, 20022, 'denied'],
    [USERINFO, 99991668, 'denied'],
    [USERINFO, 99991400, 'unreachable'],
  ]
  for (const [path, number, refusal] of numbers) {
    test(`${path}: ${number} is ${refusal}`, async () => {
      const { double, settings } = await provider()
      const proof = await agree(double, settings)
      double.errors.set(path, number)
      const error = await assertRefused(feishu.identify(settings, proof, outside), refusal, [appSecret, proof.code])
      assert.match(error.message, /HTTP \d+/)
    })
  }

  test('an answer that is neither yes nor no is unreachable', async () => {
    const { double, settings } = await provider()
    for (const body of [
      {},
      { code: 0 },
      { code: 0, access_token: 'a b' },
      { code: 0, access_token: 7 },
      { code: '0', access_token: 't' },
    ]) {
      double.trouble.set(TOKEN, { body: JSON.stringify(body) })
      await assertRefused(feishu.identify(settings, { code: 'x' }, outside), 'unreachable')
    }
    double.trouble.delete(TOKEN)
    for (const body of [{ code: 0 }, { code: 0, data: [] }, { code: 0, data: { open_id: '' } }, { code: 0, data: { union_id: 'on_1' } }]) {
      const proof = await agree(double, settings)
      double.trouble.set(USERINFO, { body: JSON.stringify(body) })
      await assertRefused(feishu.identify(settings, proof, outside), 'unreachable')
    }
  })

  for (const path of [TOKEN, USERINFO]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings } = await provider()
        const proof = await agree(double, settings)
        double.trouble.set(path, trouble)
        await assertRefused(feishu.identify(settings, proof, impatient), 'unreachable', [appSecret, proof.code, codeVerifier])
      })
    }
  }
})

describe('feishu: settings are checked when they are saved', () => {
  test('right ones pass', async () => {
    const { double, settings } = await provider()
    await feishu.check!(settings, outside)
    assert.deepEqual(double.seen, [`POST ${TOKEN}`])
  })

  for (const [setting, value] of [
    ['app_id', 'cli_nobody'],
    ['app_secret', 'wrong'],
    ['api_url', 'nonsense'],
    ['api_url', 'http://169.254.169.254'],
  ] as const) {
    test(`${setting} ${value} is named`, async () => {
      const { settings } = await provider()
      const error = await assertRefused(feishu.check!({ ...settings, [setting]: value }, outside), 'misconfigured', [appSecret])
      assert.equal(error.setting, setting)
    })
  }

  test('an application that is not enabled is named', async () => {
    const { double, settings } = await provider()
    double.errors.set(TOKEN, 20069)
    assert.equal((await assertRefused(feishu.check!(settings, outside), 'misconfigured', [appSecret])).setting, 'app_id')
  })

  test('an answer that cannot be one is unreachable', async () => {
    const { double, settings } = await provider()
    double.trouble.set(TOKEN, { body: '{"code":0,"access_token":"t"}' })
    await assertRefused(feishu.check!(settings, outside), 'unreachable', [])
  })

  for (const [what, trouble] of troubles) {
    test(`${what} is unreachable`, async () => {
      const { double, settings } = await provider()
      double.trouble.set(TOKEN, trouble)
      await assertRefused(feishu.check!(settings, impatient), 'unreachable', [appSecret])
    })
  }
})
