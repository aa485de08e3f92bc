import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { recordOwn } from './acts.ts'
import { writeCookie } from './cookie.ts'
import { getSignedIn } from './sessions.ts'
import { removeSession } from './store.ts'

/** Ours. */
export default adminEndpoint({
  method: 'DELETE',
  url: '/api/v2/admin/session',
  about: 'Sign out of the console',
  role: 'auditor',
  status: 204,

  async handle({ ctx, headers, say }) {
    const { session, administrator } = await getSignedIn(ctx, headers)
    await transact(ctx, async (ctx) => {
      await removeSession(ctx, { tenantId: EVERYWHERE, id: session.id })
      await recordOwn(ctx, { event: 'sign-out', subject: administrator.id })
    })
    writeCookie(ctx, say, '', 0)
    return undefined
  },
})
