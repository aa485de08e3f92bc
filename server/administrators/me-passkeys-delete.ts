import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { recordOwn } from './acts.ts'
import { getSignedIn, requireFresh } from './sessions.ts'
import { removePasskey } from './store.ts'

/** Ours. The password stays a way in: no passkey is ever the last one. */
export default adminEndpoint({
  method: 'DELETE',
  url: '/api/v2/admin/me/passkeys/:passkeyId',
  about: 'Remove a passkey of the administrator who asks',
  role: 'auditor',
  status: 204,

  async handle({ ctx, params, headers }) {
    const { session, administrator } = await getSignedIn(ctx, headers)
    requireFresh(ctx, session)
    const id = params['passkeyId'] ?? ''
    await transact(ctx, async (ctx) => {
      if ((await removePasskey(ctx, { tenantId: EVERYWHERE, administratorId: administrator.id, id })) === 0) fail('factorUnknown')
      await recordOwn(ctx, { event: 'own-factor-remove', subject: administrator.id, before: { kind: 'passkey', id } })
    })
    return undefined
  },
})
