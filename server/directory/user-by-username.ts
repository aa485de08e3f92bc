import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { findUserByName } from '../users/index.ts'
import { UserObject, writeUser } from './user-object.ts'
import { Type } from '../type.ts'

/** Wire: admin-and-integration 8.2. Capital and small letters are the same. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/tenant/users/user-by-username',
  about: 'A user, by user name',
  role: 'auditor',
  grant: 'user_read',
  body: Type.Object({ user_name: Type.String({ minLength: 1, maxLength: 64 }) }),
  reply: UserObject,

  async handle({ ctx, body }) {
    return writeUser(ctx, (await findUserByName(ctx, { tenantId: ctx.tenant.id, userName: body.user_name })) ?? fail('userUnknown'))
  },
})
