import { adminEndpoint } from '../http-admin.ts'
import { makeUser } from './making.ts'
import { passwordField, PersonFields } from './people.ts'
import { Type } from '../type.ts'

/** Ours. As the published call, but a number may be missing, and nothing is proven that is not said to be. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/users',
  about: 'Make a user, from the console',
  role: 'administrator',
  grant: 'user_all',
  status: 201,
  body: Type.Object({
    ...PersonFields,
    user_name: Type.String({ minLength: 1, maxLength: 64, description: '3 to 64 letters, digits or . _ - @; not a number.' }),
    password: Type.Optional(Type.Union([passwordField('As the tenant’s policy has it.'), Type.Null()])),
    pwd_must_modify: Type.Boolean({ default: true, description: 'Whether the password must be changed at the first sign-in with it.' }),
  }),
  reply: Type.Object({ user_id: Type.String() }),

  async handle({ ctx, body }) {
    return { user_id: await makeUser(ctx, body, false) }
  },
})
