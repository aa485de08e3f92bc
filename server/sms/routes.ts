/** Which gateway carries a message, and what it is handed. */
import { createCache } from '../cache.ts'
import type { Ctx, Ground } from '../context.ts'
import { type Message } from './gateways/gateway.ts'
import { findGateway } from './gateways/index.ts'
import { keepMessage } from './inbox.ts'
import { listGatewayRows, putGateway } from './store.ts'

export type Route = { id: string; gateway: string; settings: Record<string, unknown>; position: number }

const cache = createCache<Route[]>()
export const forgetGateways = (ctx: Ground): void => cache.forget(ctx)

const context = (tenantId: string, id: string) => `gateway ${tenantId} ${id}`

export async function listGateways(ctx: Ground, tenantId: string): Promise<Route[]> {
  const rows = await listGatewayRows(ctx, { tenantId })
  return rows.map((row) => ({
    ...row,
    settings: JSON.parse(ctx.secrets.unseal(context(tenantId, row.id), row.settings)) as Record<string, unknown>,
  }))
}

/** Settings are sealed whole: a vendor's key is among them. */
export async function saveGateway(ctx: Ground, tenantId: string, route: Route): Promise<void> {
  await putGateway(ctx, {
    tenantId,
    id: route.id,
    gateway: route.gateway,
    settings: ctx.secrets.seal(context(tenantId, route.id), JSON.stringify(route.settings)),
    position: route.position,
  })
  cache.forget(ctx)
}

/** Hands the message to the tenant's first gateway. Outside every transaction, once. */
export async function deliver(ctx: Ctx, message: Message): Promise<void> {
  const routes = (await cache.get(ctx, ctx.tenant.id, () => listGateways(ctx, ctx.tenant.id))) ?? []
  const route = routes[0]
  const gateway = route && findGateway(route.gateway)
  if (!route || !gateway) throw new Error('this tenant has no SMS gateway')
  if (gateway.developmentOnly && ctx.config.mode === 'production') throw new Error(`the gateway ${gateway.id} is for development only`)
  await gateway.send(route.settings, message, {
    fetch: ctx.fetch,
    now: ctx.now,
    log: ctx.log,
    keep: async (kept) => keepMessage(ctx, kept),
  })
}
