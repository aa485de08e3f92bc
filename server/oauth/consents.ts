/** What somebody once agreed that an application may know, for as long as it holds. */
import { type Ground, transact } from '../context.ts'
import { findRecord, putRecord } from './store.ts'

/** A year: then they are asked again. In milliseconds. */
const HOLDS = 365 * 86_400_000

/** Under a keyed hash: of somebody who is erased nothing tells who it was. */
const keyOf = (ctx: Ground, tenantId: string, userId: string, clientId: string) => ({
  tenantId,
  kind: 'Consent',
  hash: ctx.secrets.mac('consent', userId, clientId),
})

export async function hasAgreed(ctx: Ground, tenantId: string, userId: string, clientId: string, scopes: string[]): Promise<boolean> {
  const row = await findRecord(ctx, { ...keyOf(ctx, tenantId, userId, clientId), now: ctx.now() })
  const agreed = row ? (JSON.parse(row.payload) as { scopes: string[] }).scopes : []
  return row !== undefined && scopes.every((it) => agreed.includes(it))
}

export async function agree(ctx: Ground, tenantId: string, userId: string, clientId: string, scopes: string[]): Promise<void> {
  const key = keyOf(ctx, tenantId, userId, clientId)
  await transact(ctx, (ctx) =>
    putRecord(ctx, { ...key, grantHash: null, payload: JSON.stringify({ scopes }), expiresAt: ctx.now() + HOLDS }),
  )
}
