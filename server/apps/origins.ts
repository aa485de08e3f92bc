/** Where pages come from that may call: of all applications together, for the question that does not say of which. */
import { createCache } from '../cache.ts'
import { ground, type Ground, type World } from '../context.ts'
import { AppSettings, fill } from '../schema/documents.ts'
import { listSettingsWithOrigins } from './store.ts'

const cache = createCache<ReadonlySet<string>>()

export const forgetOrigins = (ctx: Ground): void => cache.forget(ctx)

/** Also of an application that is disabled: its page is told so by the call. */
export async function listOrigins(world: World): Promise<ReadonlySet<string>> {
  const ctx = ground(world)
  const load = async () => {
    const rows = await listSettingsWithOrigins(ctx, {})
    return new Set(rows.flatMap((it) => fill(AppSettings, JSON.parse(it.settings)).origins))
  }
  return (await cache.get(ctx, 'all', load)) ?? new Set()
}
