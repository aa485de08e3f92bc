/**
 * limits: how often something may be done within a window of time. Owns `budgets` and `traffic`.
 *
 * Its law: a use is counted by the statement that allows it, so two at once cannot both be the last one,
 * and neither a restart nor another process forgets.
 */
import type { Ground } from '../context.ts'
import { forgetBudget, giveBack, holdBudget, readBudget, takeOne } from './store.ts'

export { type Account, accountOf } from './account.ts'
export { deleteExpiredBudgets, deleteExpiredTraffic } from './store.ts'
export {
  answered,
  answerMessage,
  type Counted,
  countMessage,
  countPaid,
  mostOpen,
  prefixOf,
  probeOf,
  returnAnswers,
  strainOf,
  takeAnswers,
  type Traffic,
  trafficOf,
  uncountMessage,
  uncountPaid,
  type Where,
  writeAnswers,
} from './traffic.ts'

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
export async function spend(ctx: Ground, budget: Budget): Promise<number> {
  const taken = await spendCounted(ctx, budget)
  return 'wait' in taken ? taken.wait : 0
}

/** As `spend`: says how many were taken in this window, with this one. */
export async function spendCounted(ctx: Ground, budget: Budget): Promise<{ count: number } | { wait: number }> {
  const now = ctx.now()
  const row = await takeOne(ctx, { tenantId: budget.tenantId, key: budget.key, most: budget.most, now, expiresAt: now + budget.window })
  if (row) return row
  const held = await readBudget(ctx, { tenantId: budget.tenantId, key: budget.key })
  return { wait: Math.max(1, (held?.expiresAt ?? now) - now) }
}

/**
 * As `spend`, for tries at a secret: says how many are left. The one that uses up the budget starts its window anew,
 * so that whoever used it up waits a whole one.
 */
export async function spendTry(ctx: Ground, budget: Budget): Promise<{ left: number } | { wait: number }> {
  const now = ctx.now()
  const key = { tenantId: budget.tenantId, key: budget.key }
  const row = await takeOne(ctx, { ...key, most: budget.most, now, expiresAt: now + budget.window })
  if (!row) return { wait: Math.max(1, ((await readBudget(ctx, key))?.expiresAt ?? now) - now) }
  const left = budget.most - row.count
  if (left === 0 && row.count > 1) await holdBudget(ctx, { ...key, now, expiresAt: now + budget.window })
  return { left }
}

/** Whether there is none left at this moment. Takes none. */
export async function isSpent(ctx: Ground, budget: Budget): Promise<boolean> {
  const held = await readBudget(ctx, { tenantId: budget.tenantId, key: budget.key })
  return held !== undefined && held.count >= budget.most && held.expiresAt > ctx.now()
}

/** Gives back all of it: the secret was shown. */
export const forget = (ctx: Ground, budget: Pick<Budget, 'tenantId' | 'key'>) =>
  forgetBudget(ctx, { tenantId: budget.tenantId, key: budget.key })

/** Undoes one use: a right guess is no guess, a message that was not sent is no message. */
export const refund = (ctx: Ground, budget: Pick<Budget, 'tenantId' | 'key'>) =>
  giveBack(ctx, { tenantId: budget.tenantId, key: budget.key })

/** What is left of a wait, in whole units, at least one: for messages. */
export const inUnits = (milliseconds: number, unit: number): number => Math.max(1, Math.ceil(milliseconds / unit))
