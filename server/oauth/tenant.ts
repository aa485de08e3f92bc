/** Whose keys are asked for: named by the path, or by the host name. */
import { ground, type World } from '../context.ts'
import type { Tenant } from '../schema/documents.ts'
import { findTenant, findTenantByHost } from '../tenants/index.ts'

export async function tenantOf(world: World, params: Record<string, string>, host: string): Promise<Tenant | undefined> {
  const ctx = ground(world)
  const named = params['tenantId']
  return named ? findTenant(ctx, named) : findTenantByHost(ctx, host.replace(/:\d+$/, ''))
}
