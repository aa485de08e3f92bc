import { endpoint } from '../http.ts'
import { readMethods } from './amr.ts'
import { issueIdToken } from './finish.ts'
import { getLiveUser } from './renew.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.10, the original product's path. Writes nothing but the nonce of its signature. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/session-token/refresh-id-token',
  about: 'A fresh id_token for the session that is logged in',
  caller: 'session',
  reply: Type.Object({ id_token: Type.String() }),

  async handle({ ctx, session }) {
    return { id_token: await issueIdToken(ctx, await getLiveUser(ctx, session.userId), session.id, readMethods(session.methods)) }
  },
})
