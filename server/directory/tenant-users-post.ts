import { adminEndpoint } from '../http-admin.ts'
import { makeUser } from './making.ts'
import { OrgFields, passwordField, PersonFields, refuseOrganizations } from './people.ts'
import { Type } from '../type.ts'

/**
 * Wire: admin-and-integration 8.2. A number or an address that comes without a word on its proof counts as proven: the
 * published service has no other kind, and people sign in with it at once.
 */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/tenant/users',
  about: 'Make a user',
  role: 'administrator',
  grant: 'user_all',
  status: 201,
  body: Type.Object({
    ...PersonFields,
    ...OrgFields,
    user_name: Type.String({ minLength: 1, maxLength: 64, description: '3 to 64 letters, digits or . _ - @; not a number.' }),
    mobile: Type.String({ minLength: 1, maxLength: 64, description: 'In any writing.' }),
    password: Type.Optional(Type.Union([passwordField('As the tenant’s policy has it.'), Type.Null()])),
    pwd_must_modify: Type.Boolean({ default: true, description: 'Whether the password must be changed at the first sign-in with it.' }),
  }),
  reply: Type.Object({ user_id: Type.String() }),

  async handle({ ctx, body }) {
    refuseOrganizations(body)
    return { user_id: await makeUser(ctx, body, true) }
  },
})
