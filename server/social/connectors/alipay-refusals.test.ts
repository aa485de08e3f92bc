import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { describe, test } from 'node:test'
import { alipay } from './alipay.ts'
import { certificates, keys, modes, openGateway, privatePem, publicPem } from './alipay.double.ts'
import type { Refusal } from './connector.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'

const person = { user_id: '2088102150477652', open_id: '074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5', nick_name: '小明' }
const TOKEN = 'alipay.system.oauth.token'
const SHARE = 'alipay.user.info.share'
const secretPart = privatePem('app').slice(100, 140)
const outside = openOutside()

describe('alipay: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; code?: string }, Refusal, string?][] = [
    ['an unknown code', { code: 'unknown-code' }, 'expired'],
    ['an empty code', { code: '' }, 'expired'],
    ['a code that tries to add parameters', { code: 'x&app_id=y' }, 'expired'],
    ['a wrong APPID', { settings: { app_id: '1' } }, 'misconfigured', 'app_id'],
    ["a stranger's private key", { settings: { private_key: privatePem('stranger') } }, 'misconfigured', 'private_key'],
    ['a private key that is none', { settings: { private_key: 'x' } }, 'misconfigured', 'private_key'],
    ["a stranger's key in the place of Alipay's", { settings: { alipay_public_key: publicPem('stranger') } }, 'denied'],
    ['a gateway address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured'],
    ['a gateway address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings } = await openGateway()
      const code = differs.code ?? double.agree(person)
      const work = alipay.identify({ ...settings, ...differs.settings }, { code }, outside)
      const error = await assertRefused(work, refusal, [secretPart, ...(code ? [code] : [])])
      assert.equal(error.setting, setting)
      assert.ok(!double.seen.includes(SHARE))
    })
  }

  test('a code is good once, and for a day', async () => {
    let now = Date.now()
    const { double, settings } = await openGateway('public_key', () => now)
    const turned = openOutside(2_000, () => now)
    const code = double.agree(person)
    await alipay.identify(settings, { code }, turned)
    await assertRefused(alipay.identify(settings, { code }, turned), 'expired', [code])
    const late = double.agree(person)
    now += 24 * 3_600_000
    await assertRefused(alipay.identify(settings, { code: late }, turned), 'expired')
  })

  test('a person who only agreed to be recognised, asked for a face: the settings are wrong', async () => {
    const { double, settings } = await openGateway()
    await assertRefused(alipay.identify(settings, { code: double.agree(person, 'auth_base') }, outside), 'misconfigured')
  })

  test('Alipay changed its certificate: the administrator must fetch it', async () => {
    const { double, settings } = await openGateway('certificate')
    double.signing.number = certificates.next.number
    const refusal = await assertRefused(alipay.identify(settings, { code: double.agree(person) }, outside), 'misconfigured')
    assert.equal(refusal.setting, 'alipay_cert')
  })

  for (const mode of modes) {
    test(`${mode}: an answer that is not signed, or by somebody else, is denied`, async () => {
      const { double, settings } = await openGateway(mode)
      for (const key of [undefined, keys.stranger.privateKey]) {
        double.signing.key = key
        const code = double.agree(person)
        await assertRefused(alipay.identify(settings, { code }, outside), 'denied', [code])
      }
      assert.ok(!double.seen.includes(SHARE))
    })
  }

  const signed = (written: string) => sign('sha256', Buffer.from(written), keys.alipay.privateKey).toString('base64')
  const told = JSON.stringify({ code: '10000', msg: 'Success', open_id: person.open_id, nick_name: 'x' })
  const forged = JSON.stringify({ code: '10000', msg: 'Success', open_id: person.open_id, nick_name: 'forged' })
  const envelopes: [string, string, Refusal][] = [
    ['a letter was changed on the way', `{"alipay_user_info_share_response":${forged},"sign":"${signed(told)}"}`, 'denied'],
    [
      'another object beside the signed one',
      `{"x":${told},"alipay_user_info_share_response":${forged},"sign":"${signed(told)}"}`,
      'denied',
    ],
    [
      'two of one name, the first one signed',
      `{"alipay_user_info_share_response":${told},"alipay_user_info_share_response":${forged},"sign":"${signed(told)}"}`,
      'denied',
    ],
    ['the signature inside', `{"alipay_user_info_share_response":{"open_id":"x","sign":"${signed(told)}"}}`, 'denied'],
    ['a signature that is no text', `{"alipay_user_info_share_response":${forged},"sign":7}`, 'denied'],
    ['a signature of nothing', `{"alipay_user_info_share_response":${forged},"sign":""}`, 'denied'],
    ['no object', `{"alipay_user_info_share_response":"${person.open_id}","sign":"x"}`, 'unreachable'],
    ['another question answered', `{"alipay_system_oauth_token_response":${told},"sign":"${signed(told)}"}`, 'unreachable'],
    ['an error without a code', '{"error_response":{"msg":"no"}}', 'unreachable'],
    ['nothing of ours', '{}', 'unreachable'],
  ]
  for (const [what, body, refusal] of envelopes) {
    test(`${what}: ${refusal}`, async () => {
      const { double, settings } = await openGateway()
      double.trouble.set(SHARE, { body, type: 'text/html' })
      await assertRefused(alipay.identify(settings, { code: double.agree(person) }, outside), refusal)
    })
  }

  test('user.info.share about somebody else is denied, whichever id tells', async () => {
    const { double, settings } = await openGateway()
    for (const somebody of [{ open_id: 'another' }, { user_id: '2088000000000000' }, { ...person, user_id: '1' }]) {
      const written = JSON.stringify({ code: '10000', msg: 'Success', ...somebody })
      double.trouble.set(SHARE, { body: `{"alipay_user_info_share_response":${written},"sign":"${signed(written)}"}` })
      await assertRefused(alipay.identify(settings, { code: double.agree(person) }, outside), 'denied')
    }
  })

  test('a token answer without anybody in it is unreachable', async () => {
    const { double, settings } = await openGateway()
    for (const body of ['{"access_token":"t"}', '{"open_id":7}', `{"open_id":"o"}`]) {
      double.trouble.set(TOKEN, { body: `{"alipay_system_oauth_token_response":${body},"sign":"${signed(body)}"}` })
      await assertRefused(alipay.identify(settings, { code: 'x' }, outside), 'unreachable')
    }
  })

  const codes: [string, string, string | undefined, Refusal][] = [
    [TOKEN, '40002', 'isv.code-invalid', 'expired'],
    [TOKEN, '40002', 'isv.grant-type-invalid', 'misconfigured'],
    [TOKEN, '20000', 'isp.unknow-error', 'unreachable'],
    [TOKEN, '20000', undefined, 'unreachable'],
    [TOKEN, '40004', 'ACQ.SOMETHING', 'denied'],
    [SHARE, '20001', 'aop.auth-token-time-out', 'expired'],
    [SHARE, '40006', 'isv.insufficient-isv-permissions', 'misconfigured'],
    [SHARE, '40005', 'isv.method-call-limited', 'unreachable'],
    [SHARE, '40003', 'isv.invalid-auth-relations', 'denied'],
  ]
  for (const [method, code, sub_code, refusal] of codes) {
    test(`${method}: ${code} ${sub_code} is ${refusal}`, async () => {
      const { double, settings } = await openGateway()
      const authCode = double.agree(person)
      double.errors.set(method, { code, msg: 'x', ...(sub_code && { sub_code }) })
      const error = await assertRefused(alipay.identify(settings, { code: authCode }, outside), refusal, [secretPart, authCode])
      assert.ok(error.message.endsWith(sub_code ? `${code} ${sub_code}` : code))
    })
  }

  const impatient = openOutside(150)
  for (const method of [TOKEN, SHARE]) {
    for (const [what, trouble] of troubles) {
      test(`${method}: ${what} is unreachable`, async () => {
        const { double, settings } = await openGateway()
        const code = double.agree(person)
        double.trouble.set(method, trouble)
        await assertRefused(alipay.identify(settings, { code }, impatient), 'unreachable', [secretPart, code])
      })
    }
  }
})
