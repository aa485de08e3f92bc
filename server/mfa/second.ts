/** The second step of a sign-in: whose it is, what counts against it, and how it ends. */
import { record } from '../audit/index.ts'
import { type Ctx, transact } from '../context.ts'
import { type ErrorName, failBecause, Failure } from '../errors.ts'
import {
  closeState,
  failState,
  finishLogin,
  loginReply,
  numberOf,
  type Method,
  openState,
  type Pending,
  secondMethods,
  shownOf,
} from '../session/index.ts'
import { keepBound, linkAccount, tellBound, waitForPerson } from '../social/index.ts'
import { findUser, renewMobile, type User } from '../users/index.ts'

/** A state token of the purpose MFA_AUTH, by its hash. */
export type Waiting = { hash: string; payload: Pending['MFA_AUTH'] }

/** Who waits under this state token, if this way is open to them: set up, wanted by the tenant, and another than the first. */
export async function getWaiting(ctx: Ctx, stateToken: string, method: Method): Promise<Waiting & { user: User }> {
  const { hash, payload } = await openState(ctx, ['MFA_AUTH'], stateToken)
  const user = (await findUser(ctx, ctx.tenant.id, payload.userId)) ?? failBecause('the user is gone', 'stateTokenInvalid')
  requireOpen(ctx, user, payload, method)
  return { hash, payload, user }
}

function requireOpen(ctx: Ctx, user: User, { methods }: Waiting['payload'], method: Method): void {
  if (!secondMethods(ctx, user, methods).includes(method)) failBecause(`${method} is not open to this user`, 'factorUnknown')
}

/** What is a wrong try, and no fault of the clock or of the form. A wrong code that was sent is counted where it is compared. */
const tries: ErrorName[] = ['factorWrong', 'factorElsewhere', 'passkeyInvalid']

/** A wrong try counts against the state token it was made under (threat row 6). */
export async function countTries<T>(ctx: Ctx, hash: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (reason) {
    if (reason instanceof Failure && tries.includes(reason.error)) await failState(ctx, hash)
    throw reason
  }
}

/**
 * The factor was shown: `spend` uses it up, and all or nothing follows. A social account that waited for this is tied
 * now, and never before: somebody who has the number alone must not get hold of the account (threat row 10). `take` is
 * what writes to the user's row: after everything else that is waited for, as wherever accounts are tied (PostgreSQL).
 */
export async function finishSecond(
  ctx: Ctx,
  { hash, payload }: Waiting,
  method: Method,
  spend: (ctx: Ctx) => Promise<void>,
  take?: (ctx: Ctx) => Promise<void>,
) {
  const { userId, sourceId, link, number } = payload
  const how = { methods: [...payload.methods, method], ...(sourceId && { sourceId }), ...(link && { link }) }
  const { login, notice } = await transact(ctx, async (ctx) => {
    await spend(ctx)
    if (link) await waitForPerson(ctx, link)
    await take?.(ctx)
    await closeState(ctx, { hash })
    const user = (await findUser(ctx, ctx.tenant.id, userId)) ?? failBecause('the user is gone', 'stateTokenInvalid')
    requireOpen(ctx, user, payload, method)
    const login = await finishLogin(ctx, user, how)
    // A further factor may be missing still: then it waits on, in the next state token.
    const isDone = login.status !== 'ACCESS_DENIED' && login.status !== 'MFA_AUTH'
    // The number it began with was proven, and this is its user: it has not changed hands.
    if (number === numberOf(ctx, user) && isDone) await renewMobile(ctx, user)
    const added = link && isDone && (await linkAccount(ctx, link, userId))
    const notice = added ? await keepBound(ctx, user, link, shownOf(how)) : undefined
    await record(ctx, {
      event: 'mfa',
      outcome: login.status,
      userId,
      ...(sourceId && { sourceId }),
      detail: { method, bound: Boolean(added) },
    })
    return { login, notice }
  })
  await tellBound(ctx, notice)
  return loginReply(ctx, login)
}
