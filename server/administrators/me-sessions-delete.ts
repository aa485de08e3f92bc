import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { recordOwn } from './acts.ts'
import { getSignedIn } from './sessions.ts'
import { removeOwnSession } from './store.ts'

/** Ours. However old the session that asks is: who is suspicious should not have to wait. */
export default adminEndpoint({
  method: 'DELETE',
  url: '/api/v2/admin/me/sessions/:sessionId',
  about: 'End a session of the administrator who asks',
  role: 'auditor',
  status: 204,

  async handle({ ctx, params, headers }) {
    const { administrator } = await getSignedIn(ctx, headers)
    const id = params['sessionId'] ?? ''
    await transact(ctx, async (ctx) => {
      if ((await removeOwnSession(ctx, { tenantId: EVERYWHERE, administratorId: administrator.id, id })) === 0) fail('sessionUnknown')
      await recordOwn(ctx, { event: 'own-session-end', subject: administrator.id, before: { session: id } })
    })
    return undefined
  },
})
