/** A new session token for a session that goes on: same id, same user, the old token dead. */
import { record } from '../audit/index.ts'
import { type Ctx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { hashToken, randomToken } from '../secrets.ts'
import { findUser, type User } from '../users/index.ts'
import { sessionLifetime } from './finish.ts'
import { rotateSession } from './store.ts'

export async function renewSession(
  ctx: Ctx,
  session: { userId: string; tokenHash: string },
): Promise<{ token: string; expire: number; user: User }> {
  const token = randomToken(32)
  const expire = sessionLifetime(ctx)
  return transact(ctx, async (ctx) => {
    const user = await getLiveUser(ctx, session.userId)
    const now = ctx.now()
    const renewed = await rotateSession(ctx, {
      tenantId: ctx.tenant.id,
      tokenHash: session.tokenHash,
      newHash: hashToken(token),
      expiresAt: now + expire * 1000,
      now,
    })
    if (renewed === 0) fail('sessionInvalid')
    await record(ctx, { event: 'session-refresh', outcome: 'SUCCESS', userId: user.id })
    return { token, expire, user }
  })
}

/** The user of a session; a disabled one has no use of what they still hold. */
export async function getLiveUser(ctx: Ctx, userId: string): Promise<User> {
  const user = await findUser(ctx, ctx.tenant.id, userId)
  return user && user.disabledAt === null ? user : fail('sessionInvalid')
}
