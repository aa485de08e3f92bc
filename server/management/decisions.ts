/** What the SMS firewall did of late, read from the trail: what it let through, and what it refused and why. */
import { type Event, searchEvents } from '../audit/index.ts'
import type { AdminCtx } from '../context.ts'
import { firewallRules, type Rule } from '../sms/index.ts'

/** Events of each kind that are looked at, the newest. */
const LOOKED = 5000

export type Refused = { event: Event; rule: Rule; verdict: 'challenge' | 'block'; reason: string; to: string | null }
export type Decisions = {
  rules: Map<Rule, { allowed: number; challenged: number; blocked: number; lastAt: number }>
  /** The newest first. */
  refused: Refused[]
  /** More happened than was looked at. */
  capped: boolean
}

const isRule = (it: string): it is Rule => (firewallRules as readonly string[]).includes(it)

/** As decide.ts of the room writes it: `hundred: 6 of 6 unanswered (+86-159****2852)`. What is something else is none of the firewall's. */
function readRefusal(event: Event): Refused | undefined {
  const [, rule = '', reason = '', to] = /^([a-z_]+): (.*?)(?: \((\+[^()]*)\))?$/.exec(event.reason ?? '') ?? []
  if (event.outcome !== 'refused' || !isRule(rule)) return undefined
  const { error } = JSON.parse(event.detail ?? '{}') as { error?: string }
  return { event, rule, verdict: error === 'challengeNeeded' ? 'challenge' : 'block', reason, to: to ?? null }
}

/** `since` in milliseconds. */
export async function decisionsOf(ctx: AdminCtx, since: number): Promise<Decisions> {
  const [asked, sent] = await Promise.all(['sms/send', 'send'].map((event) => searchEvents(ctx, { event, from: since }, { limit: LOOKED })))
  const rules: Decisions['rules'] = new Map()
  const count = (rule: Rule, at: number, what: 'allowed' | 'challenged' | 'blocked') => {
    const it = rules.get(rule) ?? { allowed: 0, challenged: 0, blocked: 0, lastAt: 0 }
    it[what]++
    it.lastAt = Math.max(it.lastAt, at)
    rules.set(rule, it)
  }
  const refused = (asked?.events ?? []).flatMap((it) => readRefusal(it) ?? [])
  for (const it of refused) count(it.rule, it.event.at, it.verdict === 'challenge' ? 'challenged' : 'blocked')
  for (const { outcome, detail, at } of sent?.events ?? []) {
    const { rule = '' } = JSON.parse(detail ?? '{}') as { rule?: string }
    if (outcome === 'SUCCESS' && isRule(rule)) count(rule, at, 'allowed')
  }
  return { rules, refused, capped: Boolean(asked?.next ?? sent?.next) }
}
