/** The owner of an account is told what was bound to it, and can undo it (threat row 10). */
import type { Ctx } from '../context.ts'
import { announce, keepUndo } from '../notices/index.ts'
import type { Identity, Method } from '../session/index.ts'
import type { User } from '../users/index.ts'
import { nameOfSource } from './sources.ts'

/** What is to be told once it is committed: `user` is the row from before. */
export type Notice = { user: User; sourceId: string; methods: Method[]; undo?: string | undefined }

/** Whoever binds reads the way they just proved; is there another, which only the owner reads? */
const isHeard = (user: User, methods: Method[]) =>
  (user.emailProvenAt !== null && !methods.includes('email')) || (user.mobileProvenAt !== null && !methods.includes('sms'))

/** Inside the transaction that ties the identity to an account that was there before; nothing when nobody would hear of it. */
export async function keepBound(ctx: Ctx, user: User, { sourceId, subject }: Identity, methods: Method[]): Promise<Notice | undefined> {
  if (!isHeard(user, methods)) return undefined
  const undo = await keepUndo(ctx, user.id, 'account_bound', { sourceId, subject })
  return { user, sourceId, methods, undo }
}

/** After its commit. */
export async function tellBound(ctx: Ctx, notice: Notice | undefined): Promise<void> {
  if (!notice) return
  const { user, sourceId, methods, undo } = notice
  const except = methods.find((it) => it === 'sms' || it === 'email')
  await announce(ctx, user, { kind: 'account_bound', detail: await nameOfSource(ctx, sourceId), undo, ...(except && { except }) })
}
