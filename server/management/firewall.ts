import type { AdminCtx } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { accountOf } from '../limits/index.ts'
import { idAt } from '../secrets.ts'
import { firewallRules, listSpent, type Rule } from '../sms/index.ts'
import { Type } from '../type.ts'
import { inSeconds, inSecondsOr } from '../times.ts'
import { decisionsOf } from './decisions.ts'
import { text, textOrNull, time, timeOrNull } from './forms.ts'
import { SpendField, spendOf } from './money.ts'

const HOUR = 3_600_000
/** Messages that are added up, the newest; refusals that are shown. */
const MOST = 50_000
const SHOWN = 50

const Country = Type.Object({
  country: Type.String({ description: 'ISO 3166; empty: of none.' }),
  messages: Type.Integer({ description: 'In the hours that were asked for.' }),
  failed: Type.Integer({ description: 'Of these, those that no gateway took.' }),
  cost: Type.Integer({ description: 'Of these, in ten-thousandths of your currency.' }),
  day_sent: Type.Integer({ description: 'In the window of 24 hours that the firewall counts in.' }),
  day_answered: Type.Integer(),
  day_unanswered: Type.Integer({ description: 'What the firewall goes by.' }),
})

/** Ours. From the trail and the counters of the firewall; it decides nothing here. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/firewall',
  about: 'The SMS firewall: its rules, what they did, the last refusals and why, and the money by country',
  role: 'auditor',
  grant: 'message_read',
  query: Type.Object({ hours: Type.Integer({ default: 24, minimum: 1, maximum: 720 }) }),
  reply: Type.Object({
    enabled: Type.Boolean({ description: 'Whether unanswered messages count; the other limits hold either way.' }),
    since: time,
    capped: Type.Boolean({ description: 'More happened than was counted: the newest.' }),
    rules: Type.Array(
      Type.Object({
        rule: text,
        in_force: Type.Boolean(),
        limit: Type.Union([Type.Integer(), Type.Null()], { description: 'Of the settings, where the rule has a number.' }),
        allowed: Type.Integer(),
        challenged: Type.Integer(),
        blocked: Type.Integer(),
        last_at: timeOrNull,
      }),
    ),
    refusals: Type.Array(
      Type.Object({
        event_id: text,
        at: time,
        rule: text,
        verdict: Type.Enum(['challenge', 'block']),
        reason: text,
        to: Type.Union([text, Type.Null()], { description: 'The number, masked.' }),
        client_id: textOrNull,
        address: textOrNull,
      }),
      { description: `The last ${SHOWN}, the newest first.` },
    ),
    spend: Type.Object({ day: SpendField, month: SpendField }),
    countries: Type.Array(Country, { description: 'The dearest first.' }),
  }),

  async handle({ ctx, query }) {
    const since = ctx.now() - query.hours * HOUR
    const [{ rules, refused, capped }, account, spent] = await Promise.all([
      decisionsOf(ctx, since),
      accountOf(ctx),
      listSpent(ctx, { tenantId: ctx.tenant.id, from: idAt(since), most: MOST }),
    ])
    const countries = new Set([...spent, ...account.countries].map((it) => it.country))
    return {
      enabled: ctx.tenant.settings.sms.firewall.enabled,
      since: inSeconds(since),
      capped,
      rules: firewallRules.map((rule) => {
        const { allowed = 0, challenged = 0, blocked = 0, lastAt = 0 } = rules.get(rule) ?? {}
        return { rule, ...forceOf(ctx, rule), allowed, challenged, blocked, last_at: inSecondsOr(lastAt || null) }
      }),
      refusals: refused.slice(0, SHOWN).map(({ event, rule, verdict, reason, to }) => ({
        event_id: event.id,
        at: inSeconds(event.at),
        rule,
        verdict,
        reason,
        to,
        client_id: event.clientId,
        address: event.address,
      })),
      spend: spendOf(ctx, account),
      countries: [...countries]
        .map((country) => {
          const { messages = 0, failed = 0, cost = 0 } = spent.find((it) => it.country === country) ?? {}
          const { sent = 0, answered = 0, unanswered = 0 } = account.countries.find((it) => it.country === country) ?? {}
          return { country, messages, failed, cost, day_sent: sent, day_answered: answered, day_unanswered: unanswered }
        })
        .toSorted((a, b) => b.cost - a.cost || b.messages - a.messages),
    }
  },
})

/** Whether a rule can say anything under these settings, and from which number on. */
function forceOf({ tenant: { settings } }: AdminCtx, rule: Rule): { in_force: boolean; limit: number | null } {
  const { sms, countries } = settings
  const { firewall, budget } = sms
  const always = (limit: number | null) => ({ in_force: true, limit })
  const whenOn = { in_force: firewall.enabled, limit: null }
  const unanswered = (limit: number) => ({ in_force: firewall.enabled && limit > 0, limit: limit || null })
  const forces: Record<Rule, { in_force: boolean; limit: number | null }> = {
    country_list: { in_force: countries.length > 0, limit: null },
    budget: { in_force: budget.per_day > 0 || budget.per_month > 0, limit: budget.per_day || budget.per_month || null },
    tenant: always(sms.per_tenant_per_day),
    app: always(sms.per_app_per_hour),
    address: always(sms.per_address_per_hour),
    hundred: unanswered(firewall.per_hundred),
    prefix: unanswered(firewall.per_prefix),
    range: unanswered(firewall.per_range),
    country: unanswered(firewall.per_country),
    blocked_prefix: whenOn,
    risky_country: whenOn,
    known_device: whenOn,
    none: always(null),
  }
  return forces[rule]
}
