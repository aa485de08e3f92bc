import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { twilio } from './twilio.ts'
import { callback, startTwilio, twilioSignature } from './twilio.double.ts'
import { assertRefused, form, message, openOutside, troubles } from './testing.double.ts'

const accountSid = `AC${'0a'.repeat(16)}`
const authToken = 'an auth token of the account'
const apiKey = `SK${'1b'.repeat(16)}`
const restricted = `SK${'2c'.repeat(16)}`
const service = `MG${'3d'.repeat(16)}`
const secrets = [authToken, 'a secret of the key', 'another secret']
const outside = openOutside()

async function vendor() {
  const keys = { [apiKey]: { secret: 'a secret of the key' }, [restricted]: { secret: 'a secret of the key', restricted: true as const } }
  const double = await startTwilio({
    accountSid,
    authToken,
    keys,
    numbers: ['+15557122661'],
    messagingServices: [service],
    verifyServices: {},
  })
  const settings = {
    account_sid: accountSid,
    auth_token: authToken,
    from: '+15557122661',
    endpoint: double.url,
    messaging_endpoint: double.url,
  }
  return { double, settings }
}

test("the double signs the vendor's own examples as the vendor does", () => {
  const params = (number: string) => ({ CallSid: 'CA1234567890ABCDE', Caller: number, Digits: '1234', From: number, To: '+18005551212' })
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
  assert.equal(twilioSignature('12345', url, params('+12349013030')), '0/KCTR6DLpKmkAf8muzZqo1nDgQ=')
  assert.equal(twilioSignature('12345', url, params('+14158675309')), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')
})

describe('twilio: sending', () => {
  test('from a number, with the account and its token', async () => {
    const { double, settings } = await vendor()
    assert.deepEqual(await twilio.send(settings, message, outside), { vendorId: 'SM00000000000000000000000000000001' })
    assert.deepEqual(double.sent, [{ To: '+8615912345678', From: '+15557122661', Body: '842913 is your code' }])
    assert.equal(double.seen[0]?.path, `/2010-04-01/Accounts/${accountSid}/Messages.json`)
  })

  test('through a messaging service, with an API key, and a callback', async () => {
    const { double, settings } = await vendor()
    const more = {
      api_key: apiKey,
      api_secret: 'a secret of the key',
      messaging_service_sid: service,
      status_callback: 'https://id.example.com/r/7?a=1&b=2',
    }
    await twilio.send({ ...settings, ...more }, message, outside)
    assert.deepEqual(double.sent, [
      {
        To: '+8615912345678',
        MessagingServiceSid: service,
        Body: '842913 is your code',
        StatusCallback: 'https://id.example.com/r/7?a=1&b=2',
      },
    ])
    assert.equal(double.seen[0]?.headers.authorization, `Basic ${Buffer.from(`${apiKey}:a secret of the key`).toString('base64')}`)
  })

  test('what the route says goes before the settings: a sender id, a service, a content template', async () => {
    const { double, settings } = await vendor()
    await twilio.send({ ...settings, messaging_service_sid: service }, { ...message, sender: 'Bowline' }, outside)
    await twilio.send(settings, { ...message, sender: service, template: `HX${'4e'.repeat(16)}` }, outside)
    assert.deepEqual(double.sent, [
      { To: '+8615912345678', From: 'Bowline', Body: '842913 is your code' },
      {
        To: '+8615912345678',
        MessagingServiceSid: service,
        ContentSid: `HX${'4e'.repeat(16)}`,
        ContentVariables: '{"1":"842913","2":"5"}',
      },
    ])
  })

  for (const [name, more, setting] of [
    ['a wrong token', { auth_token: 'another secret' }, 'auth_token'],
    ['no token and no key', { auth_token: undefined }, 'auth_token'],
    ['a wrong secret', { api_key: apiKey, api_secret: 'another secret' }, 'api_secret'],
    ['a key without a secret', { api_key: apiKey }, 'api_secret'],
    [
      'the account of somebody else',
      { api_key: apiKey, api_secret: 'a secret of the key', account_sid: `AC${'ff'.repeat(16)}` },
      'account_sid',
    ],
    ['a number that is not theirs', { from: '+15550000000' }, 'from'],
    ['no sender', { from: undefined }, 'from'],
    ['a service that is not theirs', { messaging_service_sid: `MG${'ff'.repeat(16)}` }, 'messaging_service_sid'],
  ] as const) {
    test(`${name}: ${setting}`, async () => {
      const { double, settings } = await vendor()
      await assertRefused(twilio.send({ ...settings, ...more }, message, outside), 'misconfigured', { setting, secrets })
      assert.equal(double.sent.length, 0)
    })
  }

  for (const [code, status, refusal] of [
    [21211, 400, 'rejected'],
    [21610, 400, 'rejected'],
    [21612, 400, 'rejected'],
    [21614, 400, 'rejected'],
    [21617, 400, 'rejected'],
    [21408, 400, 'misconfigured'],
    [21608, 400, 'misconfigured'],
    [21609, 400, 'misconfigured'],
    [20005, 403, 'misconfigured'],
    [70051, 403, 'misconfigured'],
    [21611, 429, 'unreachable'],
    [20429, 429, 'unreachable'],
    [20503, 503, 'unreachable'],
  ] as const) {
    test(`${code} is ${refusal}`, async () => {
      const { double, settings } = await vendor()
      double.refusals.set(message.to, [code, status])
      await assertRefused(twilio.send(settings, message, outside), refusal, { secrets })
      assert.equal(double.sent.length, 0)
    })
  }

  test('a message that failed at once is no success', async () => {
    const { double, settings } = await vendor()
    const body = { sid: `SM${'0'.repeat(32)}`, status: 'failed', error_code: 21610, error_message: 'unsubscribed' }
    double.state.trouble = { status: 201, body }
    await assertRefused(twilio.send(settings, message, outside), 'rejected')
  })

  for (const [name, trouble] of troubles) {
    test(`${name}: unreachable`, async () => {
      const { double, settings } = await vendor()
      double.state.trouble = trouble
      const impatient = openOutside(Date.now, 500)
      await assertRefused(twilio.send(settings, message, impatient), 'unreachable', { secrets })
      // To a question that only asks whether it may be asked, any object is an answer.
      if (name !== 'an object that says nothing') await assertRefused(twilio.check!(settings, impatient), 'unreachable', { secrets })
    })
  }

  test('an address where somebody else answers', async () => {
    const { double, settings } = await vendor()
    double.state.trouble = { status: 404, body: '<html>Not found</html>' }
    await assertRefused(twilio.send(settings, message, outside), 'misconfigured', { setting: 'endpoint', secrets })
  })
})

describe('twilio: checking the settings', () => {
  test('right ones pass, and nothing is sent', async () => {
    const { double, settings } = await vendor()
    await twilio.check!(settings, outside)
    await twilio.check!({ ...settings, from: 'Bowline', messaging_service_sid: service }, outside)
    await twilio.check!({ ...settings, api_key: apiKey, api_secret: 'a secret of the key' }, outside)
    assert.equal(double.sent.length, 0)
    assert.ok(double.seen.every((it) => it.method === 'GET'))
  })

  test('a key that may do nothing but send passes', async () => {
    const { settings } = await vendor()
    const more = { api_key: restricted, api_secret: 'a secret of the key', messaging_service_sid: service }
    await twilio.check!({ ...settings, ...more }, outside)
  })

  for (const [name, more, setting] of [
    ['a wrong token', { auth_token: 'another secret' }, 'auth_token'],
    ['a wrong secret', { api_key: apiKey, api_secret: 'another secret' }, 'api_secret'],
    ['a wrong key', { api_key: `SK${'ff'.repeat(16)}`, api_secret: 'a secret of the key' }, 'api_secret'],
    [
      'the account of somebody else',
      { api_key: apiKey, api_secret: 'a secret of the key', account_sid: `AC${'ff'.repeat(16)}` },
      'account_sid',
    ],
    ['a number that is not theirs', { from: '+15550000000' }, 'from'],
    ['a service that is not theirs', { messaging_service_sid: `MG${'ff'.repeat(16)}` }, 'messaging_service_sid'],
    [
      'receipts that cannot be told from forgeries',
      { api_key: apiKey, api_secret: 'x', auth_token: undefined, status_callback: 'https://id.example.com/' },
      'auth_token',
    ],
  ] as const) {
    test(`${name}: ${setting}`, async () => {
      const { double, settings } = await vendor()
      await assertRefused(twilio.check!({ ...settings, ...more }, outside), 'misconfigured', { setting, secrets })
      assert.equal(double.sent.length, 0)
    })
  }
})

describe('twilio: receipts', () => {
  const url = 'https://id.example.com/receipts/7?b=2&a=1'
  const report = {
    MessageSid: `SM${'0'.repeat(31)}1`,
    MessageStatus: 'delivered',
    To: '+8615912345678',
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
  }
  const read = (posted: ReturnType<typeof callback>, given: Record<string, unknown> = { account_sid: accountSid, auth_token: authToken }) =>
    twilio.readReceipts!(given, posted, outside)

  for (const [status, delivered, final, error] of [
    ['queued', false, false],
    ['sent', false, false],
    ['delivered', true, true],
    ['read', true, true],
    ['undelivered', false, true, '30003'],
    ['failed', false, true, '30008'],
  ] as const) {
    test(status, async () => {
      const posted = callback(url, { ...report, MessageStatus: status, ...(error && { ErrorCode: error }) }, authToken)
      const expected = [{ vendorId: report.MessageSid, delivered, final, detail: error ? `${status} ${error}` : status }]
      assert.deepEqual(await read(posted), expected)
      assert.deepEqual(await read(posted), expected, 'again: it says what is known already')
    })
  }

  test('forged, changed, for another address, by another token, or unsigned', async () => {
    const good = callback(url, report, authToken)
    for (const it of [
      callback(url, report),
      callback(url, report, 'another token'),
      { ...good, body: good.body.replace('delivered', 'failed') },
      { ...good, body: `${good.body}&More=1` },
      { ...good, url: url.replace('/7', '/8') },
      { ...good, url: url.replace('https', 'http') },
      { ...good, headers: { 'x-twilio-signature': '' } },
    ]) {
      await assertRefused(read(it), 'rejected', { secrets })
    }
    await assertRefused(read(good, { account_sid: accountSid }), 'misconfigured', { setting: 'auth_token' })
  })

  test('what is no report is refused, though it is signed', async () => {
    for (const it of [{}, { MessageSid: 'SM1' }, { MessageStatus: 'sent' }, form('MessageSid=%20&MessageStatus=sent')]) {
      await assertRefused(read(callback(url, it as Record<string, string>, authToken)), 'rejected')
    }
  })
})
