/**
 * limits: how often something may be done within a window of time. Owns `budgets`.
 *
 * Its law: a use is counted by the statement that allows it, so two at once cannot both be the last one,
 * and neither a restart nor another process forgets.
 */
import type { Ctx } from '../context.ts'
import { giveBack, readBudget, takeOne } from './store.ts'

export { deleteExpiredBudgets } from './store.ts'

/** Stands where a tenant would for limits that hold over all tenants. */
export const EVERYWHERE = '*'

export type Budget = {
  tenantId: string
  /** What is limited: a kind and a keyed hash, never a bare number. */
  key: string
  most: number
  /** Length of the window, in milliseconds. It starts with the first use. */
  window: number
}

/** Takes one from the budget. Answers 0, or the milliseconds until there is one again. */
export async function spend(ctx: Ctx, budget: Budget): Promise<number> {
  const now = ctx.now()
  const row = await takeOne(ctx, { tenantId: budget.tenantId, key: budget.key, most: budget.most, now, expiresAt: now + budget.window })
  if (row) return 0
  const held = await readBudget(ctx, { tenantId: budget.tenantId, key: budget.key })
  return Math.max(1, (held?.expiresAt ?? now) - now)
}

/** Undoes one use: a right guess is no guess, a message that was not sent is no message. */
export const refund = (ctx: Ctx, budget: Pick<Budget, 'tenantId' | 'key'>) => giveBack(ctx, { tenantId: budget.tenantId, key: budget.key })

/** What is left of a wait, in whole units, at least one: for messages. */
export const inUnits = (milliseconds: number, unit: number): number => Math.max(1, Math.ceil(milliseconds / unit))
