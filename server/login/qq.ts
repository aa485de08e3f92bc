import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { enterBySocial, getSourceOf } from '../social/index.ts'
import { Type } from '../type.ts'

/** Wire: user-api 7.1 row 9. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/qq',
  about: 'Sign in with QQ, by the token its kit handed over',
  caller: 'app',
  body: Type.Object({
    access_token: Type.String({ minLength: 1, maxLength: 2048, description: 'From the kit in the application.' }),
    open_id: Type.String({ minLength: 1, maxLength: 256, description: 'Compared with what QQ says; never believed.' }),
  }),
  reply: LoginReply,

  handle: async ({ ctx, body }) =>
    enterBySocial(ctx, await getSourceOf(ctx, 'qq'), { code: '', accessToken: body.access_token, openId: body.open_id }),
})
