import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { checkPassword, hashPassword, tryPassword } from '../password/index.ts'
import { getUser, keepPassword, passwordField } from './people.ts'
import { Type } from '../type.ts'

/** Wire: admin-and-integration 8.2. A wrong old password counts as at a sign-in, and is locked out like one. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/tenant/users/:id/change-password-verify',
  about: 'Change a user’s password, with the one before; every session ends',
  role: 'administrator',
  grant: 'user_all',
  body: Type.Object({ password: passwordField('The new one.'), old_password: passwordField('The one before.') }),
  reply: Type.Object({ user_id: Type.String() }),

  async handle({ ctx, body, params }) {
    const found = await getUser(ctx, params['id'])
    if (found.passwordSetAt === null) fail('passwordUnset')
    checkPassword(ctx, found, body.password)
    const proof = await tryPassword(ctx, found, body.old_password)
    if ('left' in proof) return fail('oldPasswordWrong', { left: proof.left })
    const hash = await hashPassword(ctx, found, body.password)
    await transact(ctx, async (ctx) => {
      const user = await getUser(ctx, found.id)
      await keepPassword(ctx, user, hash, false, proof.hash)
      await recordAct(ctx, { event: 'user-password', subject: user.id, userId: user.id, after: { with_old: true } })
    })
    return { user_id: found.id }
  },
})
