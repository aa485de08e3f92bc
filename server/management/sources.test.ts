import assert from 'node:assert/strict'
import test from 'node:test'
import { dump } from '../db.ts'
import { listSources } from '../social/index.ts'
import { bench, type Bench } from '../testing.ts'
import { acts, faultsOf, manage, refusedBy, silent, statusesOf } from './management.double.ts'

const SOURCES = '/api/v2/admin/sources'
const SECRET = 'the-wechat-secret-nobody-sees'
const wechat = { id: 'wx', connector: 'wechat', no_user_associated: 'ask', settings: { app_id: 'wx0123', app_secret: SECRET } }

const everything = async (b: Bench, also = '') =>
  also + Object.values(await b.snapshot()).join('\n') + (await dump(b.world.database, ['auditEvents']))['auditEvents'] + b.log()

test('the connectors, each with its form, and what may happen to people nobody knows', async () => {
  await using b = await bench()
  const admin = await manage(b, ['source_read'])
  const { body } = await admin('GET', '/api/v2/admin/connectors', undefined, { 'x-l': 'zh' })
  const all = body['connectors'] as { id: string; label: object; settings: { properties: Record<string, Record<string, unknown>> } }[]
  const found = all.find((it) => it.id === 'wechat')
  assert.deepEqual(found?.label, { en: 'WeChat', zh: '微信' })
  assert.equal(found?.settings.properties['app_secret']?.['format'], 'secret')
  assert.deepEqual(
    [found?.settings.properties['scene']?.['title'], found?.settings.properties['scene']?.['titleZh']],
    ['Login scenario', '登录场景'],
  )
  const choices = (found as unknown as { no_user_associated: { value: string; key: string; text: string }[] }).no_user_associated
  assert.deepEqual(
    choices.map((it) => it.value),
    ['bind', 'bind_or_register', 'auto_create', 'deny', 'ask'],
  )
  assert.deepEqual(choices[0], { value: 'bind', key: 'unknown_user.bind', text: '验证现有用户的手机号或邮箱后，绑定到该用户。' })
  await using production = await bench({ env: { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  const theirs = (await (await manage(production))('GET', '/api/v2/admin/connectors')).body['connectors'] as { id: string }[]
  assert.ok(theirs.some((it) => it.id === 'wechat') && !theirs.some((it) => it.id === 'sandbox'))
})

test('a source is made, shown without its secret, changed, and offered at once', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const made = await admin('POST', SOURCES, wechat)
  assert.equal(made.status, 201, made.text)
  assert.deepEqual(
    ['id', 'name', 'no_user_associated', 'disabled', 'served', 'last_check'].map((it) => made.body[it]),
    ['wx', 'WeChat', 'ask', false, true, null],
  )
  const settings = made.body['settings'] as Record<string, unknown>
  assert.deepEqual([settings['app_id'], settings['app_secret'], settings['scene']], ['wx0123', { set: true }, 'website'])
  const list = (await admin('GET', SOURCES)).body['sources'] as { id: string }[]
  assert.deepEqual(
    list.map((it) => it.id),
    ['sandbox', 'wx'],
  )
  // The mark goes back, and so does every default that was filled in.
  const version = made.body['version']
  const changed = await admin('PUT', `${SOURCES}/wx`, { version, name: '微信', settings: { ...settings, app_id: 'wx4567' } })
  assert.equal(changed.status, 200, changed.text)
  assert.equal((changed.body['settings'] as Record<string, unknown>)['app_id'], 'wx4567')
  const stored = (await listSources(b.ctx, b.tenant.id)).find((it) => it.id === 'wx')
  assert.deepEqual(stored?.settings, { app_id: 'wx4567', app_secret: SECRET, scene: 'website' })
  assert.equal(stored?.unknownUser, 'ask')
  assert.deepEqual(
    (await acts(b)).map(({ event, by, subject, before, after }) => ({ event, by: Object.keys(by), subject, before, after })),
    [
      {
        event: 'admin/source-create',
        by: ['app'],
        subject: 'wx',
        before: undefined,
        after: {
          connector: 'wechat',
          name: 'WeChat',
          no_user_associated: 'ask',
          trust_mobile: false,
          trust_email: false,
          disabled: false,
          'settings.app_id': 'wx0123',
          'settings.app_secret': { set: true },
          'settings.scene': 'website',
        },
      },
      {
        event: 'admin/source-change',
        by: ['app'],
        subject: 'wx',
        before: { name: 'WeChat', 'settings.app_id': 'wx0123' },
        after: { name: '微信', 'settings.app_id': 'wx4567' },
      },
    ],
  )
  assert.ok(!(await everything(b, made.text + changed.text + JSON.stringify(list))).includes(SECRET))
})

test('a secret is changed, and only that it was is told', async () => {
  await using b = await bench()
  const admin = await manage(b)
  await admin('POST', SOURCES, wechat)
  const next = 'another-secret-nobody-sees'
  const changed = await admin('PUT', `${SOURCES}/wx`, { settings: { app_id: 'wx0123', app_secret: next } })
  assert.equal(changed.status, 200, changed.text)
  const { before, after } = (await acts(b)).at(-1) ?? {}
  assert.deepEqual([before, after], [{ 'settings.app_secret': { set: true } }, { 'settings.app_secret': { set: true } }])
  const text = await everything(b, changed.text)
  assert.ok(!text.includes(next) && !text.includes(SECRET))
})

test('a kept secret is not sent to another address', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const made = await admin('POST', SOURCES, wechat)
  const settings = made.body['settings'] as object
  const theft = { settings: { ...settings, api_url: 'https://evil.example' } }
  const fault = 'the address that this secret is sent to has changed; send the value anew'
  await silent(b, async () => assert.deepEqual(faultsOf(await admin('PUT', `${SOURCES}/wx`, theft)), { 'settings.app_secret': fault }))
  const check = { id: 'wx', connector: 'wechat', ...theft }
  await silent(b, async () => assert.deepEqual(faultsOf(await admin('POST', `${SOURCES}/check`, check)), { 'settings.app_secret': fault }))
  const anew = { settings: { ...settings, api_url: 'https://api.example', app_secret: SECRET } }
  assert.equal((await admin('PUT', `${SOURCES}/wx`, anew)).status, 200)
})

test('everything that is wrong is told at once, by path, and nothing is written', async (t) => {
  await using b = await bench()
  const admin = await manage(b)
  await admin('POST', SOURCES, wechat)
  const rows: [name: string, method: 'POST' | 'PUT', url: string, body: object, faults: Record<string, RegExp>][] = [
    [
      'settings',
      'POST',
      SOURCES,
      { id: 'x', connector: 'wechat', settings: { scene: 'webside', colour: 1 } },
      {
        'settings.app_id': /^missing; expected text/,
        'settings.app_secret': /^missing; expected text/,
        'settings.scene': /Did you mean "website"\?/,
        'settings.colour': /^there is no such key/,
      },
    ],
    ['no settings', 'POST', SOURCES, { id: 'x', connector: 'wechat' }, { 'settings.app_id': /missing/, 'settings.app_secret': /missing/ }],
    ['connector', 'POST', SOURCES, { id: 'x', connector: 'wechta' }, { connector: /Did you mean "wechat"\?/ }],
    ['id', 'POST', SOURCES, { id: 'a b', connector: 'sandbox' }, { id: /at most 64 letters/ }],
    ['key', 'POST', SOURCES, { id: 'x', connector: 'sandbox', trustmobile: true }, { trustmobile: /Did you mean "trust_mobile"\?/ }],
    [
      'mark',
      'POST',
      SOURCES,
      { ...wechat, id: 'x', settings: { app_id: 'x', app_secret: { set: true } } },
      { 'settings.app_secret': /nothing is stored/ },
    ],
    [
      'reference',
      'POST',
      SOURCES,
      { ...wechat, id: 'x', settings: { app_id: 'x', app_secret: { env: 'PATH' } } },
      { 'settings.app_secret.env': /send the value itself/ },
    ],
    [
      'file',
      'PUT',
      `${SOURCES}/wx`,
      { settings: { app_id: { file: '/etc/passwd' }, app_secret: 'x' } },
      { 'settings.app_id.file': /send the value itself/ },
    ],
    ['text', 'PUT', `${SOURCES}/wx`, { settings: { app_id: 'a\0b', app_secret: 'x' } }, { 'settings.app_id': /cannot be stored/ }],
    ['another connector', 'PUT', `${SOURCES}/wx`, { connector: 'sandbox' }, { connector: /keeps its connector/ }],
  ]
  for (const [name, method, url, body, expected] of rows) {
    await t.test(name, () =>
      silent(b, async () => {
        const faults = faultsOf(await admin(method, url, body))
        assert.deepEqual(Object.keys(faults).toSorted(), Object.keys(expected).toSorted())
        for (const [path, text] of Object.entries(expected)) assert.match(faults[path] ?? '', text)
      }),
    )
  }
})

test('refused: one that is there, one that is not, a version of yesterday', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const made = await admin('POST', SOURCES, wechat)
  await admin('PUT', `${SOURCES}/wx`, { name: 'Other' })
  await silent(b, async () => {
    refusedBy(await admin('POST', SOURCES, wechat), 'idTaken')
    refusedBy(await admin('PUT', `${SOURCES}/wx`, { version: made.body['version'], name: 'Lost' }), 'changedMeanwhile')
    refusedBy(await admin('GET', `${SOURCES}/nothing`), 'sourceUnknown')
    refusedBy(await admin('PUT', `${SOURCES}/nothing`, {}), 'sourceUnknown')
    refusedBy(await admin('DELETE', `${SOURCES}/nothing`), 'sourceUnknown')
    refusedBy(await admin('POST', `${SOURCES}/nothing/check`), 'sourceUnknown')
    refusedBy(await admin('POST', `${SOURCES}/order`, { ids: ['wx', 'nothing'] }), 'sourceUnknown')
    refusedBy(await admin('POST', `${SOURCES}/order`, { ids: ['wx', 'wx'] }), 'paramInvalid')
  })
})

test('of two changes of one version at once, one is made', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const { body } = await admin('POST', SOURCES, wechat)
  const names = ['a', 'b', 'c', 'd']
  const replies = await Promise.all(names.map((name) => admin('PUT', `${SOURCES}/wx`, { version: body['version'], name })))
  assert.deepEqual(statusesOf(replies), [200, 409, 409, 409])
  const won = names[replies.findIndex((it) => it.status === 200)]
  assert.equal((await admin('GET', `${SOURCES}/wx`)).body['name'], won)
  assert.equal((await acts(b)).length, 2)
})

test('a change holds with the next sign-in, whatever was held in memory', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const enter = async () => (await b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })).body
  assert.equal((await enter())['status'], 'SOCIAL_BIND')
  await admin('PUT', `${SOURCES}/sandbox`, { no_user_associated: 'bind_or_register' })
  assert.equal((await enter())['status'], 'USER_REGISTER')
  await admin('PUT', `${SOURCES}/sandbox`, { disabled: true })
  assert.equal((await enter())['error_code'], 'BOWLINE.SOCIAL.0002')
})

test('an order is kept, and new ones come behind', async () => {
  await using b = await bench()
  const admin = await manage(b)
  await admin('POST', SOURCES, wechat)
  await admin('POST', SOURCES, { id: 'third', connector: 'sandbox' })
  const ids = async () => ((await admin('GET', SOURCES)).body['sources'] as { id: string }[]).map((it) => it.id)
  assert.deepEqual((await admin('POST', `${SOURCES}/order`, { ids: ['third', 'sandbox'] })).body, { ids: ['third', 'sandbox', 'wx'] })
  await admin('POST', SOURCES, { id: 'a-fourth', connector: 'sandbox' })
  await admin('PUT', `${SOURCES}/sandbox`, { name: 'Changed' })
  assert.deepEqual(await ids(), ['third', 'sandbox', 'wx', 'a-fourth'])
})
