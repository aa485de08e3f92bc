import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { recordOwn } from './acts.ts'
import { getSignedIn } from './sessions.ts'
import { removeSessions } from './store.ts'

/** Ours. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/me/sessions/end-others',
  about: 'End all sessions of the administrator who asks but this one',
  role: 'auditor',
  status: 204,

  async handle({ ctx, headers }) {
    const { session, administrator } = await getSignedIn(ctx, headers)
    await transact(ctx, async (ctx) => {
      const ended = await removeSessions(ctx, { tenantId: EVERYWHERE, administratorId: administrator.id, keep: session.id })
      await recordOwn(ctx, { event: 'own-session-end', subject: administrator.id, before: { others: ended } })
    })
    return undefined
  },
})
