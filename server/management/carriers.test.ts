import assert from 'node:assert/strict'
import test from 'node:test'
import { dump } from '../db.ts'
import { mailGateways } from '../mail/index.ts'
import { listGateways } from '../sms/index.ts'
import { bench } from '../testing.ts'
import { acts, addCarrier, faultsOf, manage, refusedBy, silent, type Trick } from './management.double.ts'

const SMS = '/api/v2/admin/gateways'
const MAIL = '/api/v2/admin/mail-gateways'
const KEY = 'the-vendor-key-nobody-sees'
const MOBILE = '15912345678'
type Shown = { id: string; position: number; settings: Record<string, unknown>; health: Record<string, unknown> }

for (const [url, carries, event] of [
  [SMS, 'sms', 'gateway'],
  [MAIL, 'mail', 'mail-gateway'],
] as const) {
  test(`${carries}: a gateway is made, shown without its secrets, changed, put first and taken away`, async () => {
    const trick: Trick = { behaves: 'takes', taken: [] }
    const kind = addCarrier(carries, trick)
    await using b = await bench()
    const admin = await manage(b, ['message_all'])
    const made = await admin('POST', url, { id: 'own', gateway: kind, settings: { host: 'sms.example', password: KEY } })
    assert.equal(made.status, 201, made.text)
    assert.deepEqual(
      [made.body['gateway'], made.body['position'], made.body['served'], made.body['settings']],
      [kind, 2, true, { host: 'sms.example', password: { set: true } }],
    )
    const list = await admin('GET', url)
    assert.deepEqual(
      (list.body['gateways'] as Shown[]).map((it) => it.id),
      ['inbox', 'own'],
    )
    const kinds = list.body['kinds'] as { id: string; settings: { properties: Record<string, { format?: string }> }; label: object }[]
    assert.equal(kinds.find((it) => it.id === kind)?.settings.properties['password']?.format, 'secret')
    assert.deepEqual((await admin('POST', `${url}/order`, { ids: ['own'] })).body, { ids: ['own', 'inbox'] })
    const read = await admin('GET', `${url}/own`)
    const settings = { ...(read.body['settings'] as object), sender: 'Acme' }
    const changed = await admin('PUT', `${url}/own`, { version: read.body['version'], settings })
    assert.equal(changed.status, 200, changed.text)
    assert.deepEqual(changed.body['settings'], { host: 'sms.example', password: { set: true }, sender: 'Acme' })
    // The same again is no change; one of yesterday is told.
    await silent(b, async () => {
      assert.deepEqual((await admin('PUT', `${url}/own`, { settings })).body, changed.body)
      refusedBy(await admin('PUT', `${url}/own`, { version: read.body['version'], settings: {} }), 'changedMeanwhile')
    })
    assert.equal((await admin('DELETE', `${url}/own`)).status, 204)
    refusedBy(await admin('GET', `${url}/own`), 'gatewayUnknown')
    const trail = await acts(b)
    assert.deepEqual(
      trail.map((it) => [it.event, it.subject]),
      [
        [`admin/${event}-create`, 'own'],
        [`admin/${event}-order`, 'all'],
        [`admin/${event}-change`, 'own'],
        [`admin/${event}-remove`, 'own'],
      ],
    )
    assert.deepEqual(trail[0]?.after, { gateway: kind, position: 2, 'settings.host': 'sms.example', 'settings.password': { set: true } })
    assert.deepEqual([trail[2]?.before, trail[2]?.after], [{}, { 'settings.sender': 'Acme' }])
    const all = JSON.stringify([trail, made.body, list.body, read.body, await b.snapshot(), await dump(b.world.database, ['auditEvents'])])
    assert.ok(!(all + b.log()).includes(KEY))
  })

  test(`${carries}: what is wrong is told at once, by path, and nothing is written`, async (t) => {
    const kind = addCarrier(carries, { behaves: 'takes', taken: [] })
    await using b = await bench()
    const admin = await manage(b)
    await admin('POST', url, { id: 'own', gateway: kind, settings: { host: 'sms.example', password: KEY } })
    const rows: [method: 'POST' | 'PUT', path: string, body: object, faults: Record<string, RegExp>][] = [
      ['POST', '', { id: 'x', gateway: kind }, { 'settings.host': /^missing/, 'settings.password': /^missing/ }],
      ['POST', '', { id: 'x y', gateway: 'nothing' }, { id: /at most 64 letters/, gateway: /^there is no gateway/ }],
      [
        'POST',
        '',
        { id: 'x', gateway: kind, settings: { host: 'a', password: { set: true } } },
        { 'settings.password': /nothing is stored/ },
      ],
      ['PUT', '/own', { settings: { host: 1, password: { set: true }, hots: '' } }, { 'settings.password': /address .* has changed/ }],
      [
        'PUT',
        '/own',
        { settings: { host: 1, password: 'x', sedner: '' } },
        { 'settings.host': /^expected text/, 'settings.sedner': /"sender"/ },
      ],
      ['PUT', '/own', { gateway: 'inbox', settings: { host: 'x' } }, { 'settings.host': /no such key/ }],
      ['PUT', '/own', { posiiton: 3 }, { posiiton: /no such key/ }],
    ]
    for (const [method, path, body, expected] of rows) {
      await t.test(JSON.stringify(body), () =>
        silent(b, async () => {
          const faults = faultsOf(await admin(method, url + path, body))
          assert.deepEqual(Object.keys(faults).toSorted(), Object.keys(expected).toSorted())
          for (const [at, text] of Object.entries(expected)) assert.match(faults[at] ?? '', text)
        }),
      )
    }
    await silent(b, async () => {
      refusedBy(await admin('POST', url, { id: 'own', gateway: kind }), 'idTaken')
      refusedBy(await admin('PUT', `${url}/nothing`, {}), 'gatewayUnknown')
      refusedBy(await admin('DELETE', `${url}/nothing`), 'gatewayUnknown')
      refusedBy(await admin('POST', `${url}/nothing/test`, { to: carries === 'sms' ? MOBILE : 'a@example.com' }), 'gatewayUnknown')
      refusedBy(await admin('POST', `${url}/own/test`, { to: 'nonsense' }), carries === 'sms' ? 'mobileInvalid' : 'emailInvalid')
      refusedBy(await admin('POST', `${url}/order`, { ids: ['nothing'] }), 'gatewayUnknown')
    })
  })

  test(`${carries}: a test sends one message, is in the trail, and counts`, async () => {
    const trick: Trick = { behaves: 'takes', taken: [] }
    const kind = addCarrier(carries, trick)
    await using b = await bench()
    const admin = await manage(b)
    await admin('POST', url, { id: 'own', gateway: kind, settings: { host: 'sms.example', password: KEY } })
    const to = carries === 'sms' ? MOBILE : 'alice@example.com'
    const tried = await admin('POST', `${url}/own/test`, { to }, { 'x-l': 'zh' })
    assert.deepEqual(tried.body, { sent: true, vendor_id: 'vendor-1', fault: null })
    assert.equal(trick.taken.length, 1)
    assert.match(trick.taken[0]?.text ?? '', /acme/)
    // Whoever gets it may not get another at once, whoever asks.
    await silent(b, async () => refusedBy2(await admin('POST', `${url}/own/test`, { to })))
    b.clock.now += 61_000
    trick.behaves = 'misconfigured'
    const failed = await admin('POST', `${url}/own/test`, { to })
    assert.deepEqual(failed.body, {
      sent: false,
      vendor_id: null,
      fault: { refusal: 'misconfigured', setting: 'password', text: 'wrong password' },
    })
    trick.behaves = 'breaks'
    const broken = await admin('POST', `${url}/own/test`, { to })
    assert.equal((broken.body['fault'] as Record<string, string>)['refusal'], 'unreachable')
    assert.ok(!broken.text.includes('a fault of its own'))
    const trail = (await acts(b)).filter((it) => it.event === `admin/${event}-test`)
    assert.deepEqual(
      trail.map((it) => [it.subject, it.after?.['taken'], it.after?.['refusal'], it.after?.['to']]),
      [true, false, false].map((taken, i) => [
        'own',
        taken,
        [undefined, 'misconfigured', 'unreachable'][i],
        carries === 'sms' ? '+86-159****5678' : '***@example.com',
      ]),
    )
    const { health } = ((await admin('GET', url)).body['gateways'] as Shown[]).find((it) => it.id === 'own') ?? {}
    assert.deepEqual([health?.['failed'], health?.['failed_in_a_row'], health?.['failing']], [2, 2, false])
    if (carries === 'sms') {
      const spent = (await admin('GET', '/api/v2/admin/firewall')).body['spend'] as Record<string, { spent: number; messages: number }>
      // What did not leave costs nothing.
      assert.deepEqual([spent['day']?.spent, spent['day']?.messages], [500, 1])
      assert.equal((await b.snapshot())['codes'], '')
    }
    function refusedBy2(reply: Awaited<ReturnType<typeof admin>>) {
      assert.deepEqual([reply.status, reply.body['error_code']], [400, 'BOWLINE.SMS.0004'], reply.text)
    }
  })

  test(`${carries}: tests are counted by the hour, over all receivers`, async () => {
    const trick: Trick = { behaves: 'takes', taken: [] }
    const kind = addCarrier(carries, trick)
    await using b = await bench()
    const admin = await manage(b)
    await admin('POST', url, { id: 'own', gateway: kind, settings: { host: 'sms.example', password: KEY } })
    const to = (n: number) => (carries === 'sms' ? `138${String(10_000_000 + 7919 * n)}` : `a${n}@example.com`)
    const replies = []
    for (let n = 1; n <= 31; n++) replies.push(await admin('POST', `${url}/own/test`, { to: to(n) }))
    assert.deepEqual(
      replies.slice(0, 30).map((it) => it.status),
      Array.from({ length: 30 }, () => 200),
    )
    assert.equal(replies[30]?.body['error_code'], 'BOWLINE.ADMIN.0015')
    assert.equal(trick.taken.length, 30)
  })
}

test('health: a gateway that fails is failing, is left alone, and is what the overview is about', async () => {
  const trick: Trick = { behaves: 'unreachable', taken: [] }
  const kind = addCarrier('sms', trick)
  await using b = await bench({ settings: { captcha: { required: false }, sms: { cooldown: 1, breaker: { failures: 3, open_for: 60 } } } })
  const admin = await manage(b)
  await admin('PUT', `${SMS}/inbox`, { gateway: kind, settings: { host: 'x', password: KEY } })
  for (let i = 0; i < 4; i++) {
    b.clock.now += 2000
    assert.equal((await b.post('/sms/send', { mobile: `1391234567${i}`, type: 'LOGIN_SMS' })).body['error_code'], 'CAPTCHA.0006')
  }
  const look = async () => (((await admin('GET', SMS)).body['gateways'] as Shown[])[0] as Shown).health
  const health = await look()
  assert.deepEqual([health['breaker'], health['failing'], health['failed'], health['failed_in_a_row']], ['open', true, 4, 4])
  assert.equal(typeof health['last_fault'], 'string')
  const overview = (await admin('GET', '/api/v2/admin/overview')).body
  const findings = overview['attention'] as Record<string, string>[]
  assert.deepEqual(
    findings.filter((it) => it['code'] === 'gateway_failing').map((it) => [it['severity'], it['page'], it['id']]),
    [['urgent', 'messages', 'inbox']],
  )
  assert.deepEqual(
    (overview['gateways'] as Record<string, unknown>[]).map((it) => [it['id'], it['carries'], it['failing']]),
    [
      ['inbox', 'sms', true],
      ['inbox', 'mail', false],
    ],
  )
  b.clock.now += 61_000
  assert.equal((await look())['breaker'], 'trying')
  // A test tries it whatever is thought of it, and a good one clears its name.
  trick.behaves = 'takes'
  assert.equal((await admin('POST', `${SMS}/inbox/test`, { to: '13700000001' })).body['sent'], true)
  const after = await look()
  assert.deepEqual([after['breaker'], after['failing'], after['failed_in_a_row']], ['closed', false, 0])
})

test('a change holds with the next message, whatever was held in memory', async () => {
  const trick: Trick = { behaves: 'takes', taken: [] }
  const kind = addCarrier('sms', trick)
  await using b = await bench()
  const admin = await manage(b)
  const send = (n: number) => b.post('/sms/send', { mobile: `1391234567${n}`, type: 'LOGIN_SMS' })
  assert.equal((await send(1)).status, 200)
  assert.equal(trick.taken.length, 0)
  await admin('POST', SMS, { id: 'own', gateway: kind, settings: { host: 'x', password: KEY } })
  await admin('POST', `${SMS}/order`, { ids: ['own'] })
  assert.equal((await send(2)).status, 200)
  assert.equal(trick.taken.length, 1)
  await admin('DELETE', `${SMS}/own`)
  assert.equal((await send(3)).status, 200)
  assert.equal(trick.taken.length, 1)
  assert.deepEqual(
    (await listGateways(b.ctx, b.tenant.id)).map((it) => it.id),
    ['inbox'],
  )
})

test('production does without what is for development', async () => {
  await using b = await bench({ env: { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  const admin = await manage(b)
  for (const [url, to] of [
    [SMS, MOBILE],
    [MAIL, 'alice@example.com'],
  ] as const) {
    const { body } = await admin('GET', url)
    assert.ok(!(body['kinds'] as { id: string }[]).some((it) => it.id === 'inbox'))
    assert.equal((body['gateways'] as { served: boolean }[])[0]?.served, false)
    refusedBy(await admin('POST', `${url}/inbox/test`, { to }), 'gatewayUnknown')
    assert.match(faultsOf(await admin('POST', url, { id: 'x', gateway: 'inbox' }))['gateway'] ?? '', /for development only/)
  }
  assert.ok(Object.keys(mailGateways).length > 0)
  const findings = (await admin('GET', '/api/v2/admin/overview')).body['attention'] as { code: string }[]
  assert.ok(findings.some((it) => it.code === 'gateway_missing'))
})
