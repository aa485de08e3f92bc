import { listJourney } from '../audit/index.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import { EventField, showEvent } from './events.ts'
import { text, time } from './forms.ts'

/** Ours. What belongs together, from the first call to the last: a sign-in at a provider, the code, the binding. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/audit/journeys/:journeyId',
  about: 'One journey, from its first call to its last',
  role: 'auditor',
  grant: 'audit_read',
  reply: Type.Object({
    journey_id: text,
    began_at: time,
    ended_at: time,
    outcome: Type.String({ description: 'Of its last event.' }),
    events: Type.Array(EventField, { description: 'In the order in which they happened.' }),
  }),

  async handle({ ctx, params }) {
    const journeyId = params['journeyId'] ?? ''
    const events = await listJourney(ctx, { tenantId: ctx.tenant.id, journeyId })
    const [first, last] = [events[0], events.at(-1)]
    if (!first || !last) return fail('journeyUnknown')
    return {
      journey_id: journeyId,
      began_at: inSeconds(first.at),
      ended_at: inSeconds(last.at),
      outcome: last.outcome,
      events: events.map(showEvent),
    }
  },
})
