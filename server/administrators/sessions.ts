/** Sessions of the console: random tokens in a cookie, of which the database keeps the hash. */
import type { AdminCtx, World } from '../context.ts'
import { type Ground, ground } from '../context.ts'
import { fail, failBecause } from '../errors.ts'
import type { Said } from '../http.ts'
import { header } from '../http.ts'
import { EVERYWHERE } from '../limits/index.ts'
import type { Schema } from '../schema/tables.ts'
import { hashToken, newId, randomToken } from '../secrets.ts'
import { readToken } from './cookie.ts'
import { addSession, findAdministrator, findSession } from './store.ts'

export type Session = Schema['adminSessions']
export type Administrator = Schema['administrators']

const MINUTE = 60_000
/** From the sign-in to its end, whatever happens in between. */
const LONGEST = 12 * 60 * MINUTE
/** Since it was used last. */
export const IDLE = 60 * MINUTE
/** To show the second factor, or a passkey. */
const HALF = 10 * MINUTE
/** A change of one's own factors wants a sign-in this young (threat row 21). */
const FRESH = 15 * MINUTE

/** `second`: the password was right, a second factor is missing; `asked`: a passkey was asked for, of nobody known. */
export type State = 'full' | 'second' | 'asked'

export const lifetimeOf = (state: State): number => (state === 'full' ? LONGEST : HALF)

/** A new one, inside the transaction that decides to begin it. Every rise of privilege is a new one, with a new token. */
export async function startSession(
  ctx: Ground & Pick<AdminCtx, 'address'>,
  headers: Said['headers'],
  it: { administratorId: string | null; state: State; challenge?: string },
): Promise<{ token: string; tokenHash: string }> {
  const token = randomToken(43)
  const tokenHash = hashToken(token)
  const now = ctx.now()
  await addSession(ctx, {
    tenantId: EVERYWHERE,
    id: newId(now),
    tokenHash,
    administratorId: it.administratorId,
    state: it.state,
    challenge: it.challenge ?? null,
    agent: header(headers, 'user-agent').slice(0, 512),
    address: ctx.address,
    createdAt: now,
    seenAt: now,
    expiresAt: now + lifetimeOf(it.state),
  })
  return { token, tokenHash }
}

/** The live session of the cookie, however far it has come. */
export async function findOpen(world: World, headers: Said['headers']): Promise<Session | undefined> {
  const token = readToken(world, headers)
  const session = token ? await findSession(ground(world), { tenantId: EVERYWHERE, tokenHash: hashToken(token) }) : undefined
  const now = world.now()
  return session && session.expiresAt > now && session.seenAt + IDLE > now ? session : undefined
}

/** Who is signed in, as they are now; disabled and removed ones are not. */
export async function getSignedIn(world: World, headers: Said['headers']): Promise<{ session: Session; administrator: Administrator }> {
  const session = (await findOpen(world, headers)) ?? fail('adminSessionInvalid')
  if (session.state !== 'full') failBecause('the sign-in is not complete', 'adminSessionInvalid')
  const administrator = await findAdministrator(ground(world), { tenantId: EVERYWHERE, id: session.administratorId ?? '' })
  if (!administrator || administrator.disabledAt !== null)
    return failBecause('the administrator is gone or disabled', 'adminSessionInvalid')
  return { session, administrator }
}

export function requireFresh(ctx: Ground, session: Session): void {
  if (session.createdAt + FRESH <= ctx.now()) fail('freshLoginNeeded')
}
