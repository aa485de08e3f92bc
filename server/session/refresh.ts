import { endpoint } from '../http.ts'
import { deviceFields, getSession } from './device.ts'
import { readMethods } from './amr.ts'
import { issueIdToken } from './finish.ts'
import { renewSession } from './renew.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.9.3. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/tenant/sso/session-token/refresh',
  about: 'A new session_token for a live one; the old one is dead from then on',
  caller: 'server',
  body: Type.Object({ session_token: Type.String({ minLength: 1, maxLength: 128 }), ...deviceFields }),
  reply: Type.Object({ session_token: Type.String(), id_token: Type.String(), expire: Type.Integer({ description: 'Unit: second.' }) }),

  async handle({ ctx, body }) {
    const session = await getSession(ctx, body.session_token)
    const { token, expire, user } = await renewSession(ctx, session)
    return { session_token: token, id_token: await issueIdToken(ctx, user, session.id, readMethods(session.methods)), expire }
  },
})
