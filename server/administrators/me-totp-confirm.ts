import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { attempt, recordOwn } from './acts.ts'
import { giveBackTry, proveCode } from './authenticator.ts'
import { CodeField } from './forms.ts'
import { getSignedIn, requireFresh } from './sessions.ts'
import { confirmTotp } from './store.ts'

/** Ours. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/me/totp/confirm',
  about: 'Show that one’s own authenticator app works: from now on its codes are asked for',
  role: 'auditor',
  status: 204,
  body: Type.Object({ code: CodeField }),

  handle: ({ ctx, body, headers }) =>
    attempt(ctx, 'me/totp/confirm', async () => {
      const { session, administrator } = await getSignedIn(ctx, headers)
      requireFresh(ctx, session)
      const { id, totpPending } = administrator
      if (totpPending === null) return fail('factorUnknown')
      const step = await proveCode(ctx, { ...administrator, totpCounter: 0 }, totpPending, body.code)
      await transact(ctx, async (ctx) => {
        if ((await confirmTotp(ctx, { tenantId: EVERYWHERE, id, totpPending, step })) === 0) fail('factorUnknown')
        await giveBackTry(ctx, id)
        await recordOwn(ctx, { event: 'own-factor-add', subject: id, after: { kind: 'totp' } })
      })
      return undefined
    }),
})
