import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { huawei } from './huawei.ts'
import { type HuaweiGiven, pushed, sdkHmac, startHuawei } from './huawei.double.ts'
import { assertRefused, message, openOutside, troubles } from './testing.double.ts'

const NOW = Date.UTC(2026, 5, 1, 12, 30, 5, 678)
const keys = { app_key: 'c8RWg3ggEcyd4D3p94bf3Y7x1Ile', app_secret: 'q4Ii87BhST9vcs8wvrzN80SfD7Al' }
const secrets = Object.values(keys)
const outside = openOutside(() => NOW)

async function vendor(more: Partial<HuaweiGiven> = {}) {
  const given = { appKey: keys.app_key, appSecret: keys.app_secret, channel: '8823040504797', templates: { '8ff55eac': 2, abroad: 1 } }
  const double = await startHuawei({ now: () => NOW, ...given, ...more })
  return { double, settings: { ...keys, sender: '8823040504797', template: '8ff55eac', endpoint: double.url } }
}

test("the double signs the vendor's own example as the vendor does", () => {
  const asked = {
    method: 'GET',
    url: '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
    path: '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs',
    headers: { 'content-type': 'application/json', host: 'service.region.example.com', 'x-sdk-date': '20191115T033655Z' },
    body: '',
  }
  const signature = sdkHmac('MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc', asked, 'content-type;host;x-sdk-date')
  assert.equal(signature, '7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe')
})

for (const auth of ['aksk', 'wsse'] as const) {
  describe(`huawei, ${auth}`, () => {
    test('a message with channel, template, variables, signature and callback', async () => {
      const { double, settings } = await vendor()
      const more = { auth, signature: '保灵', status_callback: 'https://id.example.com/receipts/7?token=a+b' }
      const sent = await huawei.send({ ...settings, ...more }, message, outside)
      assert.deepEqual(sent, { vendorId: '4b4b34e7-1a9e-42ac-b309-d10997148905_85496071' })
      assert.deepEqual(double.sent, [
        {
          from: '8823040504797',
          to: '+8615912345678',
          templateId: '8ff55eac',
          templateParas: '["842913","5"]',
          extend: message.messageId,
          signature: '保灵',
          statusCallback: 'https://id.example.com/receipts/7?token=a+b',
        },
      ])
    })

    test('what the route says goes before the settings', async () => {
      const { double, settings } = await vendor({ channel: 'isms1' })
      const abroad = { ...message, to: '+85261234567', sender: 'isms1', template: 'abroad' }
      await huawei.send({ ...settings, auth, params: ['{code}'] }, abroad, outside)
      assert.equal(double.sent[0]?.['from'], 'isms1')
      assert.equal(double.sent[0]?.['templateParas'], '["842913"]')
    })

    for (const [name, more, setting] of [
      ['an unknown key', { app_key: 'another' }, 'app_key'],
      ['a wrong secret', { app_secret: 'another secret' }, 'app_secret'],
      ['a channel of somebody else', { sender: '1069' }, 'sender'],
      ['a template that is not active', { template: 'none' }, 'template'],
      ['no template', { template: undefined }, 'template'],
      ['too few variables', { params: ['{code}'] }, 'params'],
      ['an address with another path', { path: '/other' }, 'endpoint'],
    ] as const) {
      test(`${name}: ${setting}`, async () => {
        const { double, settings } = await vendor()
        const { path = '', ...changed } = more as { path?: string }
        const work = huawei.send({ ...settings, auth, ...changed, endpoint: double.url + path }, message, outside)
        await assertRefused(work, 'misconfigured', { setting, secrets })
        assert.equal(double.sent.length, 0)
      })
    }

    test('a clock that is off', async () => {
      const { settings } = await vendor({ now: () => NOW + (auth === 'aksk' ? 901_000 : 86_401_000) })
      await assertRefused(huawei.send({ ...settings, auth }, message, outside), 'misconfigured', { setting: undefined, secrets })
    })

    test('the settings are checked, and nobody gets a message', async () => {
      const { double, settings } = await vendor()
      await huawei.check!({ ...settings, auth }, outside)
      await huawei.check!({ ...settings, auth, template: undefined }, outside)
      const wrong = { ...settings, auth, app_key: 'another' }
      await assertRefused(huawei.check!(wrong, outside), 'misconfigured', { setting: 'app_key', secrets })
      const secret = { ...settings, auth, app_secret: 'another' }
      await assertRefused(huawei.check!(secret, outside), 'misconfigured', { setting: 'app_secret', secrets })
      assert.equal(double.sent.length, 0)
    })
  })
}

describe('huawei: what the platform refuses', () => {
  for (const [code, refusal] of [
    ['E000503', 'rejected'],
    ['E200022', 'rejected'],
    ['E200023', 'rejected'],
    ['E200041', 'rejected'],
    ['E200024', 'misconfigured'],
    ['E200027', 'misconfigured'],
    ['E200020', 'misconfigured'],
    ['E200033', 'misconfigured'],
    ['E200015', 'unreachable'],
  ] as const) {
    test(`of a number, ${code} is ${refusal}`, async () => {
      const { double, settings } = await vendor()
      double.refusals.set(message.to, code)
      await assertRefused(huawei.send(settings, message, outside), refusal, { secrets })
      assert.equal(double.sent.length, 0)
    })
  }

  for (const [code, status, refusal] of [
    ['E000112', 403, 'misconfigured'],
    ['E000106', 403, 'misconfigured'],
    ['E000620', 403, 'misconfigured'],
    ['E000623', 403, 'unreachable'],
    ['E000503', 400, 'rejected'],
    ['E000999', 403, 'misconfigured'],
  ] as const) {
    test(`of a call, ${code} is ${refusal}`, async () => {
      const { double, settings } = await vendor()
      Object.assign(double.says, { code, status })
      await assertRefused(huawei.send(settings, message, outside), refusal, { secrets })
    })
  }

  for (const body of [{ code: '000000' }, { code: '000000', result: [] }, { code: '000000', result: [{ smsMsgId: 'x' }] }]) {
    test(`${JSON.stringify(body)} is neither an error nor a success`, async () => {
      const { double, settings } = await vendor()
      double.state.trouble = { status: 200, body }
      await assertRefused(huawei.send(settings, message, outside), 'unreachable')
    })
  }

  test('the double sees what was changed on the way, and a nonce that comes twice', async () => {
    const { double, settings } = await vendor()
    await huawei.send(settings, message, outside)
    await huawei.send({ ...settings, auth: 'wsse' }, message, outside)
    const again = async (at: number, body = double.seen[at]!.body, more: Record<string, string> = {}) => {
      const headers = Object.fromEntries(
        ['content-type', 'authorization', 'x-sdk-date', 'x-wsse'].flatMap((it) => {
          const value = double.seen[at]!.headers[it]
          return value === undefined ? [] : [[it, String(value)]]
        }),
      )
      const answer = await fetch(double.url + double.seen[at]!.url, { method: 'POST', headers: { ...headers, ...more }, body })
      return ((await answer.json()) as { code: string }).code
    }
    assert.equal(await again(0), '000000')
    assert.equal(await again(0, double.seen[0]!.body.replace('842913', '842914')), 'E000045')
    assert.equal(await again(0, undefined, { 'x-sdk-date': '20260601T123006Z' }), 'E000045')
    assert.equal(await again(0, undefined, { 'content-type': 'application/json' }), 'E000045')
    assert.equal(await again(1), 'E000101')
  })

  for (const [name, trouble] of troubles) {
    test(`${name}: unreachable`, async () => {
      const { double, settings } = await vendor()
      double.state.trouble = trouble
      const impatient = openOutside(() => NOW, 500)
      await assertRefused(huawei.send(settings, message, impatient), 'unreachable', { secrets })
      await assertRefused(huawei.check!(settings, impatient), 'unreachable', { secrets })
    })
  }
})

describe('huawei: receipts', () => {
  const url = 'https://id.example.com/receipts/7?b=2&a=1%20x'
  const signed = { key: 'push-key', secret: 'push-secret', now: NOW }
  const settings = { ...keys, sender: '1', push_key: 'push-key', push_secret: 'push-secret' }
  const body =
    'sequence=1&total=1&orgCode=000&updateTime=2026-06-01T06%3A31%3A46Z&source=2&smsMsgId=b9d9b4fe-ad0e_6&status=DELIVRD&extend=m'
  const delivered = { vendorId: 'b9d9b4fe-ad0e_6', delivered: true, final: true, detail: 'DELIVRD' }
  const read = (posted: ReturnType<typeof pushed>, given: Record<string, unknown> = settings, now = NOW) =>
    huawei.readReceipts!(
      given,
      posted,
      openOutside(() => now),
    )

  test('signed by the push key, with the host the platform was given', async () => {
    assert.deepEqual(await read(pushed(url, body, signed)), [delivered])
  })

  test('by the key of the application, where no other is set', async () => {
    const given = { ...keys, sender: '1', push_secret: keys.app_secret }
    assert.deepEqual(await read(pushed(url, body, { key: keys.app_key, secret: keys.app_secret, now: NOW }), given), [delivered])
  })

  test('not delivered, still on its way, one piece of two, several in one list', async () => {
    const of = async (text: string) => (await read(pushed(url, text, signed)))[0]
    assert.deepEqual(await of(body.replace('DELIVRD', 'UNDELIV')), { ...delivered, delivered: false, detail: 'UNDELIV' })
    assert.deepEqual(await of(body.replace('DELIVRD', 'ACCEPTD')), { ...delivered, delivered: false, final: false, detail: 'ACCEPTD' })
    assert.deepEqual(await of(body.replace('total=1', 'total=2')), { ...delivered, final: false })
    const list = JSON.stringify({
      statusReportList: [
        { smsMsgId: 'a_1', status: 'DELIVRD' },
        { smsMsgId: 'a_2', status: 'E200037' },
      ],
    })
    assert.deepEqual(await read(pushed(url, list, signed)), [
      { ...delivered, vendorId: 'a_1' },
      { ...delivered, vendorId: 'a_2', delivered: false, detail: 'E200037' },
    ])
  })

  test('forged, changed, of another key, for another address, or late', async () => {
    const good = pushed(url, body, signed)
    const forgeries = [
      pushed(url, body),
      pushed(url, body, { ...signed, secret: 'another' }),
      pushed(url, body, { ...signed, key: 'another' }),
      { ...good, body: body.replace('DELIVRD', 'UNDELIV') },
      { ...good, url: url.replace('/7', '/8') },
      { ...good, url: url.replace('a=1', 'a=2') },
      { ...good, url: 'not an address' },
      { ...good, headers: { ...good.headers, 'x-sdk-date': '20260601T123006Z' } },
      { ...good, headers: { ...good.headers, 'x-sdk-date': '20261301T123005Z' } },
      { ...good, headers: { ...good.headers, authorization: good.headers['authorization']!.replace('SDK-', 'sdk-') } },
    ]
    for (const it of forgeries) await assertRefused(read(it), 'rejected', { secrets: ['push-secret'] })
    await assertRefused(read(good, settings, NOW + 901_000), 'rejected')
    await assertRefused(read(good, settings, NOW - 901_000), 'rejected')
    assert.deepEqual(await read(good, settings, NOW + 899_000), [delivered])
  })

  test('without AK/SK: by the token in the address', async () => {
    const token = 'a-token-of-the-receipts'
    const given = { ...keys, sender: '1', receipts_token: token }
    assert.deepEqual(await read(pushed(`https://id.example.com/r?token=${token}`, body), given), [delivered])
    await assertRefused(read(pushed('https://id.example.com/r?token=another-token-of-them', body), given), 'rejected', { secrets: [token] })
    await assertRefused(read(pushed(url, body), { ...keys, sender: '1' }), 'misconfigured', { setting: 'receipts_token' })
  })

  test('what is no report is refused', async () => {
    for (const it of ['', '{}', 'smsMsgId=&status=DELIVRD', 'smsMsgId=a', '[]'])
      await assertRefused(read(pushed(url, it, signed)), 'rejected')
  })

  test('a callback whose receipts could not be told from forgeries is found at save time', async () => {
    const { settings } = await vendor()
    const given = { ...settings, status_callback: 'https://id.example.com/receipts/7' }
    await assertRefused(huawei.check!(given, outside), 'misconfigured', { setting: 'receipts_token' })
    await huawei.check!({ ...given, push_secret: 'push-secret' }, outside)
    await assertRefused(huawei.check!({ ...settings, push_key: 'k' }, outside), 'misconfigured', { setting: 'push_secret' })
  })
})
