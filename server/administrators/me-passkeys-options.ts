import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { createChallenge, CreationOptions, creationOptions } from '../mfa/index.ts'
import { Type } from '../type.ts'
import { entityOf, listHeld, MOST, partyOf, TIMEOUT } from './passkeys.ts'
import { getSignedIn, requireFresh } from './sessions.ts'
import { askOfSession, listPasskeyRows } from './store.ts'

/** Ours: PublicKeyCredentialCreationOptionsJSON. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/me/passkeys/options',
  about: 'What a browser needs to make a passkey for the administrator who asks',
  role: 'auditor',
  reply: Type.Object({ options: CreationOptions }),

  async handle({ ctx, headers }) {
    const { session, administrator } = await getSignedIn(ctx, headers)
    requireFresh(ctx, session)
    if ((await listPasskeyRows(ctx, { tenantId: EVERYWHERE, administratorId: administrator.id })).length >= MOST) fail('factorsFull')
    const challenge = createChallenge()
    await transact(ctx, (ctx) => askOfSession(ctx, { tenantId: EVERYWHERE, id: session.id, challenge }))
    const held = await listHeld(ctx, administrator.id)
    const rp = { id: partyOf(ctx).id, name: 'Bowline' }
    return { options: creationOptions(rp, entityOf(ctx, administrator), held, challenge, TIMEOUT) }
  },
})
