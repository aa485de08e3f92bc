/**
 * Nobody hands out more than they have: what an application's access token is good for, its administrator is good for. That holds for
 * whoever writes its permissions, and for whoever makes its secret, which is as good as the token.
 */
import { allows } from '../administrators/index.ts'
import { findAppRow } from '../apps/index.ts'
import type { AdminCtx } from '../context.ts'
import { fail } from '../errors.ts'
import { AppSettings, fill } from '../schema/documents.ts'

type Stored = { settings: string }
export const permissionsOf = (row: Stored | undefined): string[] => (row ? fill(AppSettings, JSON.parse(row.settings)).permissions : [])

/** Inside the transaction: `before` was there already, and stays whoever changes something else. */
export async function refuseGrants(ctx: AdminCtx, before: string[], after: string[]): Promise<void> {
  const { actor } = ctx
  if (actor.kind === 'administrator' && actor.role === 'owner') return
  const held = actor.kind === 'app' ? permissionsOf(await findAppRow(ctx, ctx.tenant.id, actor.clientId)) : ['all']
  const wanted = after.filter((it) => !before.includes(it)).find((it) => !allows(held, it))
  if (wanted) fail('permissionMissing', { needs: wanted })
}
