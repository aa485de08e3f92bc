/** Around the firewall: what it is told, what follows from what it says, and that two at once are not both the last one. */
import { type Ctx, transact } from '../context.ts'
import { failBecause } from '../errors.ts'
import { type Counted, countMessage, inUnits, probeOf, returnAnswers, spend, takeAnswers, type Traffic, trafficOf, type Where } from '../limits/index.ts'
import { countryOf, maskMobile } from '../phone.ts'
import { findSessionOfDevice } from '../session/index.ts'
import { listUsersByMobile } from '../users/index.ts'
import { type Facts, judge, type Judgement, priceOf } from './firewall.ts'
import { type Way, waysFor } from './routes.ts'

const MINUTE = 60_000
const HOUR = 3_600_000

export type Asked = { where: Where; ways: Way[]; cost: number; facts: Facts; judgement: Judgement }

/** Reads what is known of this message, and goes on only if it may leave. Nothing is written. */
export async function decide(ctx: Ctx, mobile: string, purpose: string, challenged: boolean): Promise<Asked> {
  const { settings } = ctx.tenant
  const country = countryOf(mobile) ?? ''
  const where = { mobile, country, address: ctx.address, clientId: ctx.app.clientId }
  const ways = await waysFor(ctx, { country, purpose })
  // The sandbox sends nothing, and so costs nothing.
  const cost = ways.some((it) => !it.gateway.developmentOnly) ? priceOf(settings.sms.budget, country) : 0
  let facts: Facts = { now: ctx.now(), mobile, country, cost, traffic: await trafficOf(ctx, where), challenged, known: false }
  let judgement = judge(facts, settings)
  if (judgement.verdict === 'block' && CLOSED.has(judgement.rule) && (await isKnown(ctx, mobile))) {
    facts = { ...facts, known: true }
    judgement = judge(facts, settings)
  }
  if (judgement.verdict !== 'allow') {
    tally(ctx, judgement)
    refuse(facts, judgement)
  }
  return { where, ways, cost, facts, judgement }
}

/** Rules that say something of a range of numbers, nothing of this one. */
const CLOSED = new Set<Judgement['rule']>(['hundred', 'prefix', 'range', 'country'])

/**
 * Whether the holder of the number has a session on this device, over or not: an attacker who fills a range up must
 * not keep its people out (threat row 24). Both questions are asked whoever has the number (row 13), and nobody gets
 * a yes who does not know the fingerprint of a device that signed in.
 */
async function isKnown(ctx: Ctx, mobile: string): Promise<boolean> {
  const tenantId = ctx.tenant.id
  const holder = (await listUsersByMobile(ctx, { tenantId, mobile })).find((it) => it.mobileProvenAt !== null)
  return (await findSessionOfDevice(ctx, { tenantId, userId: holder?.id ?? '', fingerprint: ctx.device.fingerprint })) !== undefined
}

/**
 * Does `work`, which says whether the number got a message today already, and counts the message, in one transaction,
 * the count last. What stands there now is judged once more: of
 * any number of messages at once each has been counted before the next is judged.
 */
export async function count(ctx: Ctx, asked: Asked, work: (ctx: Ctx) => Promise<boolean>): Promise<Counted> {
  const counted = takeAnswers(ctx, asked.where, asked.cost)
  let { judgement } = asked
  try {
    await transact(ctx, async (ctx) => {
      judgement = asked.judgement
      counted.again = await work(ctx)
      const facts = { ...asked.facts, traffic: sentBefore(asked, await countMessage(ctx, counted)), challenged: true }
      const now = judge(facts, ctx.tenant.settings)
      if (now.verdict === 'allow' && (await mayProbe(ctx, asked, now))) return
      judgement = now.verdict === 'allow' ? { ...now, verdict: 'block' } : now
      refuse(facts, judgement)
    })
  } catch (reason) {
    returnAnswers(ctx, counted)
    if (judgement !== asked.judgement) tally(ctx, judgement)
    throw reason
  }
  tally(ctx, judgement)
  return counted
}

async function mayProbe(ctx: Ctx, { where }: Asked, { probes }: Judgement): Promise<boolean> {
  for (const kind of probes) {
    if (await spend(ctx, probeOf(ctx, where, kind, ctx.tenant.settings.sms.firewall.probe_every * 1000))) return false
  }
  return true
}

const tally = (ctx: Ctx, { verdict, rule }: Judgement): void => ctx.metrics.smsDecisions.inc({ verdict, rule })

/** When the last message of an area was sent is known from before: now it is this one. */
function sentBefore({ facts }: Asked, traffic: Traffic): Traffic {
  const before = Object.entries(traffic).map(([kind, it]) => [kind, { ...it, sentAt: facts.traffic[kind as keyof Traffic].sentAt }])
  return Object.fromEntries(before) as Traffic
}

/** Each rule has its answer; what it went by is for the audit trail. */
function refuse({ now, mobile }: Facts, { verdict, rule, reason, until }: Judgement): never {
  const why = `${rule}: ${reason} (${maskMobile(mobile)})`
  const wait = Math.max(0, until - now)
  if (verdict === 'challenge') failBecause(why, 'challengeNeeded')
  if (rule === 'country_list') failBecause(why, 'countryRefused')
  if (rule === 'budget') failBecause(why, 'smsBudgetSpent', { hours: inUnits(wait, HOUR) })
  if (rule === 'tenant' || rule === 'app') failBecause(why, 'smsCrowded', { minutes: inUnits(wait, MINUTE) })
  if (rule === 'address') failBecause(why, 'addressSpent', { minutes: inUnits(wait, MINUTE) })
  return failBecause(why, 'smsBlocked')
}
