import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { endSessionOfUser, endSessionsOfUser } from '../session/index.ts'
import { getUser } from './people.ts'
import { Type } from '../type.ts'

/** Ours. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/users/:id/sessions/end',
  about: 'End one session of a person, or all of them, with everything that came from them',
  role: 'administrator',
  grant: 'user_all',
  body: Type.Object({
    session_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'As the person’s page has it. Absent: all.' })),
  }),
  reply: Type.Object({ ended: Type.Integer({ description: 'How many.' }) }),

  async handle({ ctx, body, params }) {
    return transact(ctx, async (ctx) => {
      const user = await getUser(ctx, params['id'])
      const key = { tenantId: ctx.tenant.id, userId: user.id, now: ctx.now() }
      const id = body.session_id
      const ended = id === undefined ? await endSessionsOfUser(ctx, key) : await endSessionOfUser(ctx, { ...key, id })
      if (id !== undefined && ended === 0) fail('sessionUnknown')
      await recordAct(ctx, { event: 'user-sessions-end', subject: user.id, userId: user.id, after: { ended } })
      return { ended }
    })
  },
})
