import { endpoint } from '../http.ts'
import { Type } from '../type.ts'
import { unbind } from './unbinding.ts'

/** Wire: user-api 2.5.4. The id is that of the list. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/unbind-account',
  about: 'Take a social account away from whoever is logged in, by its id',
  caller: 'session',
  body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }),

  async handle({ ctx, body, session }) {
    await unbind(ctx, session, (account) => account.id === body.id)
    return undefined
  },
})
