import { searchEvents } from '../audit/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { EventField, EventQuery, readWanted, scopeOf, showEvent } from './events.ts'

/** Ours. A page may be shorter than asked: only `next` says whether there is more. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/audit',
  about: 'What happened, the newest first',
  role: 'auditor',
  grant: 'audit_read',
  query: Type.Object({
    ...EventQuery,
    cursor: Type.String({ default: '', maxLength: 64, description: 'What the page before had as next.' }),
    limit: Type.Integer({ default: 50, minimum: 1, maximum: 200 }),
  }),
  reply: Type.Object({ events: Type.Array(EventField), next: Type.Union([Type.String(), Type.Null()]) }),

  async handle({ ctx, query }) {
    const { cursor, limit, scope, ...asked } = query
    const { events, next } = await searchEvents(scopeOf(ctx, scope), readWanted({ ...asked, scope }), { cursor, limit })
    return { events: events.map(showEvent), next }
  },
})
