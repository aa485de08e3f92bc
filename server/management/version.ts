/** What stands for the state something is in: whoever sends it back says which state they have seen. */
import type { AdminCtx, Ground } from '../context.ts'
import { fail } from '../errors.ts'
import { Type } from '../type.ts'

/** Keyed: of settings that hold a password, a bare hash would let anybody who reads it try passwords against it. */
export const versionOf = (ctx: Ground, stored: unknown): string => ctx.secrets.mac('version', JSON.stringify(stored)).slice(0, 22)

export const VersionField = Type.String({ description: 'Of what is stored; to be sent back with a change.' })
/** In the body of a change. */
export const VersionSent = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'As it was read: what somebody else changed since is not overwritten (409). Absent: it is overwritten.',
  }),
)

/** Inside the transaction that changes it, once the tenant is held. */
export function checkVersion(ctx: AdminCtx, sent: string | undefined, stored: unknown): void {
  if (sent !== undefined && sent !== versionOf(ctx, stored)) fail('changedMeanwhile')
}
