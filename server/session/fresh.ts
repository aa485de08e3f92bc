/** What may not be done on a session that somebody left open (threat row 21). */
import type { Ctx } from '../context.ts'
import { fail } from '../errors.ts'
import type { Session } from '../http.ts'

/** The sign-in must be recent; signing in again makes a new session, and that is the step up. */
export function requireFresh(ctx: Ctx, session: Session): void {
  const { fresh_for } = ctx.tenant.settings.accounts
  if (fresh_for > 0 && ctx.now() - session.createdAt > fresh_for * 1000) fail('freshLoginNeeded')
}
