import { adminEndpoint } from '../http-admin.ts'
import { getUser } from './people.ts'
import { Person, writePerson } from './person-page.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/users/:id',
  about: 'A person: profile, what is proven, accounts, live sessions, second factors, and what happened lately',
  role: 'auditor',
  grant: 'user_read',
  reply: Person,

  async handle({ ctx, params }) {
    return writePerson(ctx, await getUser(ctx, params['id']))
  },
})
