/** Changes that their owner may undo for a while: kept with what was before, found by the token of a notice. */
import type { Ctx, Ground } from '../context.ts'
import { hashToken, randomToken } from '../secrets.ts'
import { addChange, findChange, useChange, voidChanges } from './store.ts'

/** What was before a change, by its kind: what undoing needs, and nothing else. */
export type Before = {
  /** Which social account was tied. */
  account_bound: { sourceId: string; subject: string }
  /** The former number or address; null when there was none. */
  mobile_changed: { mobile: string | null; provenAt: number | null }
  /** A number that grew old and was given to whoever proved it, the user `to`. */
  mobile_released: { mobile: string; provenAt: number; to: string }
  email_changed: { email: string | null; provenAt: number | null }
}
export type UndoKind = keyof Before

/** One of each kind: the compiler knows what was before from the kind. */
export type Change = { [K in UndoKind]: { hash: string; userId: string; kind: K; before: Before[K]; createdAt: number } }[UndoKind]

type Where = Ground & Pick<Ctx, 'tenant'>

const context = (tenantId: string, hash: string) => `change ${tenantId} ${hash}`

/**
 * The token for `announce`; nothing where the tenant lets nothing be undone. Inside the transaction that makes the
 * change, so that neither exists without the other.
 */
export async function keepUndo<K extends UndoKind>(ctx: Ctx, userId: string, kind: K, before: Before[K]): Promise<string | undefined> {
  const { notices, undo_for } = ctx.tenant.settings.accounts
  if (!notices || undo_for === 0) return undefined
  const token = randomToken(32)
  const hash = hashToken(token)
  const now = ctx.now()
  const detail = ctx.secrets.seal(context(ctx.tenant.id, hash), JSON.stringify(before))
  await addChange(ctx, { tenantId: ctx.tenant.id, hash, userId, kind, detail, now, expiresAt: now + undo_for * 1000 })
  return token
}

/** What a token would undo; nothing when it is none of this tenant's, was used, or is too old. */
export async function findUndo(ctx: Where, token: string): Promise<Change | undefined> {
  const tenantId = ctx.tenant.id
  const row = await findChange(ctx, { tenantId, hash: hashToken(token), now: ctx.now() })
  if (!row) return undefined
  const { hash, userId, kind, createdAt } = row
  return { hash, userId, kind, createdAt, before: JSON.parse(ctx.secrets.unseal(context(tenantId, hash), row.detail)) } as Change
}

/**
 * Spends it, inside the transaction that undoes: of any number at once, one gets true. Later changes of the same kind
 * lose their links: whoever made this one had a hand in those, and got their notices.
 */
export async function spendUndo(ctx: Where, change: Change): Promise<boolean> {
  const tenantId = ctx.tenant.id
  const now = ctx.now()
  if ((await useChange(ctx, { tenantId, hash: change.hash, now })) === 0) return false
  if (change.kind !== 'account_bound')
    await voidChanges(ctx, { tenantId, userId: change.userId, kind: change.kind, since: change.createdAt, now })
  return true
}
