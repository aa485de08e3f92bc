import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { closeState, requireFresh } from '../session/index.ts'
import { Type } from '../type.ts'
import { findUser } from '../users/index.ts'
import { linkAccount } from './accounts.ts'
import { answerFields, readAnswer } from './authorization.ts'
import { identityOf } from './judge.ts'
import { keepBound, tellBound } from './owner.ts'
import { identify } from './sources.ts'

/** Ours: the other half of unbind-account. Neither edition has such a call (user-api 2.5.5). */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/bind-account',
  about: 'Bind a further social account to whoever is logged in',
  caller: 'session',
  needsState: 'optional',
  body: Type.Object({
    ...answerFields,
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 4096, description: 'Authorization code of the provider.' })),
    access_token: Type.Optional(
      Type.String({ minLength: 1, maxLength: 4096, description: 'Instead of a code: the token its kit was given.' }),
    ),
    open_id: Type.Optional(Type.String({ maxLength: 256, description: 'Beside that token: the id its kit was told.' })),
  }),

  async handle({ ctx, body, stateToken, session }) {
    requireFresh(ctx, session)
    if (!body.code && !body.access_token) fail('paramMissing', { name: 'code' })
    const { offered, proof, begun } = await readAnswer(ctx, body, stateToken)
    const identity = identityOf(offered.source, await identify(ctx, offered, proof))
    const notice = await transact(ctx, async (ctx) => {
      if (begun) await closeState(ctx, begun)
      const user = await findUser(ctx, ctx.tenant.id, session.userId)
      if (!user || user.disabledAt !== null) return fail('sessionInvalid')
      const added = await linkAccount(ctx, identity, user.id)
      await record(ctx, { event: 'bind', outcome: 'SUCCESS', userId: user.id, sourceId: identity.sourceId, came: { bound: added } })
      return added ? keepBound(ctx, user, identity, []) : undefined
    })
    await tellBound(ctx, notice)
    return undefined
  },
})
