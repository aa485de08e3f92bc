import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { endpoint } from '../http.ts'
import { endSession } from '../session/index.ts'

/** Wire: user-api 2.4.5. Everything issued from the session dies with it. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/logout',
  about: 'End the session that is logged in',
  caller: 'session',

  async handle({ ctx, session }) {
    await transact(ctx, async (ctx) => {
      await endSession(ctx, { tenantId: ctx.tenant.id, id: session.id, now: ctx.now() })
      await record(ctx, { event: 'logout', outcome: 'SUCCESS', userId: session.userId })
    })
    return undefined
  },
})
