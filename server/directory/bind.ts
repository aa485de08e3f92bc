import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { linkAccount, listSources } from '../social/index.ts'
import { lockUser } from '../users/index.ts'
import { getUser } from './people.ts'
import { maskSubject } from './person-page.ts'
import { Type } from '../type.ts'

/** Ours. By hand: nobody asks the provider, so the trail says who did it. A source that is switched off can be prepared. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/users/:id/bind',
  about: 'Tie a social account to a person by hand',
  role: 'administrator',
  grant: 'user_all',
  body: Type.Object({
    source_id: Type.String({ minLength: 1, maxLength: 64 }),
    subject: Type.String({
      minLength: 1,
      maxLength: 1024,
      description: 'The person’s id at the provider, exactly as the provider says it.',
    }),
  }),
  reply: Type.Object({ bound: Type.Boolean({ description: 'False: it was theirs already.' }) }),

  async handle({ ctx, body, params }) {
    const { source_id: sourceId, subject } = body
    if (!(await listSources(ctx, ctx.tenant.id)).some((it) => it.id === sourceId)) fail('sourceUnknown')
    return transact(ctx, async (ctx) => {
      await lockUser(ctx, { tenantId: ctx.tenant.id, id: params['id'] ?? '', now: ctx.now() })
      const user = await getUser(ctx, params['id'])
      const bound = await linkAccount(ctx, { sourceId, subject }, user.id)
      if (bound)
        await recordAct(ctx, { event: 'user-bind', subject: user.id, userId: user.id, sourceId, after: { subject: maskSubject(subject) } })
      return { bound }
    })
  },
})
