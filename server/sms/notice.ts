/** A message without a code, to the owner of an account. */
import { type Ctx, transact } from '../context.ts'
import { countPaid, prefixOf, uncountPaid } from '../limits/index.ts'
import { countryOf } from '../phone.ts'
import { costOf, refuse, tally } from './decide.ts'
import { carry } from './deliver.ts'
import { type Judgement, judgeNotice } from './firewall.ts'
import type { Message } from './gateways/gateway.ts'
import { waysFor } from './routes.ts'
import { nameCarried, number } from './send.ts'
import { addMessage, failMessage } from './store.ts'
import { routedAs } from './texts.ts'

const DAY = 86_400_000

/**
 * Hands it to a gateway, or refuses it as `countryRefused`, `smsBudgetSpent` or `smsBlocked`, and then it costs nothing. It is
 * one of the tenant's messages, with its price, and no one of its area: nobody answers a notice. Outside every transaction.
 */
export async function sendNotice(ctx: Ctx, message: Message): Promise<void> {
  const { settings, id: tenantId } = ctx.tenant
  const { to: mobile, messageId: id } = message
  const country = countryOf(mobile) ?? ''
  const ways = await waysFor(ctx, { country, purpose: routedAs(message.type) })
  const [first] = ways
  if (!first) throw new Error('no SMS gateway of this tenant may carry a notice')
  const cost = costOf(ctx, ways, country)
  const now = ctx.now()

  let judgement: Judgement | undefined
  try {
    await transact(ctx, async (ctx) => {
      await addMessage(ctx, {
        tenantId,
        id,
        numberHash: number(ctx, mobile),
        country,
        prefix: prefixOf(mobile),
        gatewayId: first.route.id,
        cost,
        now,
        expiresAt: now + settings.sms.keep_messages * DAY,
      })
      // As of codes: counted first, and judged by what stood there before, so that two at once are not both the last.
      judgement = judgeNotice({ mobile, country, cost, traffic: await countPaid(ctx, cost) }, settings)
      if (judgement.verdict !== 'allow') refuse({ now, mobile }, judgement)
    })
  } finally {
    if (judgement) tally(ctx, judgement)
  }

  const carried = await carry(ctx, ways, message).catch(async (reason: unknown) => {
    const detail = (reason instanceof Error ? reason.message : 'unknown').slice(0, 200)
    await transact(ctx, async (ctx) => {
      await failMessage(ctx, { tenantId, id, detail })
      await uncountPaid(ctx, cost)
    })
    throw reason
  })
  await nameCarried(ctx, id, ways, carried)
}
