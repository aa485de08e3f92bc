import { endpoint } from '../http.ts'
import { Type } from '../type.ts'
import { getUser } from './changes.ts'

/** Wire: user-api 7.1, row 28. Documented as a string, and a boolean in every sample. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/pwd/check-exist',
  about: 'Whether the user has a password',
  caller: 'session',
  reply: Type.Object({ is_set_pwd: Type.Boolean() }),

  async handle({ ctx, session }) {
    return { is_set_pwd: (await getUser(ctx, session.userId)).passwordSetAt !== null }
  },
})
