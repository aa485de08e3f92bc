import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sns } from './sns.ts'
import { sigV4, type SnsGiven, startSns } from './sns.double.ts'
import { assertRefused, message, openOutside, troubles } from './testing.double.ts'

const NOW = Date.UTC(2026, 5, 1, 23, 59, 59, 999)
const keys = { access_key_id: 'AKIDEXAMPLE', secret_access_key: 'a secret/access+key of theirs' }
const secrets = Object.values(keys)
const outside = openOutside(() => NOW)

async function vendor(more: Partial<SnsGiven> = {}) {
  const given = { accessKeyId: keys.access_key_id, secretAccessKey: keys.secret_access_key, region: 'ap-southeast-1', now: () => NOW }
  const double = await startSns({ ...given, numbers: [['+15550000001'], ['+15550000002', '72975']], ...more })
  return { double, settings: { ...keys, region: 'ap-southeast-1', endpoint: double.url } }
}

describe("the double signs Amazon's own examples as Amazon does", () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
  const date = { 'x-amz-date': '20150830T123600Z' }
  const scope = { date: '20150830', region: 'us-east-1', service: 'service' }

  test('get-vanilla', () => {
    const asked = { method: 'GET', url: '/', path: '/', headers: { host: 'example.amazonaws.com', ...date }, body: '' }
    assert.equal(sigV4(secret, asked, scope, 'host;x-amz-date'), '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31')
  })

  test('post-x-www-form-urlencoded', () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', host: 'example.amazonaws.com', ...date }
    const asked = { method: 'POST', url: '/', path: '/', headers, body: 'Param1=value1' }
    assert.equal(
      sigV4(secret, asked, scope, 'content-type;host;x-amz-date'),
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    )
  })

  test('the walk through a request to IAM', () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', host: 'iam.amazonaws.com', ...date }
    const asked = { method: 'GET', url: '/?Action=ListUsers&Version=2010-05-08', path: '/', headers, body: '' }
    const signature = sigV4(secret, asked, { ...scope, service: 'iam' }, 'content-type;host;x-amz-date')
    assert.equal(signature, '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7')
  })
})

describe('sns: sending', () => {
  test('as transactional, whatever characters are in the text', async () => {
    const { double, settings } = await vendor()
    const text = "842913 *is* (your) code! It's ~ 100% & <more> + 验证码 = 5"
    assert.deepEqual(await sns.send(settings, { ...message, text }, outside), { vendorId: '567910cd-659e-55d4-8ccb-5aaf14679dc1' })
    assert.deepEqual(double.sent, [{ to: '+8615912345678', text, 'AWS.SNS.SMS.SMSType': 'Transactional' }])
  })

  test('with sender id, origination number, and the registration for India', async () => {
    const { double, settings } = await vendor()
    const more = { sms_type: 'Promotional', sender_id: 'BOWLINE', origination_number: '+15550000001', entity_id: '1101', template: '1107' }
    await sns.send({ ...settings, ...more }, message, outside)
    await sns.send({ ...settings, ...more }, { ...message, sender: 'OTHER', template: '1108' }, outside)
    await sns.send({ ...settings, ...more, entity_id: undefined }, { ...message, sender: '72975' }, outside)
    const always = { to: message.to, text: message.text, 'AWS.SNS.SMS.SMSType': 'Promotional' }
    const india = { 'AWS.MM.SMS.EntityId': '1101' }
    const number = { 'AWS.MM.SMS.OriginationNumber': '+15550000001' }
    assert.deepEqual(double.sent, [
      { ...always, 'AWS.SNS.SMS.SenderID': 'BOWLINE', ...number, ...india, 'AWS.MM.SMS.TemplateId': '1107' },
      { ...always, 'AWS.SNS.SMS.SenderID': 'OTHER', ...number, ...india, 'AWS.MM.SMS.TemplateId': '1108' },
      { ...always, 'AWS.SNS.SMS.SenderID': 'BOWLINE', 'AWS.MM.SMS.OriginationNumber': '72975' },
    ])
  })

  for (const [name, more, setting] of [
    ['an unknown key', { access_key_id: 'AKIDOTHER' }, 'access_key_id'],
    ['a wrong secret', { secret_access_key: 'another secret' }, 'secret_access_key'],
    ['a wrong region', { region: 'us-east-1' }, 'region'],
    ['a sender id that cannot be one', { sender_id: 'Bow line' }, 'sender_id'],
  ] as const) {
    test(`${name}: ${setting}`, async () => {
      const { double, settings } = await vendor()
      await assertRefused(sns.send({ ...settings, ...more }, message, outside), 'misconfigured', { setting, secrets })
      assert.equal(double.sent.length, 0)
    })
  }

  for (const [status, code, refusal, sentence] of [
    [400, 'InvalidParameter', 'rejected', 'Invalid parameter: PhoneNumber Reason: +8615912345678 is not valid to publish to'],
    [400, 'OptedOut', 'rejected'],
    [400, 'ParameterValueInvalid', 'rejected'],
    [400, 'InvalidParameterValue', 'misconfigured', 'Invalid parameter value: OriginationNumber'],
    [403, 'AuthorizationError', 'misconfigured'],
    [403, 'KMSAccessDenied', 'misconfigured'],
    [400, 'Throttling', 'unreachable'],
    [429, 'Throttled', 'unreachable'],
    [500, 'InternalError', 'unreachable'],
  ] as const) {
    test(`${code} with ${status} is ${refusal}`, async () => {
      const { double, settings } = await vendor()
      double.refusals.set(message.to, sentence ? [status, code, sentence] : [status, code])
      await assertRefused(sns.send(settings, message, outside), refusal, { secrets })
      assert.equal(double.sent.length, 0)
    })
  }

  test('a clock more than five minutes off', async () => {
    const { settings } = await vendor({ now: () => NOW + 301_000 })
    await assertRefused(sns.send(settings, message, outside), 'misconfigured', { setting: undefined, secrets })
  })

  test('the double sees what was changed on the way', async () => {
    const { double, settings } = await vendor()
    await sns.send(settings, message, outside)
    const [asked] = double.seen
    assert.ok(asked)
    const headers = Object.fromEntries(['content-type', 'authorization', 'x-amz-date'].map((it) => [it, String(asked.headers[it])]))
    const again = async (body: string, more: Record<string, string> = {}) => {
      const answer = await fetch(double.url, { method: 'POST', headers: { ...headers, ...more }, body })
      return /<Code>(\w+)</.exec(await answer.text())?.[1]
    }
    assert.equal(await again(asked.body), undefined)
    assert.equal(await again(asked.body.replace('842913', '842914')), 'SignatureDoesNotMatch')
    assert.equal(await again(asked.body, { 'x-amz-date': '20260601T235958Z' }), 'SignatureDoesNotMatch')
    assert.equal(await again(asked.body, { 'content-type': 'text/plain' }), 'SignatureDoesNotMatch')
    assert.equal(await again(asked.body, { authorization: '' }), 'MissingAuthenticationToken')
  })

  for (const [name, trouble] of troubles) {
    test(`${name}: unreachable`, async () => {
      const { double, settings } = await vendor()
      double.state.trouble = trouble
      const impatient = openOutside(() => NOW, 500)
      await assertRefused(sns.send(settings, message, impatient), 'unreachable', { secrets })
      await assertRefused(sns.check!(settings, impatient), 'unreachable', { secrets })
    })
  }

  test('an address where somebody else answers; a region that has none', async () => {
    const { double, settings } = await vendor()
    double.state.trouble = { status: 404, body: '<html>Not found</html>' }
    await assertRefused(sns.send(settings, message, outside), 'misconfigured', { setting: 'endpoint', secrets })
    const asked: string[] = []
    const nowhere: typeof fetch = async (url) => {
      asked.push(String(url instanceof Request ? url.url : url))
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }) })
    }
    for (const region of ['ap-nowhere-1', 'cn-north-1']) {
      const work = sns.check!({ ...settings, region, endpoint: undefined }, { ...outside, fetch: nowhere })
      await assertRefused(work, 'unreachable', { setting: 'region', secrets })
    }
    assert.deepEqual(asked, ['https://sns.ap-nowhere-1.amazonaws.com/', 'https://sns.cn-north-1.amazonaws.com.cn/'])
  })
})

describe('sns: checking the settings', () => {
  test('right ones pass, and nothing is sent', async () => {
    const { double, settings } = await vendor()
    await sns.check!(settings, outside)
    await sns.check!({ ...settings, origination_number: '+15550000002' }, outside)
    await sns.check!({ ...settings, origination_number: '72975' }, outside)
    assert.equal(double.sent.length, 0)
  })

  test('a key that may do nothing but publish passes', async () => {
    const { settings } = await vendor({ allowed: ['Publish'] })
    await sns.check!({ ...settings, origination_number: '+15559999999' }, outside)
  })

  for (const [name, more, setting] of [
    ['an unknown key', { access_key_id: 'AKIDOTHER' }, 'access_key_id'],
    ['a wrong secret', { secret_access_key: 'another secret' }, 'secret_access_key'],
    ['a wrong region', { region: 'us-east-1' }, 'region'],
    ['a number that is not theirs', { origination_number: '+15559999999' }, 'origination_number'],
  ] as const) {
    test(`${name}: ${setting}`, async () => {
      const { double, settings } = await vendor()
      await assertRefused(sns.check!({ ...settings, ...more }, outside), 'misconfigured', { setting, secrets })
      assert.equal(double.sent.length, 0)
    })
  }
})
