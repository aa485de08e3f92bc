import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { findUser } from '../users/index.ts'
import { eraseAgain, erasePerson } from './erasing.ts'
import { Type } from '../type.ts'

/** Ours. Asked again, it answers the same proof: whoever lost the first answer need not wonder. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/users/:id/erase',
  about: 'Erase a person for good: every trace but the trail of what was done, which no longer says whose it was',
  role: 'administrator',
  grant: 'user_all',
  body: Type.Object({ confirm: Type.String({ minLength: 1, maxLength: 64, description: 'The user name, exactly.' }) }),
  reply: Type.Object({
    user_id: Type.String(),
    erased_at: Type.Integer({ description: 'Seconds since 1970.' }),
    rows: Type.Object(
      {},
      { additionalProperties: { type: 'integer' }, description: 'Rows that went, by table; of audit_events those that were blanked.' },
    ),
  }),

  async handle({ ctx, body, params }) {
    const user = await findUser(ctx, ctx.tenant.id, params['id'] ?? '')
    if (!user) return eraseAgain(ctx, params['id'] ?? '')
    if (user.userName !== body.confirm) fail('eraseUnconfirmed')
    return erasePerson(ctx, user)
  },
})
