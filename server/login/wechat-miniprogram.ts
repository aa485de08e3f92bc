import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { enterBySocial, getSourceOf } from '../social/index.ts'
import { Type } from '../type.ts'

/** Wire: user-api 7.1 row 13. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/wechat-miniprogram',
  about: 'Sign in with WeChat in a mini-program, by the code of wx.login',
  caller: 'app',
  body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 512 }) }),
  reply: LoginReply,

  handle: async ({ ctx, body }) => enterBySocial(ctx, await getSourceOf(ctx, 'wechat', ['mini_program']), { code: body.code }),
})
