import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertRefused, message, openOutside, troubles } from './testing.double.ts'
import { twilioVerify } from './twilio-verify.ts'
import { startTwilio } from './twilio.double.ts'

const accountSid = `AC${'0a'.repeat(16)}`
const authToken = 'an auth token of the account'
const restricted = `SK${'2c'.repeat(16)}`
const service = `VA${'3d'.repeat(16)}`
const secrets = [authToken, 'another token']
const outside = openOutside()

async function vendor(customCodes = true) {
  const double = await startTwilio({
    accountSid,
    authToken,
    keys: { [restricted]: { secret: 'a secret of the key', restricted: true } },
    numbers: [],
    messagingServices: [],
    verifyServices: { [service]: { customCodes } },
  })
  return { double, settings: { account_sid: accountSid, auth_token: authToken, service_sid: service, endpoint: double.url } }
}
const sentTo = (vendorId: string | undefined) => ({ to: message.to, vendorId: vendorId ?? '' })

describe('twilio verify: codes of ours', () => {
  test('the code goes with the question, in the language of the person', async () => {
    const { double, settings } = await vendor()
    const { vendorId } = await twilioVerify.send(settings, message, outside)
    assert.equal(vendorId, 'VE00000000000000000000000000000001')
    await twilioVerify.send(settings, { ...message, language: 'zh-TW', template: `HJ${'4e'.repeat(16)}` }, outside)
    await twilioVerify.send({ ...settings, template: `HJ${'5f'.repeat(16)}` }, { ...message, language: 'zh-CN' }, outside)
    const always = { To: '+8615912345678', Channel: 'sms', CustomCode: '842913' }
    assert.deepEqual(double.sent, [
      { ...always, Locale: 'en' },
      { ...always, Locale: 'zh-HK', TemplateSid: `HJ${'4e'.repeat(16)}` },
      { ...always, Locale: 'zh-CN', TemplateSid: `HJ${'5f'.repeat(16)}` },
    ])
    assert.equal(twilioVerify.verifies!(settings), false)
  })

  test('Twilio is told when the code was right, once', async () => {
    const { double, settings } = await vendor()
    const { vendorId } = await twilioVerify.send(settings, message, outside)
    await twilioVerify.proven!(settings, sentTo(vendorId), outside)
    assert.equal(double.verifications.get(vendorId ?? '')?.status, 'approved')
    await assertRefused(twilioVerify.proven!(settings, sentTo(vendorId), outside), 'misconfigured')
    await twilioVerify.proven!(settings, sentTo('..'), outside)
    assert.equal(double.seen.length, 3, 'what is no id of a verification is not asked about')
  })

  test('a service that does not allow them is found at save time, and at the first message', async () => {
    const { double, settings } = await vendor(false)
    await assertRefused(twilioVerify.check!(settings, outside), 'misconfigured', { setting: 'codes', secrets })
    await assertRefused(twilioVerify.send(settings, message, outside), 'misconfigured', { setting: 'codes', secrets })
    assert.equal(double.sent.length, 0)
  })
})

describe('twilio verify: codes of theirs', () => {
  test('no code of ours goes out, and Verify compares', async () => {
    const { double, settings } = await vendor(false)
    const theirs = { ...settings, codes: 'theirs' }
    await twilioVerify.check!(theirs, outside)
    assert.equal(twilioVerify.verifies!(theirs), true)
    const { vendorId } = await twilioVerify.send(theirs, { ...message, code: '' }, outside)
    assert.deepEqual(double.sent, [{ To: '+8615912345678', Channel: 'sms', Locale: 'en' }])
    const verify = (code: string) => twilioVerify.verify!(theirs, { ...sentTo(vendorId), code }, outside)
    assert.equal(await verify('000000'), false)
    assert.equal(await verify('not a code'), false)
    assert.equal(await verify('530918'), true)
    assert.equal(await verify('530918'), false, 'spent')
    await twilioVerify.proven!(theirs, sentTo(vendorId), outside)
    assert.equal(double.seen.filter((it) => it.path.includes('/Verifications/')).length, 0, 'Verify knows already')
  })

  test('after too many guesses the right code is wrong too', async () => {
    const { settings } = await vendor()
    const theirs = { ...settings, codes: 'theirs' }
    const { vendorId } = await twilioVerify.send(theirs, message, outside)
    for (let i = 0; i < 5; i++) assert.equal(await twilioVerify.verify!(theirs, { ...sentTo(vendorId), code: '111111' }, outside), false)
    assert.equal(await twilioVerify.verify!(theirs, { ...sentTo(vendorId), code: '530918' }, outside), false)
  })

  test('trouble is no wrong code', async () => {
    const { double, settings } = await vendor()
    const theirs = { ...settings, codes: 'theirs' }
    const { vendorId } = await twilioVerify.send(theirs, message, outside)
    const verify = () => twilioVerify.verify!(theirs, { ...sentTo(vendorId), code: '530918' }, openOutside(Date.now, 500))
    for (const [, trouble] of troubles) {
      double.state.trouble = trouble
      await assertRefused(verify(), 'unreachable', { secrets: [...secrets, '530918'] })
    }
    double.state.trouble = undefined
    await assertRefused(
      twilioVerify.verify!({ ...theirs, auth_token: 'another token' }, { ...sentTo(vendorId), code: '530918' }, outside),
      'misconfigured',
      { setting: 'auth_token', secrets },
    )
    assert.equal(await verify(), true)
  })
})

describe('twilio verify: refusals', () => {
  for (const [name, more, setting] of [
    ['a wrong token', { auth_token: 'another token' }, 'auth_token'],
    ['no token and no key', { auth_token: undefined }, 'auth_token'],
    ['a service nobody has', { service_sid: `VA${'ff'.repeat(16)}` }, 'service_sid'],
  ] as const) {
    test(`${name}: ${setting}, when saved and when sent`, async () => {
      const { double, settings } = await vendor()
      await assertRefused(twilioVerify.check!({ ...settings, ...more }, outside), 'misconfigured', { setting, secrets })
      await assertRefused(twilioVerify.send({ ...settings, ...more }, message, outside), 'misconfigured', { setting, secrets })
      assert.equal(double.sent.length, 0)
    })
  }

  test('right settings pass, also with a key that may only send', async () => {
    const { double, settings } = await vendor()
    await twilioVerify.check!(settings, outside)
    await twilioVerify.check!({ ...settings, api_key: restricted, api_secret: 'a secret of the key' }, outside)
    assert.equal(double.sent.length, 0)
  })

  for (const [code, status, refusal] of [
    [60200, 400, 'rejected'],
    [60203, 429, 'rejected'],
    [60205, 403, 'rejected'],
    [60212, 429, 'rejected'],
    [60238, 403, 'rejected'],
    [60410, 403, 'rejected'],
    [60605, 403, 'misconfigured'],
    [60223, 403, 'misconfigured'],
    [60207, 429, 'unreachable'],
    [20429, 429, 'unreachable'],
  ] as const) {
    test(`${code} is ${refusal}`, async () => {
      const { double, settings } = await vendor()
      double.refusals.set(message.to, [code, status])
      await assertRefused(twilioVerify.send(settings, message, outside), refusal, { secrets })
    })
  }

  for (const [name, trouble] of troubles) {
    test(`${name}: unreachable`, async () => {
      const { double, settings } = await vendor()
      double.state.trouble = trouble
      await assertRefused(twilioVerify.send(settings, message, openOutside(Date.now, 500)), 'unreachable', { secrets })
    })
  }
})
