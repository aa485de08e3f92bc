import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { removeByHand } from '../mfa/index.ts'
import { getUser } from './people.ts'
import { Type } from '../type.ts'

/** Ours: for somebody who lost their telephone. Sessions stay; end them if the telephone was stolen. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/users/:id/factors/remove',
  about: 'Take one second factor away from a person, or all of them',
  role: 'administrator',
  grant: 'user_all',
  body: Type.Object({
    factor_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'As the person’s page has it. Absent: all.' })),
  }),
  reply: Type.Object({ removed: Type.Array(Type.String({ description: 'totp or passkey.' })) }),

  async handle({ ctx, body, params }) {
    return transact(ctx, async (ctx) => {
      const user = await getUser(ctx, params['id'])
      const removed = await removeByHand(ctx, user, body.factor_id)
      await recordAct(ctx, { event: 'user-factors-remove', subject: user.id, userId: user.id, before: { kinds: removed } })
      return { removed }
    })
  },
})
