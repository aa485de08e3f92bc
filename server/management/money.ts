/** What messages cost, against what they may. Money in ten-thousandths of the tenant's currency. */
import type { AdminCtx } from '../context.ts'
import type { Account } from '../limits/index.ts'
import { Type } from '../type.ts'
import { inSecondsOr } from '../times.ts'

const UNIT = 10_000

export const SpendField = Type.Object({
  spent: Type.Integer({ description: 'In ten-thousandths of your currency.' }),
  limit: Type.Union([Type.Integer(), Type.Null()], { description: 'The same; null: without limit.' }),
  messages: Type.Integer(),
  until: Type.Union([Type.Integer(), Type.Null()], { description: 'When this window is over; null: nothing was sent in one.' }),
})

export function spendOf(ctx: AdminCtx, account: Account) {
  const { per_day, per_month } = ctx.tenant.settings.sms.budget
  const show = ({ sent, cost, until }: Account['day'], most: number) => ({
    spent: cost,
    limit: most ? most * UNIT : null,
    messages: sent,
    until: inSecondsOr(until || null),
  })
  return { day: show(account.day, per_day), month: show(account.month, per_month) }
}

/** How much of the limit is gone, in percent. */
export const shareOf = ({ spent, limit }: { spent: number; limit: number | null }): number =>
  limit ? Math.floor((spent * 100) / limit) : 0
