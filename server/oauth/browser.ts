/** The session of a browser: a cookie with a session token of ours, good for the pages and for the OpenID provider of one tenant. */
import type { Ground } from '../context.ts'
import { readCookie } from '../cookies.ts'
import type { Said } from '../http.ts'
import type { Tenant } from '../schema/documents.ts'
import { hashToken } from '../secrets.ts'
import { findSessionByToken } from '../session/index.ts'
import { addressOf } from '../tenants/index.ts'
import { findUser, type User } from '../users/index.ts'

const NAME = 'bowline_session'

/**
 * A Set-Cookie that stays on the tenant's own addresses, out of reach of scripts, and is sent along when people come by a link
 * but not when another site posts. `age` in milliseconds: 0 takes it away, nothing ends with the browser.
 */
export function writeCookie(ctx: Ground, tenant: Tenant, name: string, value: string, age?: number): string {
  const { protocol, pathname } = new URL(addressOf(ctx, tenant))
  const kept = age === undefined ? '' : `; Max-Age=${Math.floor(age / 1000)}`
  return `${name}=${value}; Path=${pathname}${kept}; HttpOnly; SameSite=Lax${protocol === 'https:' ? '; Secure' : ''}`
}

export const writeSession = (ctx: Ground, tenant: Tenant, token: string, age: number): string => writeCookie(ctx, tenant, NAME, token, age)
export const dropSession = (ctx: Ground, tenant: Tenant): string => writeCookie(ctx, tenant, NAME, '', 0)

type Row = NonNullable<Awaited<ReturnType<typeof findSessionByToken>>>
export type Browser = { session: Row; token: string; user: User }

/** Who is signed in in this browser; nobody when the session was ended, wherever that was, or its user is disabled. */
export async function findBrowser(ctx: Ground, tenant: Tenant, headers: Said['headers']): Promise<Browser | undefined> {
  const token = readCookie(headers, NAME)
  const session = token ? await findSessionByToken(ctx, { tenantId: tenant.id, tokenHash: hashToken(token), now: ctx.now() }) : undefined
  const user = session && (await findUser(ctx, tenant.id, session.userId))
  return session && user && user.disabledAt === null ? { session, token, user } : undefined
}
