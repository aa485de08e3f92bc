import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { createSecret } from './authenticator.ts'
import { getSignedIn, requireFresh } from './sessions.ts'
import { beginTotp } from './store.ts'

/** Ours. Nothing is asked for until `confirm` has seen a code; beginning anew makes another secret. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/me/totp',
  about: 'Begin to set up one’s own authenticator app',
  role: 'auditor',
  reply: Type.Object({
    secret: Type.String({ description: 'To be typed: base32.' }),
    uri: Type.String({ description: 'To be scanned: otpauth://totp/…' }),
  }),

  async handle({ ctx, headers }) {
    const { session, administrator } = await getSignedIn(ctx, headers)
    requireFresh(ctx, session)
    const made = await createSecret(ctx, administrator)
    const begun = await transact(ctx, (ctx) => beginTotp(ctx, { tenantId: EVERYWHERE, id: administrator.id, totpPending: made.sealed }))
    if (begun === 0) fail('factorsFull')
    return { secret: made.base32, uri: made.uri }
  },
})
