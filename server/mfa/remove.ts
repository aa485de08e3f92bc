import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { announce } from '../notices/index.ts'
import { requireFresh } from '../session/index.ts'
import { listFactors, lockHolder, recount, requireWayIn } from './holder.ts'
import { removeFactor } from './store.ts'
import { Type } from '../type.ts'

/** Ours. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/factors/remove',
  about: 'Remove an authenticator app or a passkey',
  caller: 'session',
  body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'As the list of factors has it.' }) }),

  async handle({ ctx, body, session }) {
    requireFresh(ctx, session)
    const { user, name } = await transact(ctx, async (ctx) => {
      const user = await lockHolder(ctx, session)
      const key = { tenantId: ctx.tenant.id, userId: user.id, id: body.id }
      const factor = (await listFactors(ctx, user)).find((it) => it.id === body.id) ?? fail('factorUnknown')
      await removeFactor(ctx, key)
      await requireWayIn(ctx, user, await recount(ctx, user))
      await record(ctx, { event: 'factor-remove', outcome: 'SUCCESS', userId: user.id, detail: { kind: factor.kind, id: factor.id } })
      return { user, name: factor.name }
    })
    await announce(ctx, user, { kind: 'factor_removed', detail: name })
    return undefined
  },
})
