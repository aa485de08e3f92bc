import { adminEndpoint } from '../http-admin.ts'
import { switchUser } from './switching.ts'
import { Type } from '../type.ts'

/** Wire: admin-and-integration 8.2. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/tenant/users/:id/enable',
  also: ['/api/v2/admin/users/:id/enable'],
  about: 'Let a user in again',
  role: 'administrator',
  grant: 'user_all',
  reply: Type.Object({ user_id: Type.String() }),

  async handle({ ctx, params }) {
    return { user_id: await switchUser(ctx, params['id'], true) }
  },
})
