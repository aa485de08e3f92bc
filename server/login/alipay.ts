import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { enterBySocial, getSourceOf } from '../social/index.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.4.4 and 8.1: the one call of the published API that is version 3; its twin has it at version 2. */
export default endpoint({
  method: 'POST',
  url: '/api/v3/sdk/login/alipay',
  also: ['/api/v2/sdk/login/alipay'],
  about: 'Sign in with Alipay, by the code its app handed over',
  caller: 'app',
  body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 512 }) }),
  reply: LoginReply,

  handle: async ({ ctx, body }) => enterBySocial(ctx, await getSourceOf(ctx, 'alipay', ['mobile', 'website']), { code: body.code }),
})
