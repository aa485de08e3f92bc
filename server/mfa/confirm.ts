import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { announce } from '../notices/index.ts'
import { requireFresh } from '../session/index.ts'
import { proveStep, spendStep } from './authenticator.ts'
import { lockHolder, recount, requireKind } from './holder.ts'
import { findBegun } from './store.ts'
import { Type } from '../type.ts'

/** Ours. From here on the authenticator is asked for. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/totp/confirm',
  about: 'Show that a new authenticator app works',
  caller: 'session',
  body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }), code: Type.String({ minLength: 1, maxLength: 16 }) }),
  missing: { code: 'codeMissing' },

  async handle({ ctx, body, session }) {
    requireFresh(ctx, session)
    requireKind(ctx, 'totp')
    const begun = (await findBegun(ctx, { tenantId: ctx.tenant.id, userId: session.userId, id: body.id })) ?? fail('factorUnknown')
    const shown = await proveStep(ctx, session.userId, [begun], body.code)
    const holder = await transact(ctx, async (ctx) => {
      const user = await lockHolder(ctx, session)
      await spendStep(ctx, shown)
      await recount(ctx, user)
      await record(ctx, { event: 'factor-add', outcome: 'SUCCESS', userId: user.id, detail: { kind: 'totp', id: begun.id } })
      return user
    })
    await announce(ctx, holder, { kind: 'factor_added', detail: begun.name })
    return undefined
  },
})
