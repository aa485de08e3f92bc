import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { enterBySocial, getSourceOf } from '../social/index.ts'
import { Type } from '../type.ts'

/** Wire: user-api 7.1 row 10. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/weibo',
  about: 'Sign in with Weibo, by the token its kit handed over',
  caller: 'app',
  body: Type.Object({
    access_token: Type.String({ minLength: 1, maxLength: 2048, description: 'From the kit in the application.' }),
    uid: Type.String({ minLength: 1, maxLength: 256, description: 'Compared with what Weibo says; never believed.' }),
  }),
  reply: LoginReply,

  handle: async ({ ctx, body }) =>
    enterBySocial(ctx, await getSourceOf(ctx, 'weibo'), { code: '', accessToken: body.access_token, openId: body.uid }),
})
