import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { renameFactor } from './store.ts'
import { Type } from '../type.ts'

/** Ours. A name opens nothing: any session will do. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/factors/rename',
  about: 'Give an authenticator app or a passkey another name',
  caller: 'session',
  body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }), name: Type.String({ minLength: 1, maxLength: 64 }) }),

  async handle({ ctx, body, session }) {
    const name = body.name.trim() || fail('paramMissing', { name: 'name' })
    const key = { tenantId: ctx.tenant.id, userId: session.userId, id: body.id }
    const renamed = await transact(ctx, (ctx) => renameFactor(ctx, { ...key, name }))
    if (renamed === 0) fail('factorUnknown')
    return undefined
  },
})
