import assert from 'node:assert/strict'
import test from 'node:test'
import { readBlueprint } from '../blueprint/reader.ts'
import { dump } from '../db.ts'
import { bench, claimsOf } from '../testing.ts'
import { acts, faultsOf, manage, refusedBy, silent, statusesOf } from './management.double.ts'

const TENANTS = '/api/v2/admin/tenants'
const MOBILE = '15912345678'
const DAY = 86_400_000
const owner = ['all', 'tenant_all']

test('a tenant is made, works at once, gets a domain, and another name', async () => {
  await using b = await bench()
  const admin = await manage(b, owner)
  const made = await admin('POST', TENANTS, { name: 'shop', settings: { language: 'zh' } })
  assert.equal(made.status, 201, made.text)
  const id = String(made.body['id'])
  assert.match(id, /^[0-9a-f]{32}$/)
  const keys = await b.bowline.server.inject(`/tenants/${id}/api/v1/oauth2/keys`)
  assert.equal(keys.statusCode, 200)
  const changed = await admin('PUT', `${TENANTS}/${id}`, { version: made.body['version'], name: 'Shop', domain: 'id.shop.example' })
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual([changed.body['name'], changed.body['domain']], ['Shop', 'id.shop.example'])
  assert.deepEqual((await admin('GET', `${TENANTS}/${id}`)).body, changed.body)
  const list = (await admin('GET', TENANTS)).body['tenants'] as { name: string }[]
  assert.deepEqual(list.map((it) => it.name).toSorted(), ['Shop', 'acme', 'default'])
  // The domain goes; what was decided stays.
  const bare = await admin('PUT', `${TENANTS}/${id}`, { domain: null })
  assert.equal(bare.body['domain'], null)
  const rows = ((await b.snapshot())['tenants'] ?? '').split('\n').map((it) => JSON.parse(it) as Record<string, string>)
  assert.deepEqual(rows.find((it) => it['id'] === id)?.['settings'], '{"language":"zh"}')
  assert.deepEqual(
    (await acts(b, id)).map(({ event, before, after }) => ({ event, before, after })),
    [
      { event: 'admin/tenant-create', before: undefined, after: { name: 'shop' } },
      { event: 'admin/tenant-change', before: { name: 'shop' }, after: { name: 'Shop', domain: 'id.shop.example' } },
      { event: 'admin/tenant-change', before: { domain: 'id.shop.example' }, after: {} },
    ],
  )
})

test('refused: names and domains that are taken, one that is not there, a version of yesterday', async () => {
  await using b = await bench()
  const admin = await manage(b, owner)
  const first = await admin('POST', TENANTS, { name: 'first', domain: 'id.first.example' })
  const second = await admin('POST', TENANTS, { name: 'second' })
  const at = `${TENANTS}/${String(second.body['id'])}`
  await admin('PUT', at, { name: 'Second' })
  await silent(b, async () => {
    refusedBy(await admin('POST', TENANTS, { name: 'first' }), 'idTaken')
    refusedBy(await admin('POST', TENANTS, { name: 'third', id: first.body['id'] }), 'idTaken')
    refusedBy(await admin('GET', `${TENANTS}/${'0'.repeat(32)}`), 'tenantUnknown')
    refusedBy(await admin('PUT', `${TENANTS}/${'0'.repeat(32)}`, { name: 'x' }), 'tenantUnknown')
    refusedBy(await admin('PUT', at, { version: second.body['version'], name: 'Lost' }), 'changedMeanwhile')
    assert.match(faultsOf(await admin('PUT', at, { domain: 'id.first.example' }))['domain'] ?? '', /the tenant "first" has this domain/)
    assert.match(faultsOf(await admin('PUT', at, { name: 'first' }))['id'] ?? '', /has the id/)
    const faults = faultsOf(
      await admin('POST', TENANTS, { name: ' x', id: 'X', domain: 'Not A Host', settings: { sms: { cooldown: -1 } }, colour: 1 }),
    )
    assert.deepEqual(Object.keys(faults).toSorted(), ['colour', 'domain', 'id', 'name', 'settings.sms.cooldown'])
  })
  const fallback = ((await admin('GET', TENANTS)).body['tenants'] as { id: string; name: string }[]).find((it) => it.name === 'default')
  await silent(b, async () =>
    assert.match(faultsOf(await admin('PUT', `${TENANTS}/${fallback?.id}`, { name: 'x' }))['name'] ?? '', /keeps its name/),
  )
})

test('of many that make one tenant or template at once, one does', async () => {
  await using b = await bench()
  const admin = await manage(b, owner)
  const replies = await Promise.all([1, 2, 3].map(() => admin('POST', TENANTS, { name: 'same' })))
  assert.deepEqual(statusesOf(replies), [201, 400, 400])
  const templates = await Promise.all([1, 2, 3].map((n) => admin('POST', '/api/v2/admin/templates', { client_id: 'Isv', name: `${n}` })))
  assert.deepEqual(statusesOf(templates), [201, 400, 400])
})

test('a template is made once, and tenants have their own application of it', async () => {
  await using b = await bench()
  const admin = await manage(b, owner)
  const made = await admin('POST', '/api/v2/admin/templates', { client_id: 'Isv', name: 'Partner' })
  assert.deepEqual([made.status, made.body], [201, { client_id: 'Isv', name: 'Partner' }])
  assert.match(String((await admin('POST', '/api/v2/admin/templates', { name: 'Other' })).body['client_id']), /^[A-Za-z0-9]{32}$/)
  await silent(b, async () => {
    refusedBy(await admin('POST', '/api/v2/admin/templates', { client_id: 'Isv', name: 'Again' }), 'idTaken')
    assert.match(
      faultsOf(await admin('POST', '/api/v2/admin/templates', { client_id: b.clientId, name: 'x' }))['client_id'] ?? '',
      /an application has this client_id/,
    )
    assert.match(faultsOf(await admin('POST', '/api/v2/admin/templates', { client_id: 'x', name: '' }))['name'] ?? '', /^expected text/)
  })
  const own = await admin('POST', '/api/v2/admin/apps', { name: 'Instance', template: 'Isv' })
  assert.equal(own.status, 201, own.text)
  assert.equal(
    (await b.get('/public-key', { 'x-client-id': 'Isv', 'x-tenant-id': b.tenant.id })).body['public_key'],
    own.body['public_key'],
  )
  assert.match(
    faultsOf(await admin('POST', '/api/v2/admin/apps', { name: 'Second', template: 'Isv' }))['template'] ?? '',
    /is the one of this template/,
  )
  assert.equal(((await admin('GET', '/api/v2/admin/templates')).body['templates'] as object[]).length, 2)
})

test('a new key signs, and the one before is published until all it signed is over', async () => {
  await using b = await bench()
  const admin = await manage(b, owner)
  await b.addApp({ id_token_lifetime: 2 * 86_400 })
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const before = await b.login(MOBILE)
  const kidOf = (jwt: string) => (JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid
  const published = async () => {
    const answer = await b.bowline.server.inject(`/tenants/${b.tenant.id}/api/v1/oauth2/keys`)
    return answer.json<{ keys: { kid: string }[] }>().keys.map((it) => it.kid)
  }
  const old = kidOf(before.id_token)
  type Key = { kid: string; state: string; algorithm: string; retires_at: number | null }
  const listed = async () => (await admin('GET', '/api/v2/admin/keys')).body['keys'] as Key[]
  assert.deepEqual(
    (await listed()).map((it) => [it.kid, it.state, it.algorithm]),
    [[old, 'signing', 'RS256']],
  )
  const rotated = await admin('POST', '/api/v2/admin/keys/rotate', {})
  assert.equal(rotated.status, 200, rotated.text)
  const after = await b.login(MOBILE)
  const next = kidOf(after.id_token)
  assert.notEqual(next, old)
  assert.deepEqual((await published()).toSorted(), [old, next].toSorted())
  const states = Object.fromEntries((await listed()).map((it) => [it.kid, it]))
  assert.deepEqual([states[next]?.state, states[next]?.retires_at, states[old]?.state], ['signing', null, 'published'])
  // What the old one signed is still good.
  const refresh = '/session-token/refresh-id-token'
  assert.equal((await b.post(refresh, {}, { authorization: `Bearer ${before.id_token}` })).status, 200)
  b.clock.now += 2 * DAY
  assert.ok((await published()).includes(old))
  b.clock.now += 200_000
  assert.deepEqual(await published(), [next])
  // The access token is over too.
  const later = await manage(b, owner)
  assert.equal(((await later('GET', '/api/v2/admin/keys')).body['keys'] as Key[]).find((it) => it.kid === old)?.state, 'retired')
  const act = (await acts(b)).at(-1)
  assert.deepEqual([act?.event, act?.after], ['admin/keys-rotate', { keys: [{ kid: next, algorithm: 'RS256' }] }])
  assert.ok(Number(claimsOf(after.id_token)['exp']) > 0)
  const all = JSON.stringify([rotated.body, await dump(b.world.database, ['auditEvents'])]) + b.log()
  assert.ok(!all.includes('PRIVATE KEY') && !/"(d|p|q|dp|dq|qi)"/.test(rotated.text))
  // One algorithm by name, also one that nobody uses yet.
  const single = await later('POST', '/api/v2/admin/keys/rotate', { algorithm: 'ES256' })
  assert.deepEqual(
    (single.body['keys'] as Key[])
      .filter((it) => it.state === 'signing')
      .map((it) => it.algorithm)
      .toSorted(),
    ['ES256', 'RS256'],
  )
  await silent(b, async () => refusedBy(await later('POST', '/api/v2/admin/keys/rotate', { algorithm: 'none' }), 'paramInvalid'))
})

test('rotated by two at once, one key signs', async () => {
  await using b = await bench()
  const admin = await manage(b, owner)
  await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  await b.login(MOBILE)
  await Promise.all([admin('POST', '/api/v2/admin/keys/rotate', {}), admin('POST', '/api/v2/admin/keys/rotate', {})])
  const keys = (await admin('GET', '/api/v2/admin/keys')).body['keys'] as { state: string }[]
  assert.deepEqual(keys.map((it) => it.state).toSorted(), ['published', 'published', 'signing'])
})

test('the blueprint is handed out whole and without a secret, and that is in the trail', async () => {
  await using b = await bench()
  const admin = await manage(b, owner)
  const secret = 'the-wechat-secret-nobody-sees'
  await admin('POST', '/api/v2/admin/sources', { id: 'wx', connector: 'wechat', settings: { app_id: 'wx', app_secret: secret } })
  const answer = await admin('GET', '/api/v2/admin/blueprint')
  assert.equal(answer.status, 200)
  assert.match(String(answer.headers['content-type']), /^application\/yaml/)
  assert.ok(answer.text.includes('BOWLINE_SECRET_ACME_WX_APP_SECRET') && !answer.text.includes(secret))
  const environment = { BOWLINE_SECRET_ACME_WX_APP_SECRET: secret }
  const read = readBlueprint(answer.text, 'export.yaml', { environment, readFile: () => '', mode: 'development' })
  assert.ok(read.tenants?.some((it) => it.name === 'acme'))
  assert.equal((await acts(b)).at(-1)?.event, 'admin/blueprint-export')
})
