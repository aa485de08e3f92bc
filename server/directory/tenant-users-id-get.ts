import { adminEndpoint } from '../http-admin.ts'
import { getUser } from './people.ts'
import { UserObject, writeUser } from './user-object.ts'

/** Wire: admin-and-integration 8.2. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/tenant/users/:id',
  about: 'A user, by id',
  role: 'auditor',
  grant: 'user_read',
  reply: UserObject,

  async handle({ ctx, params }) {
    return writeUser(ctx, await getUser(ctx, params['id']))
  },
})
