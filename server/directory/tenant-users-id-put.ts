import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { hashPassword } from '../password/index.ts'
import { onceMore } from '../profile/index.ts'
import {
  changePerson,
  getUser,
  keepPassword,
  OrgFields,
  passwordField,
  PersonFields,
  readPerson,
  refuseOrganizations,
  saidFields,
} from './people.ts'
import { lockUser } from '../users/index.ts'
import { Type } from '../type.ts'

/** Wire: admin-and-integration 8.2. What is left out stays. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/tenant/users/:id',
  about: 'Change a user',
  role: 'administrator',
  grant: 'user_all',
  body: Type.Object({
    ...PersonFields,
    ...OrgFields,
    password: Type.Optional(Type.Union([passwordField('As the tenant’s policy has it. Ends every session.'), Type.Null()])),
    pwd_must_modify: Type.Optional(Type.Boolean({ description: 'With a password only; true if absent.' })),
  }),
  reply: Type.Object({ user_id: Type.String() }),

  async handle({ ctx, body, params }) {
    refuseOrganizations(body)
    const found = await getUser(ctx, params['id'])
    const hash = body.password ? await hashPassword(ctx, found, body.password) : undefined
    await onceMore(() =>
      transact(ctx, async (ctx) => {
        await lockUser(ctx, { tenantId: ctx.tenant.id, id: found.id, now: ctx.now() })
        const user = await getUser(ctx, found.id)
        await changePerson(ctx, user, readPerson(ctx, body, user, true))
        if (hash) await keepPassword(ctx, user, hash, body.pwd_must_modify ?? true)
        await recordAct(ctx, { event: 'user-change', subject: user.id, userId: user.id, after: { fields: saidFields(body) } })
      }),
    )
    return { user_id: found.id }
  },
})
