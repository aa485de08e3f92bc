import { type Ground, transact } from '../context.ts'
import { readInstance, writeInstance } from './store.ts'

/** The tenant of a fresh installation, and of every host name that is no other tenant's. */
export const DEFAULT_TENANT = 'default'

const KEY = 'master key check'
const TEXT = 'bowline'

/**
 * Whether this master key is the one the database was written with. Told at start, once, instead of at
 * the first sign-in. Of several first starts at once, one writes and all compare.
 */
export async function checkMasterKey(ctx: Ground): Promise<boolean> {
  await transact(ctx, async (ctx) => {
    if (!(await readInstance(ctx, { key: KEY }))) await writeInstance(ctx, { key: KEY, value: ctx.secrets.seal(KEY, TEXT) })
  })
  const row = await readInstance(ctx, { key: KEY })
  try {
    return ctx.secrets.unseal(KEY, row?.value ?? '') === TEXT
  } catch {
    return false
  }
}
