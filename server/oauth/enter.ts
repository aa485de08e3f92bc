/** From a request of ours to the engine of the tenant it is for. */
import { ground } from '../context.ts'
import { Failure } from '../errors.ts'
import type { HANDED_OVER } from '../handover.ts'
import type { Bare } from '../http.ts'
import { issuerOf } from '../tenants/index.ts'
import { engineOf } from './engine.ts'
import { tenantOf } from './tenant.ts'

/** `path` comes behind the issuer; the query is as it came, or what is given instead. */
export async function enter(
  { world, params, host, url, address, handOver }: Bare,
  path: string,
  query?: string,
): Promise<typeof HANDED_OVER> {
  const tenant = await tenantOf(world, params, host)
  if (!tenant) throw new Failure('pathUnknown', {})
  const engine = await engineOf(world, tenant)
  const asked = query ?? /\?.*$/.exec(url)?.[0] ?? ''
  const answer = engine.callback()
  return handOver(
    (request, reply) => {
      // Where a trusted proxy says they come from, for rules about that.
      Object.assign(request, { clientAddress: address })
      return answer(request, reply)
    },
    { base: issuerOf(ground(world), tenant), path: `${path}${asked}` },
  )
}
