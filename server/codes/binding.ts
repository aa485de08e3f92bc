/** What a code is tied to when it is sent: the state token it will be used with (threat row 3). */
import type { Ctx } from '../context.ts'
import { fail } from '../errors.ts'
import { openState, type Purpose as StatePurpose } from '../session/index.ts'
import type { Purpose } from './codes.ts'

const UNKNOWN: StatePurpose[] = ['SOCIAL_BIND', 'USER_REGISTER', 'SOCIAL_CHOICE']

/**
 * The state tokens that codes of a purpose are spent with; `only`: they are spent with one or not at all. All other codes
 * are spent by calls that have none: a client that sends the header everywhere must not lose them.
 */
const spentWith: Partial<Record<Purpose, { states: StatePurpose[]; only: boolean }>> = {
  BIND: { states: UNKNOWN, only: true },
  // Registering without a social account has no state token.
  REGISTER: { states: UNKNOWN, only: false },
  MFA_AUTH: { states: ['MFA_AUTH'], only: true },
}

/**
 * The hash of the state token that a code to be sent is good for, or '': any. Fails with `stateTokenInvalid`, and with
 * `stateRequired` where the application wants every such code tied; the published clients send none (user-api 2.2.4).
 */
export async function stateForCode(ctx: Ctx, purpose: Purpose, stateToken: string): Promise<string> {
  const tied = spentWith[purpose]
  if (!tied) return ''
  if (stateToken) return (await openState(ctx, tied.states, stateToken)).hash
  return tied.only && ctx.app.settings.codes_need_state ? fail('stateRequired') : ''
}
