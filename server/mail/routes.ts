/** Which gateway carries an e-mail, and what it is handed. */
import { createCache } from '../cache.ts'
import type { Ctx, Ground } from '../context.ts'
import { openOnce } from '../held.ts'
import type { Mail, MailGateway, Outside } from './gateways/gateway.ts'
import { findMailGateway } from './gateways/index.ts'
import { keepMail } from './inbox.ts'
import { forgetResults, noteResult } from './results.ts'
import { listMailRows, putMailGateway, removeMailGateway, removeMailResults } from './store.ts'

export type MailRoute = { id: string; gateway: string; settings: Record<string, unknown>; position: number }

const cache = createCache<MailRoute[]>()
export const forgetMailGateways = (ctx: Ground): void => cache.forget(ctx)

const context = (tenantId: string, id: string) => `mail gateway ${tenantId} ${id}`

export async function listMailGateways(ctx: Ground, tenantId: string): Promise<MailRoute[]> {
  const rows = await listMailRows(ctx, { tenantId })
  return rows.map(({ id, gateway, settings, position }) => ({
    id,
    gateway,
    settings: JSON.parse(ctx.secrets.unseal(context(tenantId, id), settings)) as Record<string, unknown>,
    position,
  }))
}

/** Settings are sealed whole: a password is among them. */
export async function saveMailGateway(ctx: Ground, tenantId: string, route: MailRoute): Promise<void> {
  const { id, gateway, settings, position } = route
  await putMailGateway(ctx, {
    tenantId,
    id,
    gateway,
    settings: ctx.secrets.seal(context(tenantId, id), JSON.stringify(settings)),
    position,
  })
  cache.forget(ctx)
}

export type Posting = Ground & Pick<Ctx, 'tenant' | 'requestId'>

async function routesOf(ctx: Posting): Promise<{ route: MailRoute; gateway: MailGateway }[]> {
  const all = (await cache.get(ctx, ctx.tenant.id, () => listMailGateways(ctx, ctx.tenant.id))) ?? []
  return all.flatMap((route) => {
    const gateway = findMailGateway(route.gateway)
    return gateway && !(gateway.developmentOnly && ctx.config.mode === 'production') ? [{ route, gateway }] : []
  })
}

/** Whether this tenant has anything that carries e-mail: nothing of any person. */
export const servesMail = async (ctx: Posting): Promise<boolean> => (await routesOf(ctx)).length > 0

/**
 * Hands the mail to the tenant's first gateway that takes it. Outside every transaction. A second gateway may send
 * what the first sent after all; both carry one Message-ID.
 */
export async function deliver(ctx: Posting, mail: Mail): Promise<void> {
  let last: unknown = new Error('this tenant has no mail gateway')
  for (const { route, gateway } of await routesOf(ctx)) {
    try {
      await gateway.send(route.settings, mail, outsideOf(ctx, route))
      await noteResult(ctx, route.id)
      return
    } catch (reason) {
      last = reason
      await noteResult(ctx, route.id, reason)
      ctx.log.warn({ requestId: ctx.requestId, gateway: route.id, err: reason }, 'a mail gateway failed')
    }
  }
  throw last
}

export const outsideOf = (ctx: Posting, route: MailRoute): Outside => ({
  reach: ctx.reach,
  now: ctx.now,
  log: ctx.log,
  open: (make) => openOnce(ctx, `mail ${ctx.tenant.id} ${route.id}`, JSON.stringify([route.gateway, route.settings]), make),
  keep: async (kept) => keepMail(ctx, kept),
})

/** What it keeps open is closed with the process. */
export async function dropMailGateway(ctx: Ground, tenantId: string, id: string): Promise<void> {
  await removeMailGateway(ctx, { tenantId, id })
  await removeMailResults(ctx, { tenantId, gatewayId: id })
  forgetResults(ctx, tenantId, id)
  cache.forget(ctx)
}
