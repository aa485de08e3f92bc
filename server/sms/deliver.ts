/** Hands a message to one gateway after the other until one takes it. Outside every transaction, once for a message. */
import { type Ctx, ground, type Ground } from '../context.ts'
import { failed, mayTry, worked } from './breaker.ts'
import { GatewayRefusal, type Message, type Outside } from './gateways/gateway.ts'
import { openOnce } from '../held.ts'
import { keepMessage } from './inbox.ts'
import { takeReceipts } from './receipts-told.ts'
import { keyOf, makesCodes, type Route, settingsOf, type Way } from './routes.ts'

/** Whoever waits for a code does not wait for ever: no further gateway after so many, or so long (milliseconds). */
const MOST_TRIES = 3
const PATIENCE = 15_000

/** `makes`: the code is the vendor's; `hears`: it wants to be told when one of ours was right. */
export type Carried = { gatewayId: string; vendorId?: string; makes: boolean; hears: boolean }

/**
 * A gateway that is `unreachable` or `misconfigured`, or broke its contract, is followed by the next; one that
 * `rejected` the message only by one of another vendor: the same would reject it again. A vendor that took the message
 * and lost its answer may then deliver it twice, with one code; asking again would have made that two codes.
 */
export async function carry(ctx: Ctx, ways: Way[], message: Message): Promise<Carried> {
  if (ctx.db !== ctx.database) throw new Error('a message leaves outside every transaction')
  const begun = ctx.now()
  const rejectedBy = new Set<string>()
  let tries = 0
  let last: unknown = new Error('no SMS gateway of this tenant may carry this message')
  for (const { route, gateway, sender, template } of ways) {
    if (tries === MOST_TRIES || (tries > 0 && ctx.now() - begun > PATIENCE)) break
    if (rejectedBy.has(gateway.id)) continue
    const key = keyOf(ctx.tenant.id, route.id)
    const count = (outcome: string) => ctx.metrics.smsMessages.inc({ gateway: gateway.id, outcome })
    if (!mayTry(ctx, key)) {
      count('skipped')
      if (tries === 0) last = new Error('the SMS gateway failed again and again, and is left alone for a while')
      continue
    }
    tries++
    try {
      const handed = { ...message, ...(sender !== undefined && { sender }), ...(template !== undefined && { template }) }
      const { vendorId } = await gateway.send(route.settings, handed, outsideOf(ctx, ctx.tenant.id, route))
      worked(ctx, key)
      count('sent')
      const makes = makesCodes(gateway, route)
      return { gatewayId: route.id, ...(vendorId && { vendorId }), makes, hears: !makes && gateway.proven !== undefined }
    } catch (reason) {
      last = reason
      const refusal = reason instanceof GatewayRefusal ? reason.refusal : 'unreachable'
      count(refusal)
      ctx.log.warn({ requestId: ctx.requestId, gateway: route.id, refusal, err: reason }, 'an SMS gateway did not take a message')
      if (refusal === 'rejected') {
        // It answers: that this message was not to its liking says nothing of the next.
        worked(ctx, key)
        rejectedBy.add(gateway.id)
      } else failed(ctx, key, ctx.tenant.settings.sms.breaker)
    }
  }
  throw last
}

/** What a gateway may use. It may keep it for as long as what it keeps open: there is nothing of one request in it. */
export function outsideOf(ctx: Ground, tenantId: string, route: Route): Outside {
  const own = ground({
    config: ctx.config,
    database: ctx.database,
    secrets: ctx.secrets,
    fetch: ctx.fetch,
    reach: ctx.reach,
    log: ctx.log,
    metrics: ctx.metrics,
    now: ctx.now,
    publicUrl: ctx.publicUrl,
    stopping: ctx.stopping,
  })
  return {
    fetch: own.fetch,
    reach: own.reach,
    now: own.now,
    log: own.log,
    open: (make) => openOnce(own, keyOf(tenantId, route.id), settingsOf(route), make),
    keep: async (message) => keepMessage(own, message),
    receipt: (it) =>
      void takeReceipts(own, tenantId, route, [it]).catch((reason: unknown) =>
        own.log.error({ gateway: route.id, err: reason }, 'a delivery receipt could not be written'),
      ),
  }
}
