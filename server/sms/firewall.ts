/**
 * Whether a message may leave: one pure function of what is known. It does not lean on the picture puzzle, which
 * a program solves (docs/decisions/007), nor on network addresses, of which an attacker has as many as they like:
 * what cannot be made up is that somebody reads the message and spends its code.
 */
import { answered, mostOpen, type Traffic } from '../limits/index.ts'
import type { TenantSettings } from '../schema/documents.ts'
import { BLOCKED_PREFIXES, RISKY_COUNTRIES, SPARED_PREFIXES } from './ranges.ts'

export type Facts = {
  now: number
  mobile: string
  /** ISO 3166; '' when it belongs to none. */
  country: string
  /** What this message costs, in ten-thousandths. */
  cost: number
  /** Without this message. */
  traffic: Traffic
  /** A right answer to a challenge came along. */
  challenged: boolean
  /** The holder of the number has a session on this device (threat row 24). */
  known: boolean
}

/** What it goes by, and what a metric and the audit trail are told. */
export const firewallRules = [
  'country_list',
  'blocked_prefix',
  'budget',
  'tenant',
  'app',
  'address',
  ...answered,
  'risky_country',
  'known_device',
  'none',
] as const
export type Rule = (typeof firewallRules)[number]

/** Wide areas, which are tried again while they are cut off. */
export type Wide = 'range' | 'country'

/** `probes`: cut-off areas this message tries again; only one at a time may. */
export type Judgement = { verdict: 'allow' | 'challenge' | 'block'; rule: Rule; reason: string; until: number; probes: Wide[] }

const UNIT = 10_000

export function judge(facts: Facts, settings: TenantSettings): Judgement {
  const { sms } = settings
  const { traffic } = facts
  const probes: Wide[] = []
  const say = (...it: Parameters<typeof judgement>): Judgement => ({ ...judgement(...it), probes })

  const refused = outright(facts, settings)
  if (refused) return refused
  const caps = { day: sms.per_tenant_per_day, app: sms.per_app_per_hour, address: sms.per_address_per_hour } as const
  for (const [kind, rule] of [
    ['day', 'tenant'],
    ['app', 'app'],
    ['address', 'address'],
  ] as const) {
    if (traffic[kind].sent >= caps[kind]) return say('block', rule, `${traffic[kind].sent} sent`, traffic[kind].until)
  }

  const { firewall } = sms
  if (!firewall.enabled) return say('allow', 'none', 'the firewall is off')
  const { blocked, allowed } = prefixesOf(facts.mobile, firewall)
  if (blocked) return blocked

  // What is known of a range is no reason to keep somebody out who is plainly somebody.
  if (facts.known) return say('allow', 'known_device', 'signed in on this device')
  const risky = RISKY_COUNTRIES.has(facts.country) && facts.country !== settings.preferred_country && !allowed
  const share = risky ? 0.5 : 1
  let ask: Judgement | undefined
  for (const kind of answered) {
    const { open, sentAt, until } = traffic[kind]
    const most = Math.max(1, Math.floor(mostOpen(firewall, kind) * share))
    const reason = `${open} of ${most} unanswered`
    // A wide area that is cut off is tried again now and then: a gateway's outage looks like an attack while it lasts.
    if (open >= most) {
      const isWide = kind === 'range' || kind === 'country'
      if (!isWide || facts.now - sentAt < firewall.probe_every * 1000) return say('block', kind, reason, until)
      probes.push(kind)
    }
    if (open >= (most * firewall.challenge_from) / 100) ask ??= say('challenge', kind, reason)
  }
  if (traffic.address.sent >= (caps.address * firewall.challenge_from) / 100)
    ask ??= say('challenge', 'address', `${traffic.address.sent} sent`)
  if (risky) ask ??= say('challenge', 'risky_country', facts.country)
  if (!ask) return say('allow', 'none', 'nothing against it')
  return facts.challenged ? { ...ask, verdict: 'allow', reason: `${ask.reason}; challenge answered` } : ask
}

/** What decides of a notice: no stranger asks for it, but its number and its price are what they are. */
export type NoticeFacts = Pick<Facts, 'mobile' | 'country' | 'cost'> & { traffic: Pick<Traffic, 'day' | 'month'> }

/**
 * Whether a notice to an owner may leave: what is no question of who asks. It is never challenged, and what others sent (to
 * its range, from its address) must not keep it back: who makes a change could see to it that its owner does not hear of it.
 */
export function judgeNotice(facts: NoticeFacts, settings: TenantSettings): Judgement {
  const { firewall } = settings.sms
  const refused = outright(facts, settings) ?? (firewall.enabled ? prefixesOf(facts.mobile, firewall).blocked : undefined)
  return refused ?? judgement('allow', 'none', 'a notice')
}

/** What stands against every message to a number, whoever asks and whatever was sent before. */
export function standsAgainst({ mobile, country }: Pick<Facts, 'mobile' | 'country'>, settings: TenantSettings): Rule | undefined {
  const { firewall } = settings.sms
  return (refusedCountry(country, settings) ?? (firewall.enabled ? prefixesOf(mobile, firewall).blocked : undefined))?.rule
}

const judgement = (verdict: Judgement['verdict'], rule: Rule, reason: string, until = 0): Judgement => ({
  verdict,
  rule,
  reason,
  until,
  probes: [],
})

/** Countries and money: what holds for every message. */
function outright(facts: NoticeFacts, settings: TenantSettings): Judgement | undefined {
  const refused = refusedCountry(facts.country, settings)
  if (refused) return refused
  const spent = spentOf(facts, settings.sms.budget)
  return spent && judgement('block', 'budget', `the money of the ${spent} is spent`, facts.traffic[spent].until)
}

const refusedCountry = (country: string, { countries }: TenantSettings): Judgement | undefined =>
  countries.length && !countries.includes(country) ? judgement('block', 'country_list', 'a country that is not served') : undefined

function prefixesOf(mobile: string, firewall: TenantSettings['sms']['firewall']): { allowed: boolean; blocked?: Judgement } {
  const starts = (prefix: string) => mobile.startsWith(prefix)
  const allowed = [...SPARED_PREFIXES, ...firewall.allowed_prefixes].some(starts)
  const blocked = firewall.blocked_prefixes.find(starts) ?? (allowed ? undefined : BLOCKED_PREFIXES.find(starts))
  return { allowed, ...(blocked && { blocked: judgement('block', 'blocked_prefix', `begins with ${blocked}`) }) }
}

function spentOf({ traffic, cost }: NoticeFacts, budget: TenantSettings['sms']['budget']): 'day' | 'month' | undefined {
  // What costs nothing (the sandbox) is no question of money.
  if (cost === 0) return undefined
  if (budget.per_day && traffic.day.cost + cost > budget.per_day * UNIT) return 'day'
  if (budget.per_month && traffic.month.cost + cost > budget.per_month * UNIT) return 'month'
  return undefined
}

export const priceOf = (budget: TenantSettings['sms']['budget'], country: string): number => budget.prices[country] ?? budget.price
