import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { tencent } from './tencent.ts'
import { startTencent, tc3, type TencentGiven } from './tencent.double.ts'
import { assertRefused, message, openOutside, troubles } from './testing.double.ts'

const NOW = Date.UTC(2026, 5, 1, 0, 0, 30)
const keys = { secret_id: 'AKIDz8krbsJ5yKBZ', secret_key: 'a secret key of Tencent' }
const secrets = Object.values(keys)
const outside = openOutside(() => NOW)
const templates: TencentGiven['templates'] = {
  '449739': { status: 0, content: '{1}为您的验证码，{2}分钟内有效', international: 0 },
  '449740': { status: 0, content: '{1} is your code, good for {2} minutes', international: 1 },
  '449741': { status: 1, content: '{1}{2}', international: 0 },
  '449742': { status: 0, content: '{1}', international: 0 },
}

async function vendor(more: Partial<TencentGiven> = {}) {
  const given = {
    secretId: keys.secret_id,
    secretKey: keys.secret_key,
    appId: '1400006666',
    now: () => NOW,
    regions: ['ap-guangzhou'],
    signs: ['保灵'],
  }
  const double = await startTencent({ ...given, templates, ...more })
  return { double, settings: { ...keys, app_id: '1400006666', sign_name: '保灵', template: '449739', endpoint: double.url } }
}

test("the double signs the vendor's own example as the vendor does", () => {
  const asked = {
    method: 'POST',
    url: '/',
    path: '/',
    headers: { 'content-type': 'application/json; charset=utf-8', host: 'cvm.tencentcloudapi.com' },
    body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
  }
  const given = { signedHeaders: 'content-type;host', date: '2019-02-25', service: 'cvm', timestamp: '1551113065' }
  assert.equal(tc3('Gu5t9xGARNpq86cd98joQYCN3EXAMPLE', asked, given), '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168')
})

describe('tencent: sending', () => {
  test('at home: signature, template and its variables in their order', async () => {
    const { double, settings } = await vendor()
    assert.deepEqual(await tencent.send(settings, message, outside), { vendorId: '5000:104571066915705365784984951' })
    assert.deepEqual(double.sent, [
      {
        PhoneNumberSet: ['+8615912345678'],
        SmsSdkAppId: '1400006666',
        SignName: '保灵',
        TemplateId: '449739',
        TemplateParamSet: ['842913', '5'],
        SessionContext: message.messageId,
      },
    ])
  })

  test('abroad: the sender is a sender id, and the template comes from the route', async () => {
    const { double, settings } = await vendor()
    const abroad = { ...message, to: '+85261234567', template: '449740', sender: 'Bowline' }
    await tencent.send({ ...settings, sign_name: undefined, params: ['{code}', 'about {minutes}'] }, abroad, outside)
    assert.deepEqual(double.sent[0], {
      PhoneNumberSet: ['+85261234567'],
      SmsSdkAppId: '1400006666',
      TemplateId: '449740',
      TemplateParamSet: ['842913', 'about 5'],
      SessionContext: message.messageId,
      SenderId: 'Bowline',
    })
  })

  for (const [name, more, setting] of [
    ['an unknown key', { secret_id: 'AKIDother' }, 'secret_id'],
    ['a wrong secret', { secret_key: 'another secret' }, 'secret_key'],
    ['a wrong region', { region: 'ap-nowhere' }, 'region'],
    ['a wrong application', { app_id: '1400000000' }, 'app_id'],
    ['a signature that is not theirs', { sign_name: '别人' }, 'sign_name'],
    ['no signature', { sign_name: undefined }, 'sign_name'],
    ['a template that is not approved', { template: '449741' }, 'template'],
    ['a template for abroad', { template: '449740' }, 'template'],
    ['no template', { template: undefined }, 'template'],
    ['too few variables', { params: ['{code}'] }, 'params'],
  ] as const) {
    test(`${name}: ${setting}`, async () => {
      const { double, settings } = await vendor()
      await assertRefused(tencent.send({ ...settings, ...more }, message, outside), 'misconfigured', { setting, secrets })
      assert.equal(double.sent.length, 0)
    })
  }

  for (const [code, refusal] of [
    ['InvalidParameterValue.IncorrectPhoneNumber', 'rejected'],
    ['FailedOperation.PhoneNumberInBlacklist', 'rejected'],
    ['FailedOperation.ContainSensitiveWord', 'rejected'],
    ['LimitExceeded.PhoneNumberThirtySecondLimit', 'rejected'],
    ['LimitExceeded.PhoneNumberDailyLimit', 'rejected'],
    ['InvalidParameterValue.TemplateParameterLengthLimit', 'rejected'],
    ['InvalidParameterValue.TemplateParameterFormatError', 'misconfigured'],
    ['FailedOperation.InsufficientBalanceInSmsPackage', 'misconfigured'],
    ['UnauthorizedOperation.ServiceSuspendDueToArrears', 'misconfigured'],
    ['UnauthorizedOperation.RequestIpNotInWhitelist', 'misconfigured'],
    ['LimitExceeded.AppMainlandChinaDailyLimit', 'unreachable'],
    ['InternalError.Timeout', 'unreachable'],
  ] as const) {
    test(`${code} is ${refusal}`, async () => {
      const { double, settings } = await vendor()
      double.refusals.set(message.to, code)
      await assertRefused(tencent.send(settings, message, outside), refusal, { secrets })
      double.refusals.clear()
      double.says.error = code
      await assertRefused(tencent.send(settings, message, outside), refusal, { secrets })
      assert.equal(double.sent.length, 0)
    })
  }

  test('a clock more than five minutes off', async () => {
    const { settings } = await vendor({ now: () => NOW + 301_000 })
    await assertRefused(tencent.send(settings, message, outside), 'misconfigured', { setting: undefined, secrets })
  })

  test('the double sees what was changed on the way', async () => {
    const { double, settings } = await vendor()
    await tencent.send(settings, message, outside)
    const [asked] = double.seen
    assert.ok(asked)
    const names = ['content-type', 'authorization', 'x-tc-action', 'x-tc-version', 'x-tc-timestamp', 'x-tc-region']
    const headers = Object.fromEntries(names.map((it) => [it, String(asked.headers[it])]))
    const again = async (body: string, more: Record<string, string> = {}) => {
      const answer = await fetch(double.url, { method: 'POST', headers: { ...headers, ...more }, body })
      return ((await answer.json()) as { Response: { Error?: { Code: string } } }).Response.Error?.Code
    }
    assert.equal(await again(asked.body), undefined)
    assert.equal(await again(asked.body.replace('842913', '842914')), 'AuthFailure.SignatureFailure')
    assert.equal(await again(asked.body, { 'x-tc-action': 'AddSmsSign' }), 'AuthFailure.SignatureFailure')
    assert.equal(
      await again(asked.body, { 'x-tc-timestamp': String(Number(headers['x-tc-timestamp']) + 1) }),
      'AuthFailure.SignatureFailure',
    )
    assert.equal(
      await again(asked.body, { authorization: headers['authorization']!.replace('2026-06-01', '2026-05-31') }),
      'AuthFailure.SignatureFailure',
    )
  })
})

describe('tencent: in trouble', () => {
  for (const [name, trouble] of troubles) {
    test(`${name}: unreachable`, async () => {
      const { double, settings } = await vendor()
      double.state.trouble = trouble
      const impatient = openOutside(() => NOW, 500)
      await assertRefused(tencent.send(settings, message, impatient), 'unreachable', { secrets })
      await assertRefused(tencent.check!(settings, impatient), 'unreachable', { secrets })
    })
  }

  for (const body of [{ Response: {} }, { Response: null }, { Response: { SendStatusSet: [] } }, { Response: { SendStatusSet: [{}] } }]) {
    test(`${JSON.stringify(body)} is neither an error nor a success`, async () => {
      const { double, settings } = await vendor()
      double.state.trouble = { status: 200, body }
      await assertRefused(tencent.send(settings, message, outside), 'unreachable')
    })
  }
})

describe('tencent: checking the settings', () => {
  test('right ones pass, also for a template for abroad, and nothing is sent', async () => {
    const { double, settings } = await vendor()
    await tencent.check!(settings, outside)
    await tencent.check!({ ...settings, template: '449740' }, outside)
    await tencent.check!({ ...settings, template: undefined }, outside)
    assert.equal(double.sent.length, 0)
  })

  test('keys that may do nothing but send pass', async () => {
    const { settings } = await vendor({ allowed: ['SendSms'] })
    await tencent.check!(settings, outside)
  })

  for (const [name, more, setting] of [
    ['an unknown key', { secret_id: 'AKIDother' }, 'secret_id'],
    ['a wrong secret', { secret_key: 'another secret' }, 'secret_key'],
    ['a wrong region', { region: 'ap-nowhere' }, 'region'],
    ['a wrong application', { app_id: '1400000000' }, 'app_id'],
    ['a template nobody has', { template: '449999' }, 'template'],
    ['a template that is no number', { template: 'login' }, 'template'],
    ['a template under review', { template: '449741' }, 'template'],
    ['one variable too many', { template: '449742' }, 'params'],
  ] as const) {
    test(`${name}: ${setting}`, async () => {
      const { double, settings } = await vendor()
      await assertRefused(tencent.check!({ ...settings, ...more }, outside), 'misconfigured', { setting, secrets })
      assert.equal(double.sent.length, 0)
    })
  }
})

describe('tencent: receipts', () => {
  const token = 'a-token-of-the-receipts'
  const settings: Record<string, unknown> = { ...keys, app_id: '1', receipts_token: token }
  const read = (body: unknown, url = `https://id.example.com/receipts/7?token=${token}`, given = settings) =>
    tencent.readReceipts!(given, { url, headers: {}, body: JSON.stringify(body) }, outside)
  const report = {
    user_receive_time: '2026-06-01 08:03:04',
    nationcode: '86',
    mobile: '15912345678',
    report_status: 'SUCCESS',
    errmsg: 'DELIVRD',
    sid: '5000:1',
  }

  test('several at once; the same twice says the same', async () => {
    const failed = { ...report, report_status: 'FAIL', errmsg: 'MK:0001', description: '空号 15912345678', sid: '5000:2' }
    const expected = [
      { vendorId: '5000:1', delivered: true, final: true, detail: 'DELIVRD' },
      { vendorId: '5000:2', delivered: false, final: true, detail: 'MK:0001' },
    ]
    assert.deepEqual(await read([report, failed]), expected)
    assert.deepEqual(await read([report, failed]), expected)
  })

  test('forged: a wrong token, none, or none set', async () => {
    await assertRefused(read([report], 'https://id.example.com/receipts/7?token=another-token-of-them'), 'rejected', { secrets: [token] })
    await assertRefused(read([report], 'https://id.example.com/receipts/7'), 'rejected', { secrets: [token] })
    await assertRefused(read([report], undefined, keys), 'misconfigured', { setting: 'receipts_token' })
  })

  test('what is no report is refused', async () => {
    for (const body of ['', {}, [{}], [{ ...report, sid: 7 }], [{ ...report, report_status: 'MAYBE' }], null])
      await assertRefused(read(body), 'rejected')
  })
})
