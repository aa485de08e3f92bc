/** Who administers: a person by the cookie of the console, or an application's server by its access token. */
import { identifyServer } from '../apps/index.ts'
import { type AdminCtx, ground, type Role, roles, transact, type World } from '../context.ts'
import { fail } from '../errors.ts'
import { type Callers, header } from '../http.ts'
import type { AdminEndpoint } from '../http-admin.ts'
import { type Language, readLanguage } from '../languages/index.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { DEFAULT_TENANT, findTenant, findTenantOfName } from '../tenants/index.ts'
import { actorOf, attempt } from './acts.ts'
import { checkCsrf, checkEntry, checkOrigin } from './cookie.ts'
import { factorsOf } from './people.ts'
import { type Administrator, getSignedIn, type Session } from './sessions.ts'
import { touchSession } from './store.ts'

type Said = Parameters<Callers['admin']>[1]

/** Written down at most this often, in milliseconds: reading should not write. */
const SEEN_EVERY = 60_000

/** Of the whole server: no tenant is asked for, so that one that is gone keeps nobody from signing out. */
const OWN = /^\/api\/v2\/admin\/(first-run|invitation|session|me|administrators)(\/|$)/
/** What somebody may do who still has to set up a second factor. */
const ENROL = /^\/api\/v2\/admin\/(session|me)(\/|$)/

export async function identifyAdmin(world: World, said: Said, it: AdminEndpoint): Promise<AdminCtx> {
  if (it.role === 'anyone') {
    const ctx = await open(world, said, it, undefined)
    return attempt(ctx, eventOf(it), async () => {
      if (it.method !== 'GET') checkEntry(said.headers)
      return ctx
    })
  }
  if (header(said.headers, 'authorization')) return identifyApp(world, said, it)
  const { session, administrator } = await getSignedIn(world, said.headers)
  const ctx = await open(world, said, it, administrator)
  await attempt(ctx, eventOf(it), () => check(ctx, said, it, session, administrator))
  const now = ctx.now()
  if (session.seenAt + SEEN_EVERY <= now) {
    await transact(ctx, (ctx) => touchSession(ctx, { tenantId: EVERYWHERE, id: session.id, now }))
  }
  return ctx
}

/** In the audit trail, what was refused is named by its address. */
const eventOf = (it: AdminEndpoint): string => it.url.replace(/^\/api\/v2\/(admin\/)?/, '')

async function check(ctx: AdminCtx, said: Said, it: AdminEndpoint, session: Session, administrator: Administrator): Promise<void> {
  if (it.method !== 'GET') {
    checkOrigin(said.headers)
    checkCsrf(ctx, said.headers, session.tokenHash)
  }
  const needed = roles.indexOf(it.role as Role)
  if (roles.indexOf(administrator.role as Role) < needed) fail('permissionMissing', { needs: it.role })
  if (!ENROL.test(it.url) && (await mustEnrol(ctx, administrator))) fail('secondFactorNeeded')
}

/** Whether the server asks more of them than they have set up. */
export async function mustEnrol(ctx: AdminCtx, administrator: Administrator): Promise<boolean> {
  const { adminSecondFactor: who } = ctx.config
  if (who === 'asked' || (who === 'owners' && administrator.role !== 'owner')) return false
  return (await factorsOf(ctx, administrator)).length === 0
}

async function open(world: World, said: Said, it: AdminEndpoint, administrator: Administrator | undefined): Promise<AdminCtx> {
  const ctx = ground(world)
  const named = OWN.test(it.url) ? '' : header(said.headers, 'x-tenant-id')
  const tenant = (named ? await findTenant(ctx, named) : await findTenantOfName(ctx, DEFAULT_TENANT)) ?? fail('tenantUnknown')
  const own = administrator?.language as Language | null | undefined
  return {
    ...ctx,
    tenant,
    language: said.language ?? own ?? readLanguage(tenant.settings.language) ?? 'en',
    address: said.address,
    requestId: said.requestId,
    journey: { id: said.requestId },
    actor: administrator ? actorOf(administrator) : { kind: 'nobody' },
  }
}

async function identifyApp(world: World, said: Said, it: AdminEndpoint): Promise<AdminCtx> {
  const { app, ...ctx } = await identifyServer(world, said)
  if (!it.grant || !allows(app.settings.permissions, it.grant)) fail('permissionMissing', { needs: it.grant ?? it.role })
  return { ...ctx, actor: { kind: 'app', clientId: app.clientId } }
}

/** `user_all` holds `user_read`; `all` and `read` hold what is inside a tenant. */
export function allows(held: string[], wanted: string): boolean {
  const room = wanted.replace(/_(all|read)$/, '')
  if (held.includes(wanted) || held.includes(`${room}_all`)) return true
  if (room === 'tenant' || room === 'admin') return false
  return held.includes('all') || (wanted.endsWith('_read') && held.includes('read'))
}
