import { countSince } from '../audit/index.ts'
import type { AdminCtx } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { accountOf } from '../limits/index.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import { AttentionField, findAttention, showFinding } from './attention.ts'
import { type Carriers, mail, sms } from './carriers.ts'
import { text, textOrNull, time, timeOrNull } from './forms.ts'
import { SpendField, spendOf } from './money.ts'

const HOUR = 3_600_000

/** What counts as a step of a journey; and where those are refused. */
const STEPS = new Set(['login', 'bind', 'register', 'mfa'])
const REFUSED = /^(login|social|register|mfa)\//

/** Ours. Of very much only the newest is counted (`capped`): it must not cost what it watches. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/overview',
  about: 'How it goes: journeys by hour, how far new people come, messages and money, gateways, and what to look at',
  role: 'auditor',
  grant: 'audit_read',
  query: Type.Object({ hours: Type.Integer({ default: 24, minimum: 1, maximum: 168 }) }),
  reply: Type.Object({
    since: time,
    until: time,
    capped: Type.Boolean({ description: 'More happened than was counted; the oldest hours are not whole.' }),
    hours: Type.Array(
      Type.Object({
        at: Type.Integer({ description: 'When the hour began. Seconds since 1970.' }),
        outcomes: Type.Record(Type.String(), Type.Integer(), {
          description: 'Steps by what was answered: SUCCESS, SOCIAL_BIND, USER_REGISTER, MFA_AUTH, ACCESS_DENIED, …, refused.',
        }),
      }),
      { description: 'Every hour, the oldest first.' },
    ),
    funnel: Type.Object(
      {
        unknown: Type.Integer({ description: 'Journeys that began with a social account nobody here knew.' }),
        code_sent: Type.Integer(),
        code_verified: Type.Integer({ description: 'The right code was shown, whatever came of it.' }),
        bound: Type.Integer({ description: 'To an existing user or a new one.' }),
      },
      { description: 'Each counts among those before it.' },
    ),
    sms: Type.Object({
      sent: Type.Integer({ description: 'In the window of 24 hours that the firewall counts in.' }),
      answered: Type.Integer({ description: 'Codes that were spent.' }),
      day: SpendField,
      month: SpendField,
    }),
    gateways: Type.Array(
      Type.Object({
        id: text,
        gateway: text,
        carries: Type.Enum(['sms', 'mail']),
        failing: Type.Boolean(),
        failed_in_a_row: Type.Integer(),
        last_sent_at: timeOrNull,
        last_failed_at: timeOrNull,
        last_fault: textOrNull,
      }),
    ),
    attention: Type.Array(AttentionField, { description: 'The urgent first; empty: nothing to do.' }),
  }),

  async handle({ ctx, query }) {
    const until = ctx.now()
    const since = Math.floor(until / HOUR) * HOUR - (query.hours - 1) * HOUR
    const [counted, account] = await Promise.all([countSince(ctx, since), accountOf(ctx)])
    const spend = spendOf(ctx, account)
    const sum = (name: 'sent' | 'answered') => account.countries.reduce((total, it) => total + it[name], 0)
    const { unknown, sent, verified, bound } = counted.funnel
    return {
      since: inSeconds(since),
      until: inSeconds(until),
      capped: counted.capped,
      hours: hoursOf(counted.hours, since, query.hours),
      funnel: { unknown, code_sent: sent, code_verified: verified, bound },
      sms: { sent: sum('sent'), answered: sum('answered'), ...spend },
      gateways: [...(await healthOf(ctx, sms, 'sms')), ...(await healthOf(ctx, mail, 'mail'))],
      attention: (await findAttention(ctx, spend)).map((it) => showFinding(ctx, it)),
    }
  },
})

function hoursOf(rows: { at: number; event: string; outcome: string; events: number }[], since: number, hours: number) {
  return Array.from({ length: hours }, (_, i) => {
    const at = since + i * HOUR
    const outcomes: Record<string, number> = {}
    for (const it of rows) {
      const counts = it.outcome === 'refused' ? REFUSED.test(it.event) : STEPS.has(it.event)
      if (it.at === at && counts) outcomes[it.outcome] = (outcomes[it.outcome] ?? 0) + it.events
    }
    return { at: inSeconds(at), outcomes }
  })
}

async function healthOf(ctx: AdminCtx, carriers: Carriers, carries: 'sms' | 'mail') {
  const routes = await carriers.list(ctx, ctx.tenant.id)
  const health = await carriers.health(
    ctx,
    routes.map((it) => it.id),
  )
  return routes.flatMap(({ id, gateway }) => {
    const it = health.get(id)
    return it ? [{ id, gateway, carries, ...it }] : []
  })
}
