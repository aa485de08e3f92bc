/** Who calls: from headers to a tenant and its application. */
import { readLanguage } from '../languages/index.ts'
import { isListed } from '../address.ts'
import { isText } from '../body.ts'
import { createCache } from '../cache.ts'
import { type Ctx, ground, type Ground, type World } from '../context.ts'
import { fail, failBecause } from '../errors.ts'
import { header, readDevice, type Said } from '../http.ts'
import type { App, Tenant } from '../schema/documents.ts'
import { equal, hashToken } from '../secrets.ts'
import { findTenant } from '../tenants/index.ts'
import { forgetOrigins } from './origins.ts'
import { readApp } from './registry.ts'
import { findAccessToken, findAppAnywhere, findAppByClientId, findInstance, findTemplate } from './store.ts'

type Found = { app: App; tenant: Tenant }
const cache = createCache<Found>()

/** After an application or its tenant changed. */
export function forgetApps(ctx: Ground): void {
  cache.forget(ctx)
  forgetOrigins(ctx)
}

/**
 * The application of a client_id. With a tenant named, it is that tenant's own application of this id, or
 * its instance of the template of this id.
 */
async function findApp(ctx: Ground, clientId: string, tenantId: string): Promise<Found> {
  const found = await cache.get(ctx, `${tenantId} ${clientId}`, async () => {
    const row = tenantId
      ? ((await findAppByClientId(ctx, { tenantId, clientId })) ?? (await findInstance(ctx, { tenantId, templateClientId: clientId })))
      : await findAppAnywhere(ctx, { clientId })
    const tenant = row && (await findTenant(ctx, row.tenantId))
    return row && tenant ? { app: readApp(row), tenant } : undefined
  })
  if (!found) {
    // A tenant that is not there and one that does not use this application are answered alike.
    if (tenantId) fail('tenantUnknown')
    if (await findTemplate(ctx, { clientId })) fail('tenantMissing')
    fail('appUnknown')
  }
  if (found.app.disabledAt !== null) fail('appDisabled')
  return found
}

/** An application's front end: X-client-id, X-tenant-id, and the device headers. */
export async function identifyApp(world: World, said: Said): Promise<Ctx> {
  const ctx = ground(world)
  const device = readDevice(said.headers)
  const clientId = header(said.headers, 'x-client-id') || fail('clientIdMissing')
  const found = await findApp(ctx, clientId, header(said.headers, 'x-tenant-id'))
  return enter(ctx, said, found, device)
}

const enter = (ctx: Ground, said: Said, found: Found, device: Ctx['device']): Ctx => ({
  ...ctx,
  tenant: found.tenant,
  app: found.app,
  language: said.language ?? readLanguage(found.tenant.settings.language) ?? 'en',
  device,
  address: said.address,
  requestId: said.requestId,
  journey: { id: said.requestId },
})

/**
 * An application's server: a bearer token of /api/v2/tenant/token; on that call itself, the client's own
 * proof. What it says of the person's device stands in the body.
 */
export async function identifyServer(world: World, said: Said): Promise<Ctx> {
  const ctx = ground(world)
  const tenantId = header(said.headers, 'x-tenant-id')
  const found = said.url === '/api/v2/tenant/token' ? await proveClient(ctx, said, tenantId) : await bearer(ctx, said, tenantId)
  const allowed = found.app.settings.allowed_addresses
  if (allowed.length && !isListed(allowed, said.address)) fail('addressRefused')
  const text = (name: string) => (typeof said.body[name] === 'string' ? (said.body[name] as string).slice(0, 512) : '')
  return enter(ctx, said, found, { system: text('operating_sys_version'), fingerprint: text('device_fingerprint'), agent: text('agent') })
}

async function bearer(ctx: Ground, said: Said, tenantId: string): Promise<Found> {
  const token = /^Bearer ([\w-]{20,200})$/i.exec(header(said.headers, 'authorization'))?.[1] ?? fail('accessTokenInvalid')
  const row = (await findAccessToken(ctx, { hash: hashToken(token), now: ctx.now() })) ?? fail('accessTokenInvalid')
  // In another tenant it is a token nobody has (threat row 22).
  if (tenantId && tenantId !== row.tenantId) fail('accessTokenInvalid')
  return findApp(ctx, row.clientId, row.tenantId)
}

/** RFC 6749 section 2.3.1: Basic, or client_id and client_secret in the form; the query is accepted as published. */
export async function proveClient(ctx: Ground, said: Said, tenantId: string): Promise<Found> {
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header(said.headers, 'authorization'))?.[1]
  const pair = basic ? Buffer.from(basic, 'base64').toString() : ''
  if (!isText(pair)) fail('clientUnproven')
  const [basicId, ...basicSecret] = pair.split(':')
  const text = (name: string) => (typeof said.body[name] === 'string' ? (said.body[name] as string) : '')
  const clientId = basicId || text('client_id') || fail('paramMissing', { name: 'client_id' })
  const secret = basicSecret.join(':') || text('client_secret') || fail('paramMissing', { name: 'client_secret' })
  const found = await findApp(ctx, clientId, tenantId)
  if (!found.app.secretHash) failBecause('the application has no secret yet', 'clientUnproven')
  if (!equal(hashToken(secret), found.app.secretHash)) failBecause('wrong client secret', 'clientUnproven')
  return found
}
