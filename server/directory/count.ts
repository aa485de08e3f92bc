import { adminEndpoint } from '../http-admin.ts'
import { countPeople, MOST_COUNTED, states } from './finding.ts'
import { Type } from '../type.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/users/count',
  about: 'How many people a search would find, as far as it is worth counting',
  role: 'auditor',
  grant: 'user_read',
  query: Type.Object({
    query: Type.String({ default: '', maxLength: 100 }),
    state: Type.Enum(['', ...states], { default: '', description: 'Empty: both.' }),
  }),
  reply: Type.Object({
    count: Type.Integer({ description: `At most ${MOST_COUNTED}.` }),
    more: Type.Boolean({ description: 'Whether there may be more than that.' }),
  }),

  async handle({ ctx, query }) {
    return countPeople(ctx, query.query, query.state || undefined)
  },
})
