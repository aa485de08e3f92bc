import { adminEndpoint } from '../http-admin.ts'
import { erasePerson } from './erasing.ts'
import { getUser } from './people.ts'

/** Wire: admin-and-integration 8.2. What goes is gone: as `erase` of the console. */
export default adminEndpoint({
  method: 'DELETE',
  url: '/api/v2/tenant/users/:id',
  about: 'Erase a user, with every trace of the person',
  role: 'administrator',
  grant: 'user_all',
  status: 204,

  async handle({ ctx, params }) {
    await erasePerson(ctx, await getUser(ctx, params['id']))
    return undefined
  },
})
