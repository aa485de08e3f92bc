/** Around the firewall: what it is told, what follows from what it says, and that two at once are not both the last one. */
import { type Ctx, transact } from '../context.ts'
import { failBecause } from '../errors.ts'
import {
  type Counted,
  countMessage,
  inUnits,
  probeOf,
  returnAnswers,
  spend,
  takeAnswers,
  type Traffic,
  trafficOf,
  type Where,
} from '../limits/index.ts'
import { countryOf, maskMobile } from '../phone.ts'
import { findSessionOfDevice } from '../session/index.ts'
import { listUsersByMobile } from '../users/index.ts'
import { type Facts, judge, type Judgement, priceOf } from './firewall.ts'
import { type Way, waysFor } from './routes.ts'

const MINUTE = 60_000
const HOUR = 3_600_000

/** A message somebody asks for, and what is known of it without a look at what was sent before. */
export type Asked = { where: Where; ways: Way[]; cost: number; facts: Omit<Facts, 'traffic'> }

export async function readAsked(ctx: Ctx, mobile: string, purpose: string, challenged: boolean): Promise<Asked> {
  const country = countryOf(mobile) ?? ''
  const where = { mobile, country, address: ctx.address, clientId: ctx.app.clientId }
  const ways = await waysFor(ctx, { country, purpose })
  const cost = costOf(ctx, ways, country)
  return { where, ways, cost, facts: { now: ctx.now(), mobile, country, cost, challenged, known: false } }
}

/** The sandbox sends nothing, and so costs nothing. */
export const costOf = (ctx: Pick<Ctx, 'tenant'>, ways: Way[], country: string): number =>
  ways.some((it) => !it.gateway.developmentOnly) ? priceOf(ctx.tenant.settings.sms.budget, country) : 0

/** What is done in the transaction of the message: `before` it is counted (says whether the number got one today already), and after. */
type Work = { before(ctx: Ctx): Promise<boolean>; after(ctx: Ctx, judgement: Judgement): Promise<void> }

/**
 * Lets the message through, with all that is to be written with it, or refuses it, and nothing is written.
 *
 * Usually it is counted and judged at once: one statement. Who is refused that way is looked at once more, with what
 * only a reader sees; and for a while after a refusal everybody is, so that an attack costs reads, and no writes that are undone.
 */
export async function admit(ctx: Ctx, asked: Asked, work: Work): Promise<Counted> {
  if (!isWary(ctx)) {
    const counted = await attempt(ctx, asked, asked.facts, work)
    if (!('verdict' in counted)) return counted
    beWary(ctx)
  }
  const { settings } = ctx.tenant
  const traffic = await trafficOf(ctx, asked.where)
  let facts: Facts = { ...asked.facts, traffic }
  let judgement = judge(facts, settings)
  if (judgement.verdict === 'block' && CLOSED.has(judgement.rule) && (await isKnown(ctx, asked.where.mobile))) {
    facts = { ...facts, known: true }
    judgement = judge(facts, settings)
  }
  if (judgement.verdict === 'allow') {
    const counted = await attempt(ctx, asked, facts, work, traffic)
    if (!('verdict' in counted)) return counted
    judgement = counted
  }
  beWary(ctx)
  tally(ctx, judgement)
  return refuse(facts, judgement)
}

/** How long after a refusal, in milliseconds. */
const WARY_FOR = 10_000
const wary = new WeakMap<object, Map<string, number>>()
const isWary = (ctx: Ctx): boolean => (wary.get(ctx.database)?.get(ctx.tenant.id) ?? 0) > ctx.now()

function beWary(ctx: Ctx): void {
  let mine = wary.get(ctx.database)
  if (!mine) wary.set(ctx.database, (mine = new Map()))
  mine.set(ctx.tenant.id, ctx.now() + WARY_FOR)
}

/**
 * Does `work`, counts the message and judges by what stood there before it, in one transaction: of any number of messages
 * at once each has been counted before the next is judged. `seen` knows when the last one before it was sent.
 * Answers a judgement that is not `allow`, and then all of it is undone.
 */
async function attempt(ctx: Ctx, asked: Asked, known: Omit<Facts, 'traffic'>, work: Work, seen?: Traffic): Promise<Counted | Judgement> {
  const counted = takeAnswers(ctx, asked.where, asked.cost)
  let refused: Judgement | undefined
  let allowed: Judgement | undefined
  try {
    await transact(ctx, async (ctx) => {
      refused = undefined
      counted.again = await work.before(ctx)
      const facts = { ...known, traffic: await countMessage(ctx, counted, seen) }
      const judgement = judge(facts, ctx.tenant.settings)
      if (judgement.verdict !== 'allow') refused = judgement
      else if (!(await mayProbe(ctx, asked, judgement))) refused = { ...judgement, verdict: 'block' }
      if (refused) refuse(facts, refused)
      allowed = judgement
      await work.after(ctx, judgement)
    })
  } catch (reason) {
    returnAnswers(ctx, counted)
    if (refused) return refused
    throw reason
  }
  if (allowed) tally(ctx, allowed)
  return counted
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

async function mayProbe(ctx: Ctx, { where }: Asked, { probes }: Judgement): Promise<boolean> {
  for (const kind of probes) {
    if (await spend(ctx, probeOf(ctx, where, kind, ctx.tenant.settings.sms.firewall.probe_every * 1000))) return false
  }
  return true
}

export const tally = (ctx: Ctx, { verdict, rule }: Judgement): void => ctx.metrics.smsDecisions.inc({ verdict, rule })

/** Each rule has its answer; what it went by is for the audit trail. */
export function refuse({ now, mobile }: Pick<Facts, 'now' | 'mobile'>, { verdict, rule, reason, until }: Judgement): never {
  const why = `${rule}: ${reason} (${maskMobile(mobile)})`
  const wait = Math.max(0, until - now)
  if (verdict === 'challenge') failBecause(why, 'challengeNeeded')
  if (rule === 'country_list') failBecause(why, 'countryRefused')
  if (rule === 'budget') failBecause(why, 'smsBudgetSpent', { hours: inUnits(wait, HOUR) })
  if (rule === 'tenant' || rule === 'app') failBecause(why, 'smsCrowded', { minutes: inUnits(wait, MINUTE) })
  if (rule === 'address') failBecause(why, 'addressSpent', { minutes: inUnits(wait, MINUTE) })
  return failBecause(why, 'smsBlocked')
}
