import assert from 'node:assert/strict'
import test from 'node:test'
import { createTemplate } from '../apps/index.ts'
import { dump } from '../db.ts'
import { bench } from '../testing.ts'
import { acts, faultsOf, manage, refusedBy, silent, statusesOf } from './management.double.ts'

const APPS = '/api/v2/admin/apps'
const MOBILE = '15912345678'

test('an application is made, gets a secret once, and is used with it', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const made = await admin('POST', APPS, { name: 'Shop', settings: { permissions: ['user_read'] } })
  assert.equal(made.status, 201, made.text)
  const { body } = made
  const id = String(body['client_id'])
  assert.match(id, /^[A-Za-z0-9]{32}$/)
  assert.deepEqual([body['name'], body['template'], body['disabled'], body['has_secret']], ['Shop', null, false, false])
  assert.match(String(body['public_key']), /^-----BEGIN PUBLIC KEY-----/)
  const settings = body['settings'] as Record<string, unknown>
  assert.deepEqual([settings['permissions'], settings['id_token_lifetime']], [['user_read'], 7200])
  const secret = (await admin('POST', `${APPS}/${id}/secret`)).body
  assert.equal(secret['client_id'], id)
  const first = String(secret['client_secret'])
  assert.equal(first.length, 40)
  assert.match(await b.accessToken(id, first), /^[\w-]{20,}$/)
  const read = await admin('GET', `${APPS}/${id}`)
  assert.equal(read.body['has_secret'], true)
  // A new one: the one before is over at once.
  const second = String((await admin('POST', `${APPS}/${id}/secret`)).body['client_secret'])
  assert.equal(await b.accessToken(id, first), 'undefined')
  assert.match(await b.accessToken(id, second), /^[\w-]{20,}$/)
  const list = await admin('GET', APPS)
  assert.ok((list.body['apps'] as { client_id: string }[]).some((it) => it.client_id === id))
  const trail = await acts(b)
  assert.deepEqual(
    trail.map((it) => [it.event, it.subject, it.after]),
    [
      ['admin/app-create', id, { name: 'Shop', disabled: false, 'settings.permissions': ['user_read'] }],
      ['admin/app-secret', id, { replaced: false }],
      ['admin/app-secret', id, { replaced: true }],
    ],
  )
  const text = JSON.stringify([trail, await b.snapshot(), await dump(b.world.database, ['auditEvents'])]) + read.text + list.text + b.log()
  for (const it of [first, second]) assert.ok(!text.includes(it))
})

test('settings hold with the next call, and what nobody decided is not stored', async () => {
  await using b = await bench()
  const admin = await manage(b)
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  assert.equal((await b.login(MOBILE)).expire, 604_800)
  const { body } = await admin('GET', `${APPS}/${b.clientId}`)
  const settings = { ...(body['settings'] as object), session_lifetime: 600 }
  const changed = await admin('PUT', `${APPS}/${b.clientId}`, { version: body['version'], settings })
  assert.equal(changed.status, 200, changed.text)
  assert.equal((await b.login(MOBILE)).expire, 600)
  const row = ((await b.snapshot())['apps'] ?? '')
    .split('\n')
    .map((it) => JSON.parse(it) as Record<string, string>)
    .find((it) => it['clientId'] === b.clientId)
  assert.deepEqual(JSON.parse(row?.['settings'] ?? ''), { session_lifetime: 600 })
  // Back at the default, it was said: it stays said.
  await admin('PUT', `${APPS}/${b.clientId}`, { settings: { ...settings, session_lifetime: 0 } })
  assert.equal((await b.login(MOBILE)).expire, 604_800)
  const trail = await acts(b)
  assert.deepEqual([trail[0]?.before, trail[0]?.after], [{}, { 'settings.session_lifetime': 600 }])
})

test('a disabled one lets no call through, comes back, and only then may be deleted', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const token = await b.accessToken()
  const call = async () => (await b.get('/public-key')).body['error_code']
  await silent(b, async () => refusedBy(await admin('DELETE', `${APPS}/${b.clientId}`), 'appStillEnabled'))
  assert.equal((await admin('POST', `${APPS}/${b.clientId}/disable`)).body['disabled'], true)
  assert.equal(await call(), 'APP.0003')
  assert.equal((await admin('POST', `${APPS}/${b.clientId}/enable`)).body['disabled'], false)
  assert.equal(await call(), undefined)
  await admin('PUT', `${APPS}/${b.clientId}`, { disabled: true })
  // As it is already: nothing is done, and nothing recorded.
  await silent(b, async () => void (await admin('POST', `${APPS}/${b.clientId}/disable`)))
  assert.equal((await admin('DELETE', `${APPS}/${b.clientId}`)).status, 204)
  assert.equal(await call(), 'APP.0001')
  refusedBy(await admin('GET', `${APPS}/${b.clientId}`), 'appUnknown')
  assert.deepEqual(
    (await acts(b)).map((it) => it.event),
    ['admin/app-disable', 'admin/app-enable', 'admin/app-change', 'admin/app-remove'],
  )
  // Whoever comes to the same client_id inherits no access.
  assert.equal((await admin('POST', APPS, { client_id: b.clientId, name: 'Again', settings: { permissions: ['all'] } })).status, 201)
  const reply = await b.bowline.server.inject({ url: APPS, headers: { authorization: `Bearer ${token}` } })
  assert.equal(reply.json<{ error: string }>().error, 'invalid_token')
})

test('everything that is wrong is told at once, by path, and nothing is written', async (t) => {
  await using b = await bench()
  const admin = await manage(b)
  const other = await b.addTenant('other')
  await createTemplate(b.ctx, { clientId: 'Isv', name: 'ISV' })
  const at = `${APPS}/${b.clientId}`
  const rows: [name: string, method: 'POST' | 'PUT', url: string, body: object, faults: Record<string, RegExp>][] = [
    [
      'settings',
      'PUT',
      at,
      { settings: { id_token_lifetime: 0, redirect_uris: ['/callback'], sources: ['sandbocks'], colour: 1 } },
      {
        'settings.id_token_lifetime': /^expected a whole number of 1 to/,
        'settings.colour': /^there is no such key/,
        'settings.redirect_uris[0]': /^expected a whole address/,
      },
    ],
    ['source', 'PUT', at, { settings: { sources: ['sandbocks'] } }, { 'settings.sources[0]': /^this tenant has no source/ }],
    ['template', 'PUT', at, { template: 'Isw' }, { template: /Did you mean "Isv"\?/ }],
    ['name', 'PUT', at, { name: ' ' }, { name: /^expected text/ }],
    ['key', 'PUT', at, { nmae: 'x' }, { nmae: /Did you mean "name"\?/ }],
    ['secret', 'PUT', at, { secret: 'a-secret-of-my-own-choice' }, { secret: /have one made/ }],
    ['of another tenant', 'POST', APPS, { client_id: other.clientId, name: 'x' }, { client_id: /another tenant/ }],
    ['of a template', 'POST', APPS, { client_id: 'Isv', name: 'x' }, { client_id: /a template has/ }],
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

test('refused: one that is there, one of another tenant, a version of yesterday', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const other = await b.addTenant('other')
  const { body } = await admin('GET', `${APPS}/${b.clientId}`)
  await admin('PUT', `${APPS}/${b.clientId}`, { name: 'Other' })
  await silent(b, async () => {
    refusedBy(await admin('POST', APPS, { client_id: b.clientId, name: 'Mine' }), 'idTaken')
    refusedBy(await admin('PUT', `${APPS}/${b.clientId}`, { version: body['version'], name: 'Lost' }), 'changedMeanwhile')
    for (const id of [other.clientId, 'nobody']) {
      refusedBy(await admin('GET', `${APPS}/${id}`), 'appUnknown')
      refusedBy(await admin('PUT', `${APPS}/${id}`, { name: 'x' }), 'appUnknown')
      refusedBy(await admin('DELETE', `${APPS}/${id}`), 'appUnknown')
      for (const verb of ['secret', 'enable', 'disable']) refusedBy(await admin('POST', `${APPS}/${id}/${verb}`), 'appUnknown')
    }
  })
})

test('of two changes of one version at once, one is made', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const { body } = await admin('GET', `${APPS}/${b.clientId}`)
  const names = ['a', 'b', 'c', 'd']
  const replies = await Promise.all(names.map((name) => admin('PUT', `${APPS}/${b.clientId}`, { version: body['version'], name })))
  assert.deepEqual(statusesOf(replies), [200, 409, 409, 409])
  assert.equal((await acts(b)).length, 1)
})

test('of many that make one application at once, one does', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const replies = await Promise.all([1, 2, 3].map((n) => admin('POST', APPS, { client_id: 'OneAndOnly', name: `${n}` })))
  assert.deepEqual(statusesOf(replies), [201, 400, 400])
  assert.equal((await acts(b)).length, 1)
})

test('the schemas are the settings, in words a form can be made of', async () => {
  await using b = await bench()
  const admin = await manage(b, ['app_read', 'setting_read'])
  type Schema = { properties: Record<string, { default?: unknown; description?: string; properties?: object }> }
  const app = (await admin('GET', '/api/v2/admin/schemas/app')).body as unknown as Schema
  assert.deepEqual(app.properties['id_token_lifetime'], {
    type: 'integer',
    default: 7200,
    minimum: 1,
    maximum: 31_536_000,
    description: 'Lifetime of an id_token. Unit: second.',
  })
  const tenant = (await admin('GET', '/api/v2/admin/schemas/tenant')).body as unknown as Schema
  assert.ok('cooldown' in (tenant.properties['sms']?.properties ?? {}))
})
