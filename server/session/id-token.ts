import { endpoint, header } from '../http.ts'
import { getSession } from './device.ts'
import { readMethods } from './amr.ts'
import { issueIdToken } from './finish.ts'
import { getLiveUser, renewSession } from './renew.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.10 and 7.1 call 47, the twin products' path; they name the header in two ways. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/sso/session-token/id-token',
  about: 'A fresh id_token for the session_token in the header; renews that too where the application says so',
  caller: 'app',
  reply: Type.Object({ session_token: Type.String(), expire: Type.Integer({ description: 'Unit: second.' }), id_token: Type.String() }),

  async handle({ ctx, headers }) {
    const token = header(headers, 'session-token') || header(headers, 'x-session-token')
    const session = await getSession(ctx, token)
    const methods = readMethods(session.methods)
    if (ctx.app.settings.rotate_session) {
      const renewed = await renewSession(ctx, session)
      return { session_token: renewed.token, expire: renewed.expire, id_token: await issueIdToken(ctx, renewed.user, session.id, methods) }
    }
    const user = await getLiveUser(ctx, session.userId)
    const expire = Math.floor((session.expiresAt - ctx.now()) / 1000)
    return { session_token: token, expire, id_token: await issueIdToken(ctx, user, session.id, methods) }
  },
})
