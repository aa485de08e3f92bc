import assert from 'node:assert/strict'
import test from 'node:test'
import { createOwner, invite } from '../administrators/console.double.ts'
import type { AdminEndpoint } from '../http-admin.ts'
import { bench } from '../testing.ts'
import { endpoints } from './index.ts'
import { addCarrier, manage, refusedBy, silent } from './management.double.ts'

const all = endpoints as AdminEndpoint[]
/** What would be read or done, were it allowed. */
const addressOf = (it: AdminEndpoint) =>
  it.url
    .replace(/:clientId/, 'TestAppTestAppTestAppTestApp0001')
    .replace(/:gatewayId/, 'inbox')
    .replace(/:sourceId/, 'sandbox')
    .replace(/:\w+/, 'x')

test('every call asks for its permission, reads with the smaller one, and for nobody without', async () => {
  await using b = await bench()
  const rooms = ['source', 'app', 'message', 'setting', 'tenant'] as const
  for (const it of all) {
    const { grant = '' } = it
    assert.ok(grant, it.url)
    const isRead = it.method === 'GET' && !it.url.endsWith('/blueprint')
    assert.ok(isRead ? grant.endsWith('_read') : /_(all|read)$/.test(grant), `${it.url} ${grant}`)
    // Only what changes nothing is for those who may only read.
    if (it.role === 'auditor' && it.method !== 'GET') assert.match(it.url, /dry-run$|preview$/)
    if (it.role !== 'auditor') assert.match(grant, /_all$/, it.url)
  }
  const others: Record<string, string[]> = Object.fromEntries(
    rooms.map((room) => [room, rooms.filter((it) => it !== room).map((it) => `${it}_all`)]),
  )
  const read = await manage(b, ['read', 'user_all', 'auth_api'])
  await silent(b, async () => {
    for (const it of all)
      if (it.grant?.endsWith('_all') || it.grant?.startsWith('tenant_'))
        refusedBy(await read(it.method, addressOf(it), it.body && {}), 'permissionMissing')
  })
  for (const room of rooms) {
    const admin = await manage(b, others[room])
    await silent(b, async () => {
      for (const it of all.filter((it) => it.grant?.startsWith(`${room}_`)))
        refusedBy(await admin(it.method, addressOf(it), it.body && {}), 'permissionMissing')
    })
  }
  // Whatever is inside a tenant, and never tenants.
  const inside = await manage(b, ['all'])
  await silent(b, async () => {
    for (const it of all.filter((it) => it.grant?.startsWith('tenant_')))
      refusedBy(await inside(it.method, addressOf(it), it.body && {}), 'permissionMissing')
  })
})

test('roles: an auditor reads, an administrator changes, tenants and keys are an owner’s', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  const auditor = await invite(b, owner, 'bob@example.com', 'auditor')
  const administrator = await invite(b, owner, 'carol@example.com', 'administrator')
  const here = { 'x-tenant-id': b.tenant.id }
  for (const it of all) {
    if (it.role !== 'auditor') refusedBy(await auditor.call(it.method as 'GET', addressOf(it), it.body && {}, here), 'permissionMissing')
    if (it.role === 'owner')
      refusedBy(await administrator.call(it.method as 'GET', addressOf(it), it.body && {}, here), 'permissionMissing')
    if (it.role === 'auditor' && it.method === 'GET' && !/:(tenantId|journeyId|gatewayId|tryId|webhookId)/.test(it.url))
      assert.equal((await auditor.call('GET', addressOf(it), undefined, here)).status, 200, it.url)
  }
  assert.equal((await administrator.call('PUT', '/sources/sandbox', { name: 'New' }, here)).status, 200)
  assert.equal((await owner.call('GET', '/blueprint')).status, 200)
})

test('what another tenant has is not there', async () => {
  await using b = await bench()
  const other = await b.addTenant('other')
  const kind = addCarrier('sms', { behaves: 'takes', taken: [] })
  const admin = await manage(b)
  const theirs = await manage(b, ['all'], other.id)
  await admin('POST', '/api/v2/admin/gateways', { id: 'mine', gateway: kind, settings: { host: 'x', password: 'y' } })
  await silent(b, async () => {
    refusedBy(await theirs('GET', '/api/v2/admin/gateways/mine'), 'gatewayUnknown')
    refusedBy(await theirs('PUT', '/api/v2/admin/gateways/mine', {}), 'gatewayUnknown')
    refusedBy(await theirs('DELETE', '/api/v2/admin/gateways/mine'), 'gatewayUnknown')
    refusedBy(await theirs('POST', '/api/v2/admin/gateways/mine/test', { to: '15912345678' }), 'gatewayUnknown')
    for (const path of ['', '/check', '/dry-run']) {
      const method = path ? 'POST' : 'GET'
      refusedBy(
        await theirs(method, `/api/v2/admin/sources/sandbox${path}`, path === '/dry-run' ? { profile: { subject: 'a' } } : undefined),
        'sourceUnknown',
      )
    }
    refusedBy(await theirs('GET', `/api/v2/admin/apps/${b.clientId}`), 'appUnknown')
    // A token of one tenant is nobody's in another.
    const reply = await admin('GET', '/api/v2/admin/sources', undefined, { 'x-tenant-id': other.id })
    assert.equal(reply.body['error'], 'invalid_token')
  })
  assert.deepEqual((await theirs('GET', '/api/v2/admin/sources')).body, { sources: [] })
  assert.equal(((await theirs('GET', '/api/v2/admin/audit?event=admin/gateway-create')).body['events'] as object[]).length, 0)
})

test('an administrator sees the tenant they name, and changes that one only', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  const other = await b.addTenant('other')
  const before = (await b.snapshot())['tenants']?.split('\n').find((it) => it.includes('"acme"'))
  const there = { 'x-tenant-id': other.id }
  const changed = await owner.call('PUT', '/settings', { settings: { session_lifetime: 77 } }, there)
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual((await owner.call('GET', '/settings', undefined, there)).body['stored'], { session_lifetime: 77 })
  assert.equal(
    (await b.snapshot())['tenants']?.split('\n').find((it) => it.includes('"acme"')),
    before,
  )
  const mine = await owner.call('GET', '/audit?event=admin/settings-change', undefined, there)
  const [event] = mine.body['events'] as { detail: { by: { name: string } } }[]
  assert.equal(event?.detail.by.name, 'Alice')
})
