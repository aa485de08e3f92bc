import type { Ctx } from '../context.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { type Method, readMethods, requireFresh } from '../session/index.ts'
import { Type } from '../type.ts'
import type { User } from '../users/index.ts'
import { change, getUser, passwordField, tellOwner } from './changes.ts'
import { hashPassword, tryPassword } from './passwords.ts'

/** Wire: user-api 7.1, row 29. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/pwd/change',
  about: 'Change the own password by the old one, or set a first one',
  caller: 'session',
  body: Type.Object({
    old_password: Type.Optional(Type.String({ maxLength: 256, description: 'Absent when none is set: pwd/check-exist says so.' })),
    new_password: passwordField('The new one.'),
  }),
  missing: { new_password: 'passwordMissing' },

  async handle({ ctx, session, body }) {
    const user = await getUser(ctx, session.userId)
    // The old password is proof enough. Where there is none, a session that was left open is none (threat row 21).
    if (user.passwordSetAt === null && !body.old_password) requireFresh(ctx, session)
    const instead = await proveOld(ctx, user, body.old_password ?? '')
    const hash = await hashPassword(ctx, user, body.new_password)
    const shown: Method[] = [...readMethods(session.methods), ...(instead === null ? [] : (['pwd'] as const))]
    await transact(ctx, async (ctx) =>
      change(ctx, await getUser(ctx, user.id), hash, { outcome: instead === null ? 'set' : 'changed', shown, keep: session.id, instead }),
    )
    await tellOwner(ctx, user)
  },
})

/** What the new one may take the place of: the hash that was proven, or nothing. */
async function proveOld(ctx: Ctx, user: User, old: string): Promise<string | null> {
  if (user.passwordSetAt === null) return old ? fail('passwordUnset') : null
  if (!old) return fail('paramMissing', { name: 'old_password' })
  const proof = await tryPassword(ctx, user, old)
  return 'left' in proof ? fail('oldPasswordWrong', proof) : proof.hash
}
