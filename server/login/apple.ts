import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { enterBySocial, getSourceOf } from '../social/index.ts'
import { Type } from '../type.ts'

/** Wire: user-api 7.1 row 11. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/apple',
  about: 'Sign in with Apple, by the code its kit handed over',
  caller: 'app',
  body: Type.Object({
    code: Type.String({ minLength: 1, maxLength: 2048 }),
    user: Type.Optional(Type.String({ maxLength: 2048, description: 'As Apple handed it over, once: the name.' })),
  }),
  reply: LoginReply,

  handle: async ({ ctx, body }) =>
    enterBySocial(ctx, await getSourceOf(ctx, 'apple'), { code: body.code, ...(body.user && { user: body.user }) }),
})
