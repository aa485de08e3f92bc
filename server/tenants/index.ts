/**
 * tenants: whose users these are, what a tenant decided, and the keys it signs with.
 * Owns `tenants`, `signing_keys` and `instance`.
 *
 * Its law: a tenant signs with its own keys only; private keys are sealed at rest and opened in memory.
 */
import type { Ground } from '../context.ts'
import { fill, type Tenant, TenantSettings } from '../schema/documents.ts'
import { randomHex } from '../secrets.ts'
import { DEFAULT_TENANT } from './instance.ts'
import { createTenantRow, findTenantByDomain, findTenantById, findTenantByName, listTenantRows, updateTenantRow } from './store.ts'

export { checkMasterKey, DEFAULT_TENANT } from './instance.ts'
export { findTenantById, holdTenant, listKeyRows, listTenantRows } from './store.ts'
export { addressOf, issuerOf, listPublicKeys, readIdToken, replaceKey, signIdToken } from './keys.ts'

type Row = { id: string; name: string; domain: string | null; settings: string }
const readTenant = (row: Row): Tenant => ({
  id: row.id,
  name: row.name,
  domain: row.domain,
  settings: fill(TenantSettings, JSON.parse(row.settings)),
})

export async function findTenant(ctx: Pick<Ground, 'db'>, id: string): Promise<Tenant | undefined> {
  const row = await findTenantById(ctx, { tenantId: id })
  return row && readTenant(row)
}

/** By the host name of a request: a tenant's own domain, or else the default tenant. */
export async function findTenantByHost(ctx: Pick<Ground, 'db'>, host: string): Promise<Tenant | undefined> {
  const row = await findTenantByDomain(ctx, { domain: host })
  return row ? readTenant(row) : findTenantOfName(ctx, DEFAULT_TENANT)
}

export async function findTenantOfName(ctx: Pick<Ground, 'db'>, name: string): Promise<Tenant | undefined> {
  const row = await findTenantByName(ctx, { name })
  return row && readTenant(row)
}

export const listTenants = async (ctx: Pick<Ground, 'db'>): Promise<Tenant[]> => (await listTenantRows(ctx, {})).map(readTenant)

export type TenantInput = { id?: string; name: string; domain?: string | null; settings?: unknown }

/** Nothing when the id, name or domain is another tenant's. `settings` as given, without defaults: what an administrator did not say stays open to better defaults. */
export async function addTenant(ctx: Ground, input: TenantInput): Promise<Tenant | undefined> {
  const row = {
    id: input.id ?? randomHex(),
    name: input.name,
    domain: input.domain ?? null,
    settings: JSON.stringify(input.settings ?? {}),
  }
  const created = await createTenantRow(ctx, {
    tenantId: row.id,
    name: row.name,
    domain: row.domain,
    settings: row.settings,
    now: ctx.now(),
  })
  return created === 1 ? readTenant(row) : undefined
}

/** As `addTenant`, where a clash is a fault of the caller's. */
export async function createTenant(ctx: Ground, input: TenantInput): Promise<Tenant> {
  const tenant = await addTenant(ctx, input)
  if (!tenant) throw new Error(`another tenant has the id, name or domain of "${input.name}"`)
  return tenant
}

export async function updateTenant(ctx: Ground, input: TenantInput & { id: string }): Promise<void> {
  await updateTenantRow(ctx, {
    tenantId: input.id,
    name: input.name,
    domain: input.domain ?? null,
    settings: JSON.stringify(input.settings ?? {}),
  })
}
