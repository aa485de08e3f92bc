import { adminEndpoint } from '../http-admin.ts'
import { switchUser } from './switching.ts'
import { Type } from '../type.ts'

/** Wire: admin-and-integration 8.2. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/tenant/users/:id/disable',
  also: ['/api/v2/admin/users/:id/disable'],
  about: 'Keep a user out; every session ends at once',
  role: 'administrator',
  grant: 'user_all',
  reply: Type.Object({ user_id: Type.String() }),

  async handle({ ctx, params }) {
    return { user_id: await switchUser(ctx, params['id'], false) }
  },
})
