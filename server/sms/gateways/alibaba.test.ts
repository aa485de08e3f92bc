import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { alibaba } from './alibaba.ts'
import { type AlibabaGiven, signatureV3, startAlibaba } from './alibaba.double.ts'
import { assertRefused, message, openOutside, troubles } from './testing.double.ts'

const NOW = Date.UTC(2026, 5, 1)
const keys = { access_key_id: 'LTAI5tAbCdEf', access_key_secret: 'a secret of the access key' }
const secrets = Object.values(keys)
const outside = openOutside(() => NOW)
const templates = { SMS_1: { status: '1', content: '您的验证码为${code}，${min}分钟内有效' }, SMS_0: { status: '0', content: '${code}' } }

async function vendor(more: Partial<AlibabaGiven> = {}) {
  const given = {
    accessKeyId: keys.access_key_id,
    accessKeySecret: keys.access_key_secret,
    now: () => NOW,
    signs: { 保灵: 1, 新签名: 0 },
    templates,
  }
  const double = await startAlibaba({ ...given, ...more })
  const settings = {
    ...keys,
    sign_name: '保灵',
    template: 'SMS_1',
    params: { code: '{code}', min: '{minutes}' },
    endpoint: double.url,
    globe_endpoint: double.url,
  }
  return { double, settings }
}

test("the double signs the vendor's own example as the vendor does", () => {
  const names = 'host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version'
  const asked = {
    method: 'POST',
    url: '/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai',
    path: '/',
    body: '',
    headers: {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-version': '2014-05-26',
    },
  }
  assert.equal(signatureV3('YourAccessKeySecret', asked, names), '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0')
})

describe('alibaba: sending', () => {
  test('at home: SendSms with signature, template and its variables', async () => {
    const { double, settings } = await vendor()
    assert.deepEqual(await alibaba.send(settings, message, outside), { vendorId: '900619746936498441^0' })
    assert.deepEqual(double.sent, [
      {
        action: 'SendSms',
        PhoneNumbers: '15912345678',
        SignName: '保灵',
        TemplateCode: 'SMS_1',
        TemplateParam: '{"code":"842913","min":"5"}',
        OutId: message.messageId,
      },
    ])
  })

  test('what the route says goes before the settings', async () => {
    const { double, settings } = await vendor({ signs: { 另一个: 1 }, templates: { SMS_9: { status: '1', content: "(${code})*!'" } } })
    await alibaba.send(settings, { ...message, sender: '另一个', template: 'SMS_9' }, outside)
    assert.equal(double.sent[0]?.['SignName'], '另一个')
    assert.equal(double.sent[0]?.['TemplateCode'], 'SMS_9')
  })

  test('abroad: the finished text to SendMessageToGlobe, whatever characters are in it', async () => {
    const { double, settings } = await vendor()
    const text = "842913 *is* (your) code! It's ~ 100% & more + 验证码 = 5"
    const sent = await alibaba.send({ ...settings, sender: 'Bowline' }, { ...message, to: '+85261234567', text }, outside)
    assert.deepEqual(sent, { vendorId: '100803030001' })
    assert.deepEqual(double.sent, [
      { action: 'SendMessageToGlobe', To: '85261234567', Message: text, Type: 'OTP', TaskId: message.messageId, From: 'Bowline' },
    ])
  })

  test('abroad by template: SendSms with the digits of the country', async () => {
    const { double, settings } = await vendor()
    await alibaba.send({ ...settings, abroad: 'template' }, { ...message, to: '+85261234567' }, outside)
    assert.equal(double.sent[0]?.['PhoneNumbers'], '85261234567')
  })

  for (const [name, more, refusal, setting] of [
    ['an unknown key', { access_key_id: 'LTAI5tOther' }, 'misconfigured', 'access_key_id'],
    ['a wrong secret', { access_key_secret: 'another secret' }, 'misconfigured', 'access_key_secret'],
    ['a signature that is not theirs', { sign_name: '别人' }, 'misconfigured', 'sign_name'],
    ['a template that is not approved', { template: 'SMS_0' }, 'misconfigured', 'template'],
    ['a variable without a value', { params: { code: '{code}' } }, 'misconfigured', 'params'],
    ['no signature', { sign_name: undefined }, 'misconfigured', 'sign_name'],
    ['no template', { template: undefined }, 'misconfigured', 'template'],
  ] as const) {
    test(`${name}: ${refusal}`, async () => {
      const { double, settings } = await vendor()
      await assertRefused(alibaba.send({ ...settings, ...more }, message, outside), refusal, { setting, secrets })
      assert.equal(double.sent.length, 0)
    })
  }

  for (const [code, refusal] of [
    ['isv.MOBILE_NUMBER_ILLEGAL', 'rejected'],
    ['isv.BUSINESS_LIMIT_CONTROL', 'rejected'],
    ['isv.BLACK_KEY_CONTROL_LIMIT', 'rejected'],
    ['isv.OUT_OF_SERVICE', 'misconfigured'],
    ['isv.AMOUNT_NOT_ENOUGH', 'misconfigured'],
    ['isv.PRODUCT_UN_SUBSCRIPT', 'misconfigured'],
    ['isp.RAM_PERMISSION_DENY', 'misconfigured'],
    ['isp.SYSTEM_ERROR', 'unreachable'],
    ['isv.DAY_LIMIT_CONTROL', 'unreachable'],
    ['Throttling.User', 'unreachable'],
  ] as const) {
    test(`${code} is ${refusal}, at home and abroad`, async () => {
      const { double, settings } = await vendor()
      double.refusals.set('15912345678', code).set('85261234567', code)
      await assertRefused(alibaba.send(settings, message, outside), refusal, { secrets })
      await assertRefused(alibaba.send(settings, { ...message, to: '+85261234567' }, outside), refusal, {
        secrets: [...secrets, '85261234567'],
      })
      assert.equal(double.sent.length, 0)
    })
  }

  test('a clock more than 15 minutes off', async () => {
    const { settings } = await vendor({ now: () => NOW + 901_000 })
    await assertRefused(alibaba.send(settings, message, outside), 'misconfigured', { setting: undefined, secrets })
  })

  test('the double sees what was changed on the way, and what comes twice', async () => {
    const { double, settings } = await vendor()
    await alibaba.send(settings, message, outside)
    const [asked] = double.seen
    assert.ok(asked)
    const again = async (url: string, more: Record<string, string> = {}, body?: string) => {
      const headers = Object.fromEntries(Object.entries(asked.headers).filter(([name]) => /^(x-acs-|authorization)/.test(name)))
      const answer = await fetch(double.url + url, {
        method: 'POST',
        headers: { ...(headers as Record<string, string>), ...more },
        ...(body && { body }),
      })
      return ((await answer.json()) as { Code: string }).Code
    }
    assert.equal(await again(asked.url), 'SignatureNonceUsed')
    assert.equal(await again(asked.url.replace('15912345678', '15912345679')), 'SignatureDoesNotMatch')
    assert.equal(await again(asked.url, { 'x-acs-signature-nonce': 'fresh' }), 'SignatureDoesNotMatch')
    assert.equal(await again(asked.url, { 'x-acs-date': '2026-06-01T00:00:01Z' }), 'SignatureDoesNotMatch')
    assert.equal(await again(asked.url, {}, 'more'), 'SignatureDoesNotMatch')
    assert.equal(await again(asked.url, { 'x-acs-more': '1' }), 'IncompleteSignature')
    assert.equal(double.sent.length, 1)
  })
})

describe('alibaba: in trouble', () => {
  for (const [name, trouble] of troubles) {
    test(`${name}: unreachable`, async () => {
      const { double, settings } = await vendor()
      double.state.trouble = trouble
      const impatient = openOutside(() => NOW, 500)
      await assertRefused(alibaba.send(settings, message, impatient), 'unreachable', { secrets })
      await assertRefused(alibaba.send(settings, { ...message, to: '+85261234567' }, impatient), 'unreachable', { secrets })
      await assertRefused(alibaba.check!(settings, impatient), 'unreachable', { secrets })
    })
  }

  test('an address that has moved, or that may not be called, is the address at fault', async () => {
    const { double, settings } = await vendor()
    double.state.trouble = { status: 302, body: '', headers: { location: double.url } }
    await assertRefused(alibaba.send(settings, message, outside), 'misconfigured', { setting: 'endpoint', secrets })
    const forbidden = { ...settings, endpoint: 'http://127.0.0.2:40404' }
    await assertRefused(alibaba.send(forbidden, message, outside), 'misconfigured', { setting: 'endpoint', secrets })
    await assertRefused(alibaba.send({ ...settings, endpoint: 'http://127.0.0.1:1' }, message, outside), 'unreachable', { secrets })
  })
})

describe('alibaba: checking the settings', () => {
  test('right ones pass, and nothing is sent', async () => {
    const { double, settings } = await vendor()
    await alibaba.check!(settings, outside)
    await alibaba.check!({ ...settings, sign_name: undefined, template: undefined }, outside)
    assert.equal(double.sent.length, 0)
    assert.equal(double.seen.length, 3)
  })

  test('keys that may do nothing but send pass', async () => {
    const { settings } = await vendor({ allowed: ['SendSms'] })
    await alibaba.check!(settings, outside)
    await alibaba.check!({ ...settings, sign_name: undefined, template: undefined }, outside)
  })

  for (const [name, more, setting] of [
    ['an unknown key', { access_key_id: 'LTAI5tOther' }, 'access_key_id'],
    ['a wrong secret', { access_key_secret: 'another secret' }, 'access_key_secret'],
    [
      'a wrong secret, with nothing else to ask for',
      { access_key_secret: 'another', sign_name: undefined, template: undefined },
      'access_key_secret',
    ],
    ['a signature nobody has', { sign_name: '没有' }, 'sign_name'],
    ['a signature under review', { sign_name: '新签名' }, 'sign_name'],
    ['a template nobody has', { template: 'SMS_404' }, 'template'],
    ['a template under review', { template: 'SMS_0' }, 'template'],
    ['a variable that nothing fills', { params: { code: '{code}' } }, 'params'],
  ] as const) {
    test(`${name}: ${setting}`, async () => {
      const { double, settings } = await vendor()
      await assertRefused(alibaba.check!({ ...settings, ...more }, outside), 'misconfigured', { setting, secrets })
      assert.equal(double.sent.length, 0)
    })
  }
})

describe('alibaba: receipts', () => {
  const token = 'a-token-of-the-receipts'
  const settings = { ...keys, receipts_token: token }
  const read = (body: unknown, url = `https://id.example.com/receipts/7?token=${token}`, given: Record<string, unknown> = settings) =>
    alibaba.readReceipts!(given, { url, headers: {}, body: JSON.stringify(body) }, outside)
  const report = {
    phone_number: '15912345678',
    success: true,
    err_code: 'DELIVERED',
    err_msg: '用户接收成功',
    biz_id: '9006^0',
    out_id: 'm',
  }

  test('of SendSms, several at once; of SendMessageToGlobe, in both spellings', async () => {
    assert.deepEqual(await read([report, { ...report, biz_id: '9007^0', success: false, err_code: 'MK:100D' }]), [
      { vendorId: '9006^0', delivered: true, final: true, detail: 'DELIVERED' },
      { vendorId: '9007^0', delivered: false, final: true, detail: 'MK:100D' },
    ])
    assert.deepEqual(await read([{ to: '852', status: '2', message_id: '12441353', error_code: 'SP_UNKNOW_ERROR' }]), [
      { vendorId: '12441353', delivered: false, final: true, detail: 'SP_UNKNOW_ERROR' },
    ])
    assert.deepEqual(await read({ To: '852', Status: 1, MessageId: '12441354', ErrorCode: 'success' }), [
      { vendorId: '12441354', delivered: true, final: true, detail: 'success' },
    ])
  })

  test('the same twice says the same: it can only repeat what is known', async () => {
    assert.deepEqual(await read([report]), await read([report]))
  })

  test('forged: a wrong token, none, or none set', async () => {
    await assertRefused(read([report], 'https://id.example.com/receipts/7?token=another-token-of-them'), 'rejected', { secrets: [token] })
    await assertRefused(read([report], 'https://id.example.com/receipts/7'), 'rejected', { secrets: [token] })
    await assertRefused(read([report], undefined, keys), 'misconfigured', { setting: 'receipts_token' })
    await assertRefused(read([report], 'https://id.example.com/receipts/7?token=', keys), 'misconfigured', { setting: 'receipts_token' })
  })

  test('what is no report is refused', async () => {
    for (const body of ['', {}, [{}], [{ ...report, biz_id: '' }], [{ ...report, success: 'true' }], null, 7])
      await assertRefused(read(body), 'rejected')
  })
})
