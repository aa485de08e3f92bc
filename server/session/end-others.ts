import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { endpoint } from '../http.ts'
import { endOtherSessions } from './store.ts'

/** Ours. However old the session that asks is, as `sessions/end`. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/sessions/end-others',
  about: 'End all sessions of the person who asks but this one, with everything that came from them',
  caller: 'session',

  async handle({ ctx, session }) {
    await transact(ctx, async (ctx) => {
      const ended = await endOtherSessions(ctx, { tenantId: ctx.tenant.id, userId: session.userId, keep: session.id, now: ctx.now() })
      await record(ctx, { event: 'session-end', outcome: 'SUCCESS', userId: session.userId, detail: { ended } })
    })
    return undefined
  },
})
