/** Vendors that make the codes they send, and those that want to hear which of ours were right. */
import type { Ctx, Vendors } from '../context.ts'
import { fail } from '../errors.ts'
import { outsideOf } from './deliver.ts'
import { findGateway } from './gateways/index.ts'
import { findRoute } from './routes.ts'
import { findMessage } from './store.ts'

/** The gateway that took a message, and what it calls it; nothing when it is gone, or the message forgotten. */
async function findCarrier(ctx: Ctx, message: string) {
  const row = await findMessage(ctx, { tenantId: ctx.tenant.id, id: message })
  const route = row?.vendorId ? await findRoute(ctx, ctx.tenant.id, row.gatewayId) : undefined
  const gateway = route && findGateway(route.gateway)
  return row?.vendorId && route && gateway
    ? { vendorId: row.vendorId, route, gateway, outside: outsideOf(ctx, ctx.tenant.id, route) }
    : undefined
}

export const vendors: Vendors = {
  /** Outside every transaction, after the try was counted: a vendor that cannot be asked costs one. */
  async compare(ctx, message, to, code) {
    const it = await findCarrier(ctx, message)
    if (!it?.gateway.verify) return false
    try {
      return await it.gateway.verify(it.route.settings, { to, code, vendorId: it.vendorId }, it.outside)
    } catch (reason) {
      ctx.log.warn({ requestId: ctx.requestId, gateway: it.route.id, err: reason }, 'a vendor could not compare its code')
      return fail('providerUnreachable')
    }
  },

  /** Nobody waits for it, and nothing follows from it here. */
  proven(ctx, message, to) {
    const outside = { ...ctx, db: ctx.database }
    findCarrier(outside, message)
      .then((it) => it?.gateway.proven?.(it.route.settings, { to, vendorId: it.vendorId }, it.outside))
      .catch((reason: unknown) =>
        ctx.log.warn({ requestId: ctx.requestId, err: reason }, 'a vendor could not be told that a code was right'),
      )
  },
}
