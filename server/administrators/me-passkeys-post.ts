import { transact } from '../context.ts'
import { fail, failBecause } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { CreationForm, readAttestation } from '../mfa/index.ts'
import { newId } from '../secrets.ts'
import { Type } from '../type.ts'
import { attempt, recordOwn } from './acts.ts'
import { holdAdministrator } from './entry.ts'
import { MOST, partyOf, sealKept } from './passkeys.ts'
import { getSignedIn, requireFresh } from './sessions.ts'
import { addPasskey, answerSession, listPasskeyRows } from './store.ts'

/** Ours: WebAuthn level 2, section 7.1. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/me/passkeys',
  about: 'Keep a passkey that was made',
  role: 'auditor',
  status: 201,
  body: Type.Object({
    credential: CreationForm,
    name: Type.Optional(Type.String({ maxLength: 64, description: 'For the list of passkeys.' })),
  }),
  reply: Type.Object({ id: Type.String() }),

  handle: ({ ctx, body, headers }) =>
    attempt(ctx, 'me/passkeys', async () => {
      const { session, administrator } = await getSignedIn(ctx, headers)
      requireFresh(ctx, session)
      const challenge = session.challenge ?? failBecause('passkey: none was to be made', 'passkeyInvalid')
      const made = await readAttestation(partyOf(ctx), challenge, body.credential)
      const now = ctx.now()
      const key = { tenantId: EVERYWHERE, administratorId: administrator.id, id: newId(now) }
      const name = body.name?.trim() || 'Passkey'
      const { credentialId, counter } = made
      await transact(ctx, async (ctx) => {
        await holdAdministrator(ctx, administrator.id)
        const answered = await answerSession(ctx, { tenantId: EVERYWHERE, id: session.id, challenge })
        if (answered === 0) failBecause('passkey: this was answered already', 'passkeyInvalid')
        if ((await listPasskeyRows(ctx, key)).length >= MOST) fail('factorsFull')
        const added = await addPasskey(ctx, { ...key, name, credentialId, secret: sealKept(ctx, key, made.kept), counter, createdAt: now })
        if (added === 0) failBecause('passkey: kept already', 'passkeyInvalid')
        await recordOwn(ctx, { event: 'own-factor-add', subject: administrator.id, after: { kind: 'passkey', id: key.id, name } })
      })
      return { id: key.id }
    }),
})
