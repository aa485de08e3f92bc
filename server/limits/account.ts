/** What stands in the books of a tenant: messages and money of the day and the month, and what each country answers. */
import type { Ctx, Ground } from '../context.ts'
import { readWide } from './store.ts'
import { unwrittenOf } from './traffic.ts'

type Sum = { sent: number; cost: number; until: number }
export type Account = {
  /** `cost` in ten-thousandths of the tenant's currency; `until`, in milliseconds: when this window is over. 0: nothing yet. */
  day: Sum
  month: Sum
  /** Within its 24 hours, which begin with its first message. */
  countries: { country: string; sent: number; answered: number; unanswered: number }[]
}

/** Answers that are not written yet are counted, as far as this process has them. */
export async function accountOf(ctx: Ground & Pick<Ctx, 'tenant'>): Promise<Account> {
  const rows = await readWide(ctx, { tenantId: ctx.tenant.id, now: ctx.now() })
  const sum = (area: string): Sum => {
    const row = rows.find((it) => it.area === area)
    return row ? { sent: row.sent, cost: row.cost, until: row.expiresAt } : { sent: 0, cost: 0, until: 0 }
  }
  const countries = rows
    .filter((it) => it.area.startsWith('c '))
    .map((it) => {
      const { answers, off } = unwrittenOf(ctx, ctx.tenant.id, it.area)
      return {
        country: it.area.slice(2),
        sent: it.sent,
        answered: it.proven + answers,
        unanswered: Math.max(0, it.open - off),
      }
    })
  return { day: sum('day'), month: sum('month'), countries: countries.toSorted((a, b) => b.sent - a.sent) }
}
