import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { endSessionOfUser } from './store.ts'
import { Type } from '../type.ts'

/**
 * Ours. However old the session that asks is (threat row 21): ending gives nobody anything, and whoever finds a
 * stranger in the list must be able to throw them out at once.
 */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/sessions/end',
  about: 'End one of the sessions of the person who asks, with everything that came from it',
  caller: 'session',
  body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'As the list of sessions has it.' }) }),

  async handle({ ctx, body, session }) {
    await transact(ctx, async (ctx) => {
      const ended = await endSessionOfUser(ctx, { tenantId: ctx.tenant.id, userId: session.userId, id: body.id, now: ctx.now() })
      // Another user's, another tenant's and one that is over are answered alike (threat row 22).
      if (ended === 0) fail('sessionUnknown')
      await record(ctx, { event: 'session-end', outcome: 'SUCCESS', userId: session.userId, detail: { session: body.id } })
    })
    return undefined
  },
})
