/**
 * Pages of other origins at the engine's own addresses. It answers them itself, by the client that each call names; here is which
 * origins a client has, and what of its answers stays unsaid.
 */
import { foreignOrigin } from '../cors.ts'
import type { EngineContext } from './engine-types.ts'
import type { Around } from './engine.ts'

/** What a page may call. A token is looked into by servers only. */
const OPEN = new Set(['token', 'userinfo', 'revocation'])

export const isAdmitted = ({ world }: Around, { req }: EngineContext, origin: string, client: { origins: string[] }): boolean =>
  foreignOrigin(world, req.headers) === undefined || client.origins.includes(origin)

/** The engine allows `*` where nobody asked, and an origin everywhere until it knows the client. */
export async function withoutStrangers({ world }: Around, ctx: EngineContext, next: () => Promise<void>): Promise<void> {
  await next()
  if (ctx.oidc && OPEN.has(ctx.oidc.route) && foreignOrigin(world, ctx.req.headers) !== undefined) return
  ctx.remove('Access-Control-Allow-Origin')
  ctx.remove('Access-Control-Expose-Headers')
}
