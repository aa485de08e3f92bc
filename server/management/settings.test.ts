import assert from 'node:assert/strict'
import test from 'node:test'
import { bench } from '../testing.ts'
import { acts, faultsOf, manage, refusedBy, silent, statusesOf } from './management.double.ts'

const SETTINGS = '/api/v2/admin/settings'
const MOBILE = '15912345678'
type Document = { sms: Record<string, unknown>; captcha: object; password: object }

test('the whole document is shown with its defaults, and only what was decided is stored', async () => {
  await using b = await bench({ settings: { captcha: { required: false } } })
  const admin = await manage(b, ['setting_all'])
  const { body } = await admin('GET', SETTINGS)
  const settings = body['settings'] as Document
  assert.equal(settings.sms['cooldown'], 60)
  const before = body['stored'] as Document
  assert.deepEqual(before.captcha, { required: false })
  const changed = await admin('PUT', SETTINGS, {
    version: body['version'],
    settings: { ...settings, sms: { ...settings.sms, cooldown: 5 } },
  })
  assert.equal(changed.status, 200, changed.text)
  assert.notEqual(changed.body['version'], body['version'])
  assert.deepEqual(changed.body['stored'], { ...before, sms: { ...before.sms, cooldown: 5 } })
  const [act] = await acts(b)
  assert.deepEqual(
    [act?.event, act?.subject, act?.before, act?.after],
    ['admin/settings-change', 'tenant', {}, { 'settings.sms.cooldown': 5 }],
  )
  // The same again is no change.
  await silent(b, async () => {
    const again = await admin('PUT', SETTINGS, { settings: changed.body['settings'] })
    assert.deepEqual(again.body, changed.body)
  })
})

test('a change holds with the next call, whatever was held in memory', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const send = async () => (await b.post('/sms/send', { mobile: MOBILE, type: 'LOGIN_SMS' })).body['error_code']
  assert.equal(await send(), undefined)
  b.clock.now += 2000
  const { body } = await admin('GET', SETTINGS)
  await admin('PUT', SETTINGS, { settings: { ...(body['settings'] as object), countries: ['DE'] } })
  assert.equal(await send(), 'BOWLINE.SMS.0005')
})

test('what is left out is at its default', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, session_lifetime: 60 } })
  const admin = await manage(b)
  const changed = await admin('PUT', SETTINGS, { settings: { language: 'zh' } })
  assert.deepEqual(changed.body['stored'], { language: 'zh' })
  assert.equal((changed.body['settings'] as Record<string, unknown>)['session_lifetime'], 604_800)
})

test('everything that is wrong is told at once, by path, and nothing is written', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const settings = {
    language: 'fr',
    session_lifetime: '600',
    sms: {
      code_length: 99,
      coldown: 1,
      firewall: { enabled: 'yes' },
      routes: [{ gateways: [] }, { countries: ['Germany'], gateways: ['a'] }],
      test_numbers: [{ number: '138', code: 'abc', until: 'soon' }],
      texts: { LOGIN_SMS: { en: 1, zh: 'a\0b' } },
    },
    password: null,
  }
  await silent(b, async () => {
    const reply = await admin('PUT', SETTINGS, { settings })
    const faults = faultsOf(reply)
    const expected: Record<string, RegExp> = {
      language: /^expected one of en, zh-CN, zh-TW, zh, found "fr"/,
      session_lifetime: /^expected a whole number .* found "600"/,
      password: /^expected keys and values, found nothing/,
      'sms.code_length': /^expected a whole number of 4 to 8, found 99/,
      'sms.coldown': /Did you mean "cooldown"\?/,
      'sms.firewall.enabled': /^expected true or false/,
      'sms.routes[0].gateways': /^expected a list of 1 to 20 entries/,
      'sms.routes[1].countries[0]': /of the form/,
      'sms.test_numbers[0].number': /of the form/,
      'sms.test_numbers[0].code': /of the form/,
      'sms.test_numbers[0].until': /of the form/,
      'sms.texts.LOGIN_SMS.en': /^expected text/,
      'sms.texts.LOGIN_SMS.zh': /cannot be stored/,
    }
    assert.deepEqual(Object.keys(faults).toSorted(), Object.keys(expected).toSorted())
    for (const [path, text] of Object.entries(expected)) assert.match(faults[path] ?? '', text)
    assert.match(String(reply.body['error_msg']), /\(13\)/)
    // The same in the caller's language, at the same paths; what only English has (the description) stays away.
    for (const [tag, ours] of [
      ['zh', ['（13处）', '应为en、zh-CN、zh-TW、zh之一，实际为"fr"。', '应为1到20项的列表，实际有0项', '没有这个键。是否为“cooldown”？']],
      [
        'zh-TW',
        ['（13處）', '應為en、zh-CN、zh-TW、zh之一，實際為"fr"。', '應為1到20項的清單，實際有0項', '沒有這個鍵。是否為「cooldown」？'],
      ],
    ] as const) {
      const other = await admin('PUT', SETTINGS, { settings }, { 'x-l': tag })
      const told = faultsOf(other)
      assert.deepEqual(Object.keys(told), Object.keys(faults))
      assert.ok(String(other.body['error_msg']).includes(ours[0]), String(other.body['error_msg']))
      assert.deepEqual([told['language'], told['sms.routes[0].gateways'], told['sms.coldown']], ours.slice(1))
      for (const text of Object.values(told)) assert.match(text, /\p{Script=Han}/u)
    }
  })
})

test('a kept secret that may not be kept, and an application with faults, are told in the language of the caller too', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const at = `/api/v2/admin/apps/${b.clientId}`
  const rules = [{ name: 'office', addresses: ['10.0.0.0/8', 'the office', '10.0.0.300'], decision: 'deny' }]
  await silent(b, async () => {
    const told = faultsOf(await admin('PUT', at, { settings: { access_rules: rules } }))
    assert.deepEqual(Object.keys(told), ['settings.access_rules[0].addresses[1]', 'settings.access_rules[0].addresses[2]'])
    for (const text of Object.values(told)) assert.match(text, /^expected an IP address/)
    const chinese = faultsOf(await admin('PUT', at, { secret: 'x', settings: {} }, { 'x-l': 'zh-CN' }))
    assert.deepEqual(chinese, { secret: '请由服务器生成：POST …/apps/:clientId/secret' })
    const gateway = { id: 'own', gateway: 'http', settings: { url: 'https://sms.example', secret: { set: true } } }
    assert.deepEqual(faultsOf(await admin('POST', '/api/v2/admin/gateways', gateway, { 'x-l': 'zh-TW' })), {
      'settings.secret': '此處尚未儲存任何內容；請傳送值',
    })
  })
  const good = [{ name: 'office', addresses: ['10.0.0.0/8', '192.0.2.*', '2001:db8::/32'], decision: 'deny' }]
  assert.equal((await admin('PUT', at, { settings: { access_rules: good } })).status, 200)
})

test('refused: no document, one too deep, one too large, a version of yesterday', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const { body } = await admin('GET', SETTINGS)
  await admin('PUT', SETTINGS, { settings: { language: 'zh' } })
  let deep: object = {}
  for (let i = 0; i < 5000; i++) deep = { sms: deep }
  await silent(b, async () => {
    refusedBy(await admin('PUT', SETTINGS, {}), 'paramMissing')
    refusedBy(await admin('PUT', SETTINGS, { settings: [] }), 'paramInvalid')
    refusedBy(await admin('PUT', SETTINGS, '{'), 'bodyInvalid')
    refusedBy(await admin('PUT', SETTINGS, { settings: { language: 'x'.repeat(1024 * 1024) } }), 'bodyTooLarge')
    refusedBy(await admin('PUT', SETTINGS, { version: body['version'], settings: {} }), 'changedMeanwhile')
    faultsOf(await admin('PUT', SETTINGS, { settings: deep }))
  })
})

test('of two changes of one version at once, one is made', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const { body } = await admin('GET', SETTINGS)
  const lifetimes = [60, 61, 62, 63]
  const replies = await Promise.all(
    lifetimes.map((session_lifetime) => admin('PUT', SETTINGS, { version: body['version'], settings: { session_lifetime } })),
  )
  assert.deepEqual(statusesOf(replies), [200, 409, 409, 409])
  assert.equal((await acts(b)).length, 1)
})

test('texts by type and language, and what one would cost', async (t) => {
  await using b = await bench()
  const admin = await manage(b)
  const own = '【Acme】验证码{code}，{minutes}分钟内有效'
  await admin('PUT', SETTINGS, { settings: { captcha: { required: false }, sms: { texts: { LOGIN_SMS: { zh: own } } } } })
  const texts = (await admin('GET', '/api/v2/admin/texts')).body['texts'] as Record<string, string | null>[]
  const found = texts.find((it) => it['type'] === 'LOGIN_SMS' && it['language'] === 'zh-CN')
  assert.deepEqual([found?.['own'], texts.length], [own, 27])
  const preview = async (body: object) => {
    const reply = await admin('POST', '/api/v2/admin/texts/preview', { type: 'LOGIN_SMS', language: 'en', ...body })
    assert.equal(reply.status, 200, reply.text)
    return reply.body
  }
  const rows: [name: string, body: object, expected: Record<string, unknown>][] = [
    [
      'the tenant’s own, under zh',
      { language: 'zh' },
      { text: '【Acme】验证码123456，5分钟内有效', own: true, encoding: 'UCS-2', segments: 1 },
    ],
    ['given', { text: '{code} {app}', app: 'Shop' }, { text: '123456 Shop', own: true, encoding: 'GSM-7', characters: 11, segments: 1 }],
    ['without the code it is not used', { text: 'Hello' }, { own: false }],
    ['160 characters', { text: `{code}${'a'.repeat(154)}` }, { encoding: 'GSM-7', characters: 160, segments: 1 }],
    ['161 characters', { text: `{code}${'a'.repeat(155)}` }, { encoding: 'GSM-7', characters: 161, segments: 2 }],
    ['one euro is two', { text: `{code}${'€'.repeat(77)}` }, { encoding: 'GSM-7', characters: 160, segments: 1 }],
    ['307 characters', { text: `{code}${'a'.repeat(301)}` }, { encoding: 'GSM-7', characters: 307, segments: 3 }],
    ['70 of another script', { text: `{code}${'码'.repeat(64)}` }, { encoding: 'UCS-2', characters: 70, segments: 1 }],
    ['71 of another script', { text: `{code}${'码'.repeat(65)}` }, { encoding: 'UCS-2', characters: 71, segments: 2 }],
    ['one letter that GSM has not', { text: '{code} ç' }, { encoding: 'UCS-2', characters: 8, segments: 1 }],
  ]
  for (const [name, body, expected] of rows) {
    await t.test(name, async () => {
      const it = await preview(body)
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, it[key]])), expected)
    })
  }
  // What is sent is what is shown.
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const code = await b.sendCode(MOBILE, 'LOGIN_SMS', { 'x-l': 'zh-CN' })
  assert.equal(b.inbox(`+86${MOBILE}`)[0]?.text, own.replace('{code}', code).replace('{minutes}', '5'))
  await silent(b, async () => {
    refusedBy(await admin('POST', '/api/v2/admin/texts/preview', { type: 'HELLO', language: 'en' }), 'paramInvalid')
    refusedBy(await admin('POST', '/api/v2/admin/texts/preview', { type: 'LOGIN_SMS', language: 'xx' }), 'paramInvalid')
  })
})
