/** Who administers: an application's server by its access token. */
import { identifyServer } from '../apps/index.ts'
import type { AdminCtx, World } from '../context.ts'
import { fail } from '../errors.ts'
import { type Callers, header } from '../http.ts'
import type { AdminEndpoint } from '../http-admin.ts'

type Said = Parameters<Callers['admin']>[1]

export async function identifyAdmin(world: World, said: Said, it: AdminEndpoint): Promise<AdminCtx> {
  if (!header(said.headers, 'authorization')) fail('adminSessionInvalid')
  const { app, ...ctx } = await identifyServer(world, said)
  if (!it.grant || !allows(app.settings.permissions, it.grant)) fail('permissionMissing', { needs: it.grant ?? it.role })
  return { ...ctx, actor: { kind: 'app', clientId: app.clientId } }
}

/** `user_all` holds `user_read`; `all` and `read` hold what is inside a tenant. */
function allows(held: string[], wanted: string): boolean {
  const room = wanted.replace(/_(all|read)$/, '')
  if (held.includes(wanted) || held.includes(`${room}_all`)) return true
  if (room === 'tenant' || room === 'admin') return false
  return held.includes('all') || (wanted.endsWith('_read') && held.includes('read'))
}
