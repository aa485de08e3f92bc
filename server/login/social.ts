import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { answerFields, enterBySocial, readAnswer } from '../social/index.ts'
import { Type } from '../type.ts'

/** Ours: one way in for every source. The answer is that of login/wechat (user-api 2.4.3). */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/social',
  about: 'Sign in with a social account of any source',
  caller: 'app',
  needsState: 'optional',
  body: Type.Object({
    ...answerFields,
    code: Type.String({ minLength: 1, maxLength: 4096, description: 'Authorization code of the provider.' }),
  }),
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const { offered, proof, begun } = await readAnswer(ctx, body, stateToken)
    return enterBySocial(ctx, offered, proof, begun)
  },
})
