import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { unbindByHand } from '../social/index.ts'
import { getUser } from './people.ts'
import { maskSubject } from './person-page.ts'
import { Type } from '../type.ts'

/** Ours. By the id of the binding, or by the source and the id there. Sessions that a social account opened end. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/users/:id/unbind',
  about: 'Take a social account away from a person; also their last way in',
  role: 'administrator',
  grant: 'user_all',
  body: Type.Object({
    account_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'As the person’s page has it.' })),
    source_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    subject: Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: 'The whole id at the provider.' })),
  }),
  reply: Type.Object({ unbound: Type.Integer({ description: 'How many: with those the provider shares the id of.' }) }),

  async handle({ ctx, body, params }) {
    const { account_id, source_id, subject } = body
    if (account_id === undefined && source_id === undefined) fail('paramMissing', { name: 'account_id' })
    if (account_id === undefined && subject === undefined) fail('paramMissing', { name: 'subject' })
    return transact(ctx, async (ctx) => {
      const user = await getUser(ctx, params['id'])
      const gone = await unbindByHand(ctx, user.id, (it) =>
        account_id === undefined ? it.sourceId === source_id && it.subject === subject : it.id === account_id,
      )
      const before = { accounts: gone.map((it) => ({ source_id: it.sourceId, subject: maskSubject(it.subject) })) }
      const sourceId = gone[0]?.sourceId
      await recordAct(ctx, { event: 'user-unbind', subject: user.id, userId: user.id, ...(sourceId && { sourceId }), before })
      return { unbound: gone.length }
    })
  },
})
