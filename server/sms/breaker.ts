/**
 * Leaves a gateway alone that fails again and again, so that nobody waits for it: of this process, by gateway row.
 * After a while one message tries whether it works again; the others go elsewhere until that is known.
 */
import type { Ground } from '../context.ts'
import type { TenantSettings } from '../schema/documents.ts'

type State = { failures: number; openUntil: number; probing: boolean }
type Settings = TenantSettings['sms']['breaker']

const all = new WeakMap<object, Map<string, State>>()

function states(ctx: Ground): Map<string, State> {
  let mine = all.get(ctx.database)
  if (!mine) all.set(ctx.database, (mine = new Map()))
  return mine
}

/** Whether a message may go to this gateway now. Who gets a yes must tell how it went. */
export function mayTry(ctx: Ground, key: string): boolean {
  const state = states(ctx).get(key)
  if (!state?.openUntil) return true
  if (ctx.now() < state.openUntil || state.probing) return false
  state.probing = true
  return true
}

export const worked = (ctx: Ground, key: string): void => void states(ctx).delete(key)

export function failed(ctx: Ground, key: string, { failures, open_for }: Settings): void {
  const state = states(ctx).get(key) ?? { failures: 0, openUntil: 0, probing: false }
  state.failures++
  // One that failed its trial is left alone anew.
  if (state.probing || state.failures >= failures) state.openUntil = ctx.now() + open_for * 1000
  state.probing = false
  states(ctx).set(key, state)
}

/** It has other settings now, or is gone. */
export const forgetBreaker = (ctx: Ground, key: string): void => void states(ctx).delete(key)

export type Breaker = { state: 'closed' | 'open' | 'trying'; failures: number; openUntil: number }

/** How this process sees a gateway. `trying`: its time is over, and the next message tries whether it works again. */
export function breakerOf(ctx: Ground, key: string): Breaker {
  const state = states(ctx).get(key)
  if (!state) return { state: 'closed', failures: 0, openUntil: 0 }
  const { failures, openUntil } = state
  return { state: !openUntil ? 'closed' : ctx.now() < openUntil ? 'open' : 'trying', failures, openUntil }
}
