import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { describe, test } from 'node:test'
import { alipay } from './alipay.ts'
import { keys, modes, openGateway } from './alipay.double.ts'
import type { Refusal } from './connector.ts'
import { assertRefused, openOutside } from './testing.double.ts'

const aesKey = Buffer.from('0123456789abcdef').toString('base64')
const outside = openOutside()

describe('alipay: the number of a mini-program', () => {
  const success = { code: '10000', msg: 'Success', mobile: '13800138000' }
  const given = async (mode: (typeof modes)[number] = 'public_key') => {
    const { double, settings } = await openGateway(mode)
    return { double, settings: { ...settings, scene: 'mini_program', aes_key: aesKey } }
  }
  const clearly = (content: object, key = keys.alipay.privateKey) => {
    const response = JSON.stringify(content)
    return JSON.stringify({ response, sign: sign('sha256', Buffer.from(response), key).toString('base64') })
  }

  for (const mode of modes) {
    test(`${mode}: encrypted and signed by Alipay`, async () => {
      const { double, settings } = await given(mode)
      const told = double.tellMobile(success, aesKey)
      const more = { ...told, sign_type: 'RSA2', encrypt_type: 'AES', charset: 'UTF-8' }
      // As it is, with the fields that are sometimes there, and as the text that my.getPhoneNumber calls `response`.
      for (const encrypted of [told, more, { response: JSON.stringify(told) }].map((it) => JSON.stringify(it))) {
        assert.equal(await alipay.readMobile!(settings, { encrypted }, outside), '+8613800138000')
        // However it is written down, it is one proof.
        assert.equal(alipay.proofOf!({ encrypted }), told.response)
      }
      assert.deepEqual(double.seen, [])
    })
  }

  test('what is not signed by Alipay is denied, and not even decrypted', async () => {
    const { double, settings } = await given()
    const told = double.tellMobile(success, aesKey)
    const other = double.tellMobile({ ...success, mobile: '13900139000' }, aesKey)
    const bad: unknown[] = [
      double.tellMobile(success, aesKey, keys.stranger.privateKey),
      double.tellMobile(success, aesKey, keys.app.privateKey),
      { response: told.response },
      { ...told, sign: '' },
      { ...told, sign: 7 },
      { ...told, sign: other.sign },
      { ...told, sign_type: 'RSA' },
      { ...told, encrypt_type: 'DES' },
      { sign: told.sign },
      { response: JSON.stringify({ response: JSON.stringify(told) }) },
      [told],
      'text',
      null,
    ]
    for (const it of bad) {
      await assertRefused(alipay.readMobile!({ ...settings, aes_key: 'x' }, { encrypted: JSON.stringify(it) }, outside), 'denied', [
        told.response,
      ])
    }
    for (const encrypted of [undefined, '', '{', 'null']) {
      await assertRefused(alipay.readMobile!(settings, encrypted === undefined ? { code: 'x' } : { encrypted }, outside), 'denied')
    }
  })

  test('a number in the clear is none, signed or not', async () => {
    const { settings } = await given()
    await assertRefused(alipay.readMobile!(settings, { encrypted: clearly(success, keys.stranger.privateKey) }, outside), 'denied')
    await assertRefused(alipay.readMobile!(settings, { encrypted: clearly(success) }, outside), 'denied')
  })

  for (const [what, key] of [
    ['missing', undefined],
    ['empty', ''],
    ['too short', 'AAAA'],
    ['another', Buffer.alloc(16, 1).toString('base64')],
  ] as const) {
    test(`aes_key ${what}: the administrator must act`, async () => {
      const { double, settings } = await given()
      const encrypted = JSON.stringify(double.tellMobile(success, aesKey))
      const work = alipay.readMobile!({ ...settings, aes_key: key }, { encrypted }, outside)
      assert.equal((await assertRefused(work, 'misconfigured', [aesKey])).setting, 'aes_key')
    })
  }

  const errors: [object, Refusal, string?][] = [
    [{ code: '40003', msg: 'Insufficient Conditions', subCode: 'isv.invalid-auth-relations' }, 'denied'],
    [{ code: '20000', msg: 'Service Currently Unavailable', subCode: 'aop.unknow-error' }, 'unreachable'],
    [{ code: '40001', msg: 'Missing Required Arguments', subCode: 'isv.missing-default-signature-type' }, 'misconfigured'],
    [{ code: '40002', msg: 'Invalid Arguments', subCode: 'isv.invalid-encrypt' }, 'misconfigured', 'aes_key'],
    [{ code: '40001', msg: 'Missing Required Arguments', subCode: 'isv.missing-encrypt-key' }, 'misconfigured', 'aes_key'],
    [{ code: '10000', msg: 'Success' }, 'denied'],
    [{ code: '10000', msg: 'Success', mobile: 13800138000 }, 'denied'],
    [{ mobile: '13800138000' }, 'unreachable'],
  ]
  for (const [content, refusal, setting] of errors) {
    test(`${JSON.stringify(content)} is ${refusal}, encrypted and in the clear`, async () => {
      const { double, settings } = await given()
      for (const encrypted of [JSON.stringify(double.tellMobile(content, aesKey)), clearly(content)]) {
        assert.equal((await assertRefused(alipay.readMobile!(settings, { encrypted }, outside), refusal)).setting, setting)
      }
    })
  }
})
