/** Which tenant a call of the console is about, and the roles against endpoints of every kind: those of this room ask for no tenant. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { type Role, roles } from '../context.ts'
import { Failure } from '../errors.ts'
import type { AdminEndpoint } from '../http-admin.ts'
import { bench, type Bench } from '../testing.ts'
import { type Console, createOwner, invite } from './console.double.ts'
import { identifyAdmin } from './index.ts'

const of = (it: Partial<AdminEndpoint>): AdminEndpoint => ({
  caller: 'admin',
  method: 'GET',
  url: '/api/v2/tenant/things',
  about: 'Made up',
  role: 'auditor',
  handle: () => Promise.resolve(undefined),
  ...it,
})

/** As http-admin.ts hands it over. */
const identify = (b: Bench, c: Console, it: AdminEndpoint, headers: Record<string, string> = {}) =>
  identifyAdmin(
    b.world,
    {
      headers: { cookie: c.held.cookie, 'x-csrf-token': c.held.csrf, ...headers },
      body: {},
      address: '192.0.2.1',
      language: undefined,
      requestId: 'r1',
      url: it.url,
    },
    it,
  )

const fails = (name: string) => (reason: unknown) => reason instanceof Failure && reason.error === name

test('the tenant in X-tenant-id, else the default one', async () => {
  await using b = await bench()
  const c = await createOwner(b)
  const ctx = await identify(b, c, of({}))
  assert.equal(ctx.tenant.name, 'default')
  const { id, name } = await c.self()
  assert.deepEqual(ctx.actor, { kind: 'administrator', id, name, role: 'owner' })
  assert.equal((await identify(b, c, of({}), { 'x-tenant-id': b.tenant.id })).tenant.name, 'acme')
  for (const tenant of ['gone', '*', 'acme'])
    await assert.rejects(identify(b, c, of({}), { 'x-tenant-id': tenant }), fails('tenantUnknown'))
})

test('each role against each kind of endpoint', async () => {
  await using b = await bench()
  const owner = await createOwner(b)
  const people: Record<Role, Console> = {
    auditor: await invite(b, owner, 'auditor@example.com', 'auditor'),
    administrator: await invite(b, owner, 'administrator@example.com', 'administrator'),
    owner,
  }
  for (const [mine, c] of Object.entries(people) as [Role, Console][]) {
    for (const role of roles) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        const call = identify(b, c, of({ role, method }))
        if (roles.indexOf(mine) >= roles.indexOf(role)) await call
        else await assert.rejects(call, fails('permissionMissing'), `${mine}: ${method} for ${role}`)
        // Unsafe is whatever is no GET.
        const forged = identify(b, c, of({ role, method }), { 'x-csrf-token': '' })
        if (method !== 'GET') await assert.rejects(forged, fails('csrfInvalid'))
        else await Promise.allSettled([forged])
      }
    }
  }
})
