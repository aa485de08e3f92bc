import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { onceMore } from '../profile/index.ts'
import { lockUser } from '../users/index.ts'
import { changePerson, getUser, PersonFields, readPerson, saidFields, versionOf } from './people.ts'
import { Type } from '../type.ts'

/**
 * Ours. Of two edits of the same version one is kept, and the other told: the user's row is held before its version is
 * looked at.
 */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/admin/users/:id',
  about: 'Change a person, unless somebody else has meanwhile',
  role: 'administrator',
  grant: 'user_all',
  body: Type.Object({
    ...PersonFields,
    version: Type.String({ minLength: 1, maxLength: 64, description: 'As the person’s page had it.' }),
  }),
  reply: Type.Object({ user_id: Type.String(), version: Type.String({ description: 'The new one.' }) }),

  async handle({ ctx, body, params }) {
    const { version, ...said } = body
    const id = params['id'] ?? ''
    const user = await onceMore(() =>
      transact(ctx, async (ctx) => {
        await lockUser(ctx, { tenantId: ctx.tenant.id, id, now: ctx.now() })
        const user = await getUser(ctx, id)
        if (versionOf(user) !== version) fail('changedMeanwhile')
        await changePerson(ctx, user, readPerson(ctx, said, user, false))
        await recordAct(ctx, { event: 'user-change', subject: user.id, userId: user.id, after: { fields: saidFields(said) } })
        return getUser(ctx, id)
      }),
    )
    return { user_id: user.id, version: versionOf(user) }
  },
})
