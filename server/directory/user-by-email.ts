import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { listUsersByEmail } from '../users/index.ts'
import { UserObject, writeUser } from './user-object.ts'
import { Type } from '../type.ts'

/** Wire: admin-and-integration 8.2, of one twin product. Who has proven the address; else who claims it longest. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/tenant/users/user-by-email',
  about: 'A user, by e-mail address',
  role: 'auditor',
  grant: 'user_read',
  body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }) }),
  reply: UserObject,

  async handle({ ctx, body }) {
    const email = readEmail(body.email) ?? fail('emailInvalid')
    const [user] = await listUsersByEmail(ctx, { tenantId: ctx.tenant.id, email })
    return writeUser(ctx, user ?? fail('userUnknown'))
  },
})
