/** The end of every way in: a session takes the place of the one before it, the cookie goes out, the answer is written. */
import { type AdminCtx, transact } from '../context.ts'
import { failBecause } from '../errors.ts'
import type { AdminHanded } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { actorOf, recordOwn } from './acts.ts'
import { csrfOf, writeCookie } from './cookie.ts'
import { uncountEntry } from './passwords.ts'
import { factorsOf, Self, showSelf } from './people.ts'
import { type Administrator, findOpen, lifetimeOf, type Session, startSession, type State } from './sessions.ts'
import { findAdministrator, lockAdministrator, markLogin, removeSession } from './store.ts'

export const EntryReply = Type.Object({
  status: Type.Enum(['SUCCESS', 'MFA_AUTH'], { description: 'MFA_AUTH: a second factor is still to be shown.' }),
  csrf_token: Type.String({ description: 'To be sent as X-CSRF-token with whatever is no GET.' }),
  administrator: Type.Optional(Self),
  factors: Type.Optional(Type.Array(Type.String(), { description: 'With MFA_AUTH: totp, passkey.' })),
})

export type Entering = Pick<AdminHanded<never, never>, 'ctx' | 'headers' | 'say'>

type How = {
  /** Who comes in; inside the transaction, where whatever proved it is spent. */
  who(ctx: AdminCtx): Promise<Administrator>
  /** What they showed: pwd, totp, passkey, link. */
  method: string
  /** The sign-in that this ends: of two endings at once, one finds it. */
  ends?: Session
  /** Whether one factor more is asked of those who have one. */
  first?: boolean
  /** Whether this was counted as a try from this address. */
  counted?: boolean
}

export async function enter({ ctx, headers, say }: Entering, how: How) {
  // The session this browser had: a cookie has room for one.
  const before = how.ends ?? (await findOpen(ctx, headers))
  const done = await transact(ctx, async (ctx) => {
    const administrator = await how.who(ctx)
    if (before) {
      const found = await removeSession(ctx, { tenantId: EVERYWHERE, id: before.id })
      if (how.ends && found === 0) failBecause('the sign-in was ended by another request', 'adminSessionInvalid')
    }
    const factors = await factorsOf(ctx, administrator)
    const state: State = how.first && factors.length > 0 ? 'second' : 'full'
    const session = await startSession(ctx, headers, { administratorId: administrator.id, state })
    if (state === 'full') await markLogin(ctx, { tenantId: EVERYWHERE, id: administrator.id, now: ctx.now() })
    if (how.counted) await uncountEntry(ctx)
    const status = state === 'full' ? ('SUCCESS' as const) : ('MFA_AUTH' as const)
    const self = { ...ctx, actor: actorOf(administrator) }
    await recordOwn(self, { event: 'sign-in', subject: administrator.id, after: { status, method: how.method } })
    return { administrator, factors, state, status, session }
  })
  writeCookie(ctx, say, done.session.token, lifetimeOf(done.state))
  return {
    status: done.status,
    csrf_token: csrfOf(ctx, done.session.tokenHash),
    ...(done.state === 'full' ? { administrator: await showSelf(ctx, done.administrator) } : { factors: done.factors }),
  }
}

/** Inside a transaction: the administrator as they are now, and until this commits. */
export async function holdAdministrator(ctx: AdminCtx, id: string): Promise<Administrator> {
  const key = { tenantId: EVERYWHERE, id }
  await lockAdministrator(ctx, key)
  const administrator = await findAdministrator(ctx, key)
  return administrator && administrator.disabledAt === null
    ? administrator
    : failBecause('the administrator is gone or disabled', 'adminSessionInvalid')
}
