import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { enterBySocial, getSourceOf } from '../social/index.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.4.3. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/wechat',
  about: 'Sign in with WeChat, by the code its app handed over',
  caller: 'app',
  body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 512 }) }),
  reply: LoginReply,

  handle: async ({ ctx, body }) =>
    enterBySocial(ctx, await getSourceOf(ctx, 'wechat', ['mobile', 'website', 'official_account']), { code: body.code }),
})
