import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { newId } from '../secrets.ts'
import { requireFresh } from '../session/index.ts'
import { createSecret } from './authenticator.ts'
import { getHolder, listFactors, lockHolder, requireKind } from './holder.ts'
import { addFactor, removeBegun } from './store.ts'
import { Type } from '../type.ts'

/** Ours. Nothing is asked for until `confirm` has seen a code. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/totp/enroll',
  about: 'Begin to set up an authenticator app',
  caller: 'session',
  body: Type.Object({ name: Type.Optional(Type.String({ maxLength: 64, description: 'For the list of factors.' })) }),
  reply: Type.Object({
    id: Type.String(),
    secret: Type.String({ description: 'To be typed: base32.' }),
    uri: Type.String({ description: 'To be scanned: otpauth://totp/…' }),
  }),

  async handle({ ctx, body, session }) {
    requireFresh(ctx, session)
    requireKind(ctx, 'totp')
    const user = await getHolder(ctx, session)
    const now = ctx.now()
    const key = { tenantId: ctx.tenant.id, userId: user.id, id: newId(now) }
    const made = await createSecret(ctx, key, user.userName)
    await transact(ctx, async (ctx) => {
      const holder = await lockHolder(ctx, session)
      if ((await listFactors(ctx, holder)).length >= ctx.tenant.settings.mfa.factors) fail('factorsFull')
      await removeBegun(ctx, key)
      await addFactor(ctx, {
        ...key,
        kind: 'totp',
        name: body.name?.trim() || 'TOTP',
        secret: made.sealed,
        credentialId: null,
        counter: 0,
        confirmedAt: null,
        createdAt: now,
        usedAt: null,
      })
    })
    return { id: key.id, secret: made.base32, uri: made.uri }
  },
})
