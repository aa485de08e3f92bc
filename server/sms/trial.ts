/** A gateway tried by somebody who administers: one real message, which costs what any other costs and counts like it. */
import { recordAct } from '../audit/index.ts'
import { type AdminCtx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { countMessage, inUnits, prefixOf, refund, spend, takeAnswers, uncountMessage } from '../limits/index.ts'
import { countryOf, maskMobile, readMobile } from '../phone.ts'
import { newId, randomDigits } from '../secrets.ts'
import { worked } from './breaker.ts'
import { outsideOf } from './deliver.ts'
import { priceOf } from './firewall.ts'
import { GatewayRefusal } from './gateways/gateway.ts'
import { findGateway } from './gateways/index.ts'
import { findRoute, keyOf } from './routes.ts'
import { cooldown, number, spendNumber } from './send.ts'
import { addMessage, failMessage, nameMessage } from './store.ts'
import { composeText } from './texts.ts'

const HOUR = 3_600_000
const DAY = 86_400_000
/** Tests of one tenant in an hour, of text messages and of e-mail each. */
const MOST = 30
const TYPE = 'LOGIN_SMS'

/** What is wrong with a gateway, as it said itself; the setting at fault where it knows. */
export type TrialFault = { refusal: string; setting?: string; text: string }
export type Tried = { vendorId?: string; fault?: TrialFault }

/** Whatever is no refusal is a fault of the gateway's own; what it says is for the log. */
export function faultOf(reason: unknown): TrialFault {
  if (!(reason instanceof GatewayRefusal)) return { refusal: 'unreachable', text: 'the gateway failed in an unexpected way; see the log' }
  const { refusal, setting, message } = reason
  return { refusal, text: message, ...(setting !== undefined && { setting }) }
}

/**
 * The code in it is good for nothing. The firewall is not asked, because no stranger asked for this; what one number may get in a day, over
 * all tenants, holds all the same. A gateway that is being left alone is tried too, and used again when it works.
 */
export async function tryGateway(ctx: AdminCtx, id: string, to: string): Promise<Tried> {
  const { settings } = ctx.tenant
  const mobile = readMobile(to, settings.preferred_country) ?? fail('mobileInvalid')
  const route = (await findRoute(ctx, ctx.tenant.id, id)) ?? fail('gatewayUnknown')
  const gateway = findGateway(route.gateway) ?? fail('gatewayUnknown')
  if (gateway.developmentOnly && ctx.config.mode === 'production') fail('gatewayUnknown')
  const country = countryOf(mobile) ?? ''
  const cost = gateway.developmentOnly ? 0 : priceOf(settings.sms.budget, country)
  const messageId = newId(ctx.now())
  const clientId = ctx.actor.kind === 'app' ? ctx.actor.clientId : 'console'
  const counted = takeAnswers(ctx, { mobile, country, address: ctx.address, clientId }, cost)
  await transact(ctx, async (ctx) => {
    const wait = await spend(ctx, { tenantId: ctx.tenant.id, key: 'gateway tests', most: MOST, window: HOUR })
    if (wait) fail('testsSpent', { minutes: inUnits(wait, 60_000) })
    counted.again = await spendNumber(ctx, mobile)
    await addMessage(ctx, {
      tenantId: ctx.tenant.id,
      id: messageId,
      numberHash: number(ctx, mobile),
      country,
      prefix: prefixOf(mobile),
      gatewayId: route.id,
      cost,
      now: ctx.now(),
      expiresAt: ctx.now() + settings.sms.keep_messages * DAY,
    })
    await countMessage(ctx, counted)
  })
  const code = randomDigits(settings.sms.code_length)
  const minutes = Math.ceil(settings.sms.code_lifetime / 60)
  const tried = await gateway
    .send(
      route.settings,
      {
        to: mobile,
        code,
        type: TYPE,
        text: composeText(undefined, TYPE, ctx.language, { code, minutes, app: ctx.tenant.name }),
        language: ctx.language,
        ttl: settings.sms.code_lifetime,
        tenantId: ctx.tenant.id,
        messageId,
      },
      outsideOf(ctx, ctx.tenant.id, route),
    )
    .then(
      ({ vendorId }): Tried => (vendorId ? { vendorId: vendorId.slice(0, 200) } : {}),
      (reason: unknown): Tried => {
        ctx.log.warn({ requestId: ctx.requestId, gateway: id, err: reason }, 'an SMS gateway that was tried did not take the message')
        return { fault: faultOf(reason) }
      },
    )
  const { fault, vendorId = null } = tried
  if (!fault) worked(ctx, keyOf(ctx.tenant.id, id))
  await transact(ctx, async (ctx) => {
    if (!fault) await nameMessage(ctx, { tenantId: ctx.tenant.id, id: messageId, gatewayId: id, vendorId })
    else {
      await failMessage(ctx, { tenantId: ctx.tenant.id, id: messageId, detail: fault.text.slice(0, 200) })
      await refund(ctx, cooldown(ctx, mobile))
    }
    await recordAct(ctx, { event: 'gateway-test', subject: id, after: { to: maskMobile(mobile), taken: !fault, ...fault } })
    if (fault) await uncountMessage(ctx, counted)
  })
  return tried
}
