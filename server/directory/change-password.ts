import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { hashPassword } from '../password/index.ts'
import { getUser, keepPassword, passwordField } from './people.ts'
import { Type } from '../type.ts'

/** Wire: admin-and-integration 8.2. The page names no default of `pwd_must_modify`; that of making a user is true. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/tenant/users/:id/change-password',
  also: ['/api/v2/admin/users/:id/change-password'],
  about: 'Set a user’s password; every session ends',
  role: 'administrator',
  grant: 'user_all',
  body: Type.Object({
    password: passwordField('As the tenant’s policy has it.'),
    pwd_must_modify: Type.Boolean({ default: true, description: 'Whether it must be changed at the first sign-in with it.' }),
  }),
  reply: Type.Object({ user_id: Type.String() }),

  async handle({ ctx, body, params }) {
    const found = await getUser(ctx, params['id'])
    const hash = await hashPassword(ctx, found, body.password)
    await transact(ctx, async (ctx) => {
      const user = await getUser(ctx, found.id)
      await keepPassword(ctx, user, hash, body.pwd_must_modify)
      await recordAct(ctx, { event: 'user-password', subject: user.id, userId: user.id, after: { must_modify: body.pwd_must_modify } })
    })
    return { user_id: found.id }
  },
})
