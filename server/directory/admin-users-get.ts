import { adminEndpoint } from '../http-admin.ts'
import { findPeople, states } from './finding.ts'
import { Listed, writeListed } from './person-page.ts'
import { Type } from '../type.ts'

/**
 * Ours. Found is whose user name, name, e-mail address, number (in any writing) or id begins so. A page may be shorter than
 * asked: only `next` says whether there is more.
 */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/users',
  about: 'Find people: by how a user name, a name, an address, a number or an id begins; without a query the newest first',
  role: 'auditor',
  grant: 'user_read',
  query: Type.Object({
    query: Type.String({ default: '', maxLength: 100 }),
    state: Type.Enum(['', ...states], { default: '', description: 'Empty: both.' }),
    cursor: Type.String({ default: '', maxLength: 2000, description: 'What the page before had as next.' }),
    limit: Type.Integer({ default: 20, minimum: 1, maximum: 100 }),
  }),
  reply: Type.Object({ users: Type.Array(Type.Object(Listed)), next: Type.Union([Type.String(), Type.Null()]) }),

  async handle({ ctx, query }) {
    const { users, next } = await findPeople(ctx, { ...query, state: query.state || undefined })
    return { users: users.map(writeListed), next }
  },
})
