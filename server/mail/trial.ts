/** A mail gateway tried by somebody who administers: one real e-mail, which counts like any other. */
import { recordAct } from '../audit/index.ts'
import { type AdminCtx, transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { inUnits, refund, spend } from '../limits/index.ts'
import { newId, randomDigits } from '../secrets.ts'
import { findMailGateway } from './gateways/index.ts'
import { faultOf, noteResult, type TrialFault } from './results.ts'
import { listMailGateways, outsideOf } from './routes.ts'
import { cooldown, spendLimits } from './send.ts'
import { composeMail } from './texts.ts'

const HOUR = 3_600_000
/** Tests of one tenant in an hour. */
const MOST = 30
const TYPE = 'LOGIN_EMS'

export type Tried = { vendorId?: string; fault?: TrialFault }

/** The code in it is good for nothing. What one mailbox may get in a day holds. */
export async function tryMailGateway(ctx: AdminCtx, id: string, to: string): Promise<Tried> {
  const { mail } = ctx.tenant.settings
  const email = readEmail(to) ?? fail('emailInvalid')
  const route = (await listMailGateways(ctx, ctx.tenant.id)).find((it) => it.id === id) ?? fail('gatewayUnknown')
  const gateway = findMailGateway(route.gateway) ?? fail('gatewayUnknown')
  if (gateway.developmentOnly && ctx.config.mode === 'production') fail('gatewayUnknown')
  await transact(ctx, async (ctx) => {
    const wait = await spend(ctx, { tenantId: ctx.tenant.id, key: 'mail gateway tests', most: MOST, window: HOUR })
    if (wait) fail('testsSpent', { minutes: inUnits(wait, 60_000) })
    await spendLimits(ctx, email)
  })
  const code = randomDigits(mail.code_length)
  const letter = {
    ...composeMail(TYPE, ctx.language, { code, minutes: Math.ceil(mail.code_lifetime / 60), app: ctx.tenant.name }),
    to: email,
    code,
    type: TYPE,
    language: ctx.language,
    ttl: mail.code_lifetime,
    tenantId: ctx.tenant.id,
    messageId: newId(ctx.now()),
  }
  const tried = await gateway.send(route.settings, letter, outsideOf(ctx, route)).then(
    async ({ vendorId }): Promise<Tried> => {
      await noteResult(ctx, id)
      return vendorId ? { vendorId } : {}
    },
    async (reason: unknown): Promise<Tried> => {
      await noteResult(ctx, id, reason)
      ctx.log.warn({ requestId: ctx.requestId, gateway: id, err: reason }, 'a mail gateway that was tried did not take the mail')
      return { fault: faultOf(reason) }
    },
  )
  const { fault } = tried
  await transact(ctx, async (ctx) => {
    if (fault) await refund(ctx, cooldown(ctx, email))
    // Enough to tell two tests apart; the trail holds no addresses.
    await recordAct(ctx, { event: 'mail-gateway-test', subject: id, after: { to: `***@${email.split('@')[1]}`, taken: !fault, ...fault } })
  })
  return tried
}
