import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { attempt } from './acts.ts'
import { enter, EntryReply, holdAdministrator } from './entry.ts'
import { PasswordField } from './forms.ts'
import { changedMeanwhile, provePassword } from './passwords.ts'

/** Ours. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/session',
  about: 'Sign in to the console by password',
  role: 'anyone',
  body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }), password: PasswordField }),
  reply: EntryReply,

  handle: (handed) =>
    attempt(handed.ctx, 'session', async () => {
      const { email, password } = handed.body
      const proved = await provePassword(handed.ctx, email, password)
      return enter(handed, {
        method: 'pwd',
        first: true,
        counted: true,
        async who(ctx) {
          const administrator = await holdAdministrator(ctx, proved.id)
          // A sign-in that waited its turn must not outlive the change of the password it knew.
          return administrator.passwordHash === proved.passwordHash ? administrator : changedMeanwhile('credentialsWrong')
        },
      })
    }),
})
