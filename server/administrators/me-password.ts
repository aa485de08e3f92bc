import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { attempt, recordOwn } from './acts.ts'
import { PasswordField } from './forms.ts'
import { changedMeanwhile, checkPassword, hashPassword, provePassword, uncountEntry } from './passwords.ts'
import { getSignedIn } from './sessions.ts'
import { changeHash, removeSessions } from './store.ts'

/** Ours. The old password counts as at a sign-in: a console left open is no place to guess it. Every other session ends. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/me/password',
  about: 'Change one’s own password',
  role: 'auditor',
  status: 204,
  body: Type.Object({ old_password: PasswordField, password: PasswordField }),

  handle: ({ ctx, body, headers }) =>
    attempt(ctx, 'me/password', async () => {
      const { session, administrator } = await getSignedIn(ctx, headers)
      const { id, email } = administrator
      checkPassword(email, body.password)
      const proved = await provePassword(ctx, email, body.old_password, 'oldPasswordWrong')
      const passwordHash = await hashPassword(ctx, email, body.password)
      await transact(ctx, async (ctx) => {
        const changed = await changeHash(ctx, { tenantId: EVERYWHERE, id, passwordHash, instead: proved.passwordHash })
        if (changed === 0) changedMeanwhile('oldPasswordWrong')
        await removeSessions(ctx, { tenantId: EVERYWHERE, administratorId: id, keep: session.id })
        await uncountEntry(ctx)
        await recordOwn(ctx, { event: 'own-password', subject: id })
      })
    }),
})
