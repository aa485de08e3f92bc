/** Which gateways may carry a message, in which order, and what they are handed. */
import { createCache } from '../cache.ts'
import type { Ctx, Ground } from '../context.ts'
import { forgetBreaker } from './breaker.ts'
import type { Gateway } from './gateways/gateway.ts'
import { findGateway } from './gateways/index.ts'
import { closeStale } from '../held.ts'
import { faresBadly } from './receipts-told.ts'
import type { TenantSettings } from '../schema/documents.ts'
import { listGatewayRows, putGateway, removeGateway } from './store.ts'

export type Route = { id: string; gateway: string; settings: Record<string, unknown>; position: number; receiptsAt?: number | null }

const cache = createCache<Route[]>()
export const forgetGateways = (ctx: Ground): void => cache.forget(ctx)

const context = (tenantId: string, id: string) => `gateway ${tenantId} ${id}`

/** Names a gateway row in this process. */
export const keyOf = (tenantId: string, id: string): string => `${tenantId} ${id}`
export const settingsOf = (route: Route): string => JSON.stringify([route.gateway, route.settings])

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
  forgetBreaker(ctx, keyOf(tenantId, route.id))
  cache.forget(ctx)
}

/** Messages on their way to it are carried; receipts that come for it later are nobody's. */
export async function dropGateway(ctx: Ground, tenantId: string, id: string): Promise<void> {
  await removeGateway(ctx, { tenantId, id })
  forgetBreaker(ctx, keyOf(tenantId, id))
  cache.forget(ctx)
}

/** What another process changed or took away is noticed here, within the second that the list is kept. */
async function readRoutes(ctx: Ground, tenantId: string): Promise<Route[]> {
  const routes = await listGateways(ctx, tenantId)
  const now = new Map(routes.map((it) => [keyOf(tenantId, it.id), settingsOf(it)]))
  closeStale(
    ctx,
    (key) => key.startsWith(`${tenantId} `),
    (key) => now.get(key),
  )
  return routes
}

/** One of the tenant's gateways, as its receipts ask for it. */
export async function findRoute(ctx: Ground, tenantId: string, id: string): Promise<Route | undefined> {
  return (await listGateways(ctx, tenantId)).find((it) => it.id === id)
}

/** Whether the vendor makes and compares the codes it sends. */
export const makesCodes = (gateway: Gateway, { settings }: Route): boolean =>
  gateway.verify !== undefined && (gateway.verifies?.(settings) ?? true)

/** A gateway that may carry this message, with what its route says of it: `rule` is the first in the settings that names it. */
export type Way = { route: Route; gateway: Gateway; rule?: number; sender?: string; template?: string }
export type Sent = { country: string; purpose: string }
type Rules = TenantSettings['sms']['routes']
type Within = Ground & Pick<Ctx, 'tenant' | 'language'>

/**
 * The ways of a message, the best first. Of the routes of the tenant's settings all that fit count, one after the
 * other; when none fits, every gateway, by position. One whose messages to this country get lost comes after the others.
 */
export async function waysFor(ctx: Within, { country, purpose }: Sent, rules: Rules = ctx.tenant.settings.sms.routes): Promise<Way[]> {
  const routes = (await cache.get(ctx, ctx.tenant.id, () => readRoutes(ctx, ctx.tenant.id))) ?? []
  const fitting = rules
    .map((it, rule) => ({ ...it, rule }))
    .filter((it) => (it.countries?.includes(country) ?? true) && (it.purposes?.some((one) => one === purpose) ?? true))
  const named = fitting.flatMap(({ rule, gateways, sender, templates }) => {
    const template = templates?.[ctx.language] ?? (ctx.language === 'zh-CN' ? templates?.['zh'] : undefined)
    return gateways.map((id) => ({ id, rule, ...(sender !== undefined && { sender }), ...(template !== undefined && { template }) }))
  })
  const wanted = fitting.length
    ? named.filter((it, i) => named.findIndex((one) => one.id === it.id) === i)
    : routes.map(({ id }) => ({ id }))
  const ways = wanted.flatMap(({ id, ...more }): Way[] => {
    const route = routes.find((it) => it.id === id)
    const gateway = route && findGateway(route.gateway)
    // The sandbox has no place in production; and a vendor that makes codes itself can say nothing else.
    if (!gateway || (gateway.developmentOnly && ctx.config.mode === 'production')) return []
    if (purpose === 'NOTICE' && makesCodes(gateway, route)) return []
    return [{ route, gateway, ...more }]
  })
  if (ways.length < 2) return ways
  const bad = await Promise.all(ways.map((it) => faresBadly(ctx, it.route, country)))
  return [...ways.filter((_, i) => !bad[i]), ...ways.filter((_, i) => bad[i])]
}
