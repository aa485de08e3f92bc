import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { alipay } from './alipay.ts'
import { appId, certificates, inMode, modes, openGateway, privatePem, publicPem } from './alipay.double.ts'
import type { Refusal } from './connector.ts'
import { assertRefused, openOutside } from './testing.double.ts'

const person = {
  user_id: '2088102150477652',
  open_id: '074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5',
  nick_name: '小明 😀 "},"sign":"x"',
  avatar: 'https://tfs.alipayobjects.com/images/partner/x/1',
}
const profile = { subject: person.open_id, alias: person.user_id, nickname: person.nick_name, avatar: person.avatar }
const TOKEN = 'alipay.system.oauth.token'
const SHARE = 'alipay.user.info.share'
const secretPart = privatePem('app').slice(100, 140)
const outside = openOutside()

describe('alipay: who is this', () => {
  for (const mode of modes) {
    test(`${mode}: open_id, user_id, name and picture`, async () => {
      const { double, settings } = await openGateway(mode)
      assert.deepEqual(await alipay.identify(settings, { code: double.agree(person) }, outside), profile)
      assert.deepEqual(double.seen, [TOKEN, SHARE])
    })
  }

  for (const scene of ['mobile', 'mini_program']) {
    test(`${scene}: the same, from a code the application brings by itself`, async () => {
      const { double, settings } = await openGateway()
      assert.deepEqual(await alipay.identify({ ...settings, scene }, { code: double.agree(person) }, outside), profile)
    })
  }

  test('auth_base: the id alone, and the person is not asked for', async () => {
    const { double, settings } = await openGateway()
    const code = double.agree(person, 'auth_base')
    const found = await alipay.identify({ ...settings, scope: 'auth_base' }, { code }, outside)
    assert.deepEqual(found, { subject: person.open_id, alias: person.user_id })
    assert.deepEqual(double.seen, [TOKEN])
  })

  test('one id after the other: whoever was known by the user_id stays known when the open_id comes', async () => {
    assert.equal(alipay.sharedAlias, true)
    const { double, settings } = await openGateway()
    const seen = async (it: { user_id?: string; open_id?: string }) => {
      const { subject, alias } = await alipay.identify(settings, { code: double.agree(it) }, outside)
      return { subject, alias }
    }
    const { user_id, open_id } = person
    assert.deepEqual(await seen({ user_id }), { subject: user_id, alias: user_id })
    assert.deepEqual(await seen({ user_id, open_id }), { subject: open_id, alias: user_id })
    assert.deepEqual(await seen({ open_id }), { subject: open_id, alias: undefined })
  })

  test('an API address with a path of its own keeps it', async () => {
    const { double, settings } = await openGateway()
    await assertRefused(alipay.identify({ ...settings, api_url: `${double.url}/proxy/` }, { code: 'x' }, outside), 'unreachable')
  })

  test('the clock of the question is the one it was given, in Beijing time', async () => {
    const then = Date.UTC(2031, 11, 31, 20, 0, 0)
    const { double, settings } = await openGateway('public_key', () => then)
    const found = await alipay.identify(
      settings,
      { code: double.agree(person) },
      openOutside(2_000, () => then),
    )
    assert.equal(found.subject, person.open_id)
    await assertRefused(alipay.identify(settings, { code: double.agree(person) }, outside), 'misconfigured')
  })
})

describe('alipay: where the person signs in', () => {
  const input = { redirectUri: 'https://app.example.com/back?a=1', state: 'st&te', nonce: 'n', codeChallenge: 'c' }
  const settings = { scene: 'website', app_id: appId, private_key: privatePem('app'), ...inMode.public_key }

  for (const [more, base, scope] of [
    [{}, 'https://openauth.alipay.com', 'auth_user'],
    [{ scope: 'auth_base', authorize_url: 'https://proxy.example.com/zfb' }, 'https://proxy.example.com/zfb', 'auth_base'],
  ] as const) {
    test(JSON.stringify(more), async () => {
      const url = new URL((await alipay.authorizeUrl!({ ...settings, ...more }, input, outside)) ?? '')
      assert.equal(url.origin + url.pathname, `${base}/oauth2/publicAppAuthorize.htm`)
      assert.deepEqual(Object.fromEntries(url.searchParams), { app_id: appId, scope, redirect_uri: input.redirectUri, state: 'st&te' })
    })
  }

  for (const scene of ['mobile', 'mini_program']) {
    test(`${scene} has no page`, async () => {
      await assertRefused(alipay.authorizeUrl!({ ...settings, scene }, input, outside), 'misconfigured')
    })
  }
})

describe('alipay: settings are tried when they are saved', () => {
  for (const mode of modes) {
    test(`${mode}: right ones pass, and nobody is asked for`, async () => {
      const { double, settings } = await openGateway(mode)
      await alipay.check!(settings, outside)
      assert.deepEqual(double.seen, [TOKEN])
    })
  }

  const wrong: [(typeof modes)[number], Record<string, unknown>, string][] = [
    ['public_key', { app_id: '2021000000000002' }, 'app_id'],
    ['public_key', { app_id: '' }, 'app_id'],
    ['public_key', { private_key: privatePem('stranger') }, 'private_key'],
    ['public_key', { private_key: 'not a key' }, 'private_key'],
    ['public_key', { alipay_public_key: publicPem('stranger') }, 'alipay_public_key'],
    ['public_key', { alipay_public_key: publicPem('app') }, 'alipay_public_key'],
    ['public_key', { alipay_public_key: '' }, 'alipay_public_key'],
    ['public_key', { aes_key: 'short' }, 'aes_key'],
    ['certificate', { app_id: '2021000000000002' }, 'app_id'],
    ['certificate', { private_key: privatePem('stranger') }, 'private_key'],
    ['certificate', { app_cert: 'not a certificate' }, 'app_cert'],
    ['certificate', { app_cert: certificates.old.pem }, 'app_cert'],
    ['certificate', { alipay_cert: certificates.next.pem }, 'alipay_cert'],
    ['certificate', { alipay_cert: certificates.app.pem }, 'alipay_cert'],
    ['certificate', { alipay_root_cert: certificates.otherRoot.pem }, 'alipay_root_cert'],
    ['certificate', { alipay_root_cert: '' }, 'alipay_root_cert'],
    // The application is in certificate mode, and the keys of the other mode were filled in.
    ['certificate', inMode.public_key, 'key_mode'],
  ]
  for (const [mode, differs, setting] of wrong) {
    const what = Object.entries(differs).map(([name, value]) => `${name} ${String(value).slice(0, 12).trim()}…`)
    test(`${mode}, ${what.join(', ')}: names ${setting}`, async () => {
      const { settings } = await openGateway(mode)
      const refusal = await assertRefused(alipay.check!({ ...settings, ...differs }, outside), 'misconfigured', [secretPart])
      assert.equal(refusal.setting, setting)
    })
  }

  const codes: [string, string | undefined, Refusal | undefined, string?][] = [
    ['40002', 'isv.missing-signature-key', 'misconfigured', 'private_key'],
    ['40003', 'isv.missing-signature-config', 'misconfigured', 'private_key'],
    ['40002', 'isv.app-cert-expired', 'misconfigured', 'app_cert'],
    ['40006', 'isv.insufficient-isv-permissions', 'misconfigured'],
    ['20000', 'aop.unknow-error', 'unreachable'],
    ['40005', 'isv.app-call-limited', 'unreachable'],
    ['40003', 'isv.invalid-auth-relations', undefined],
  ]
  for (const [code, sub_code, refusal, setting] of codes) {
    test(`${code} ${sub_code} is ${refusal ?? 'about the made-up person, not about the settings'}`, async () => {
      const { double, settings } = await openGateway()
      double.errors.set(TOKEN, { code, msg: 'x', ...(sub_code && { sub_code }) })
      if (refusal) assert.equal((await assertRefused(alipay.check!(settings, outside), refusal)).setting, setting)
      else await alipay.check!(settings, outside)
    })
  }

  test('a no that is not signed says nothing of the key; a yes to a made-up code is nonsense', async () => {
    const { double, settings } = await openGateway()
    double.signing.key = undefined
    await alipay.check!(settings, outside)
    double.trouble.set(TOKEN, { body: '{"alipay_system_oauth_token_response":{"access_token":"t"}}' })
    await assertRefused(alipay.check!(settings, outside), 'unreachable')
  })
})
