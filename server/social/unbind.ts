import { endpoint } from '../http.ts'
import { Type } from '../type.ts'
import { socialTypeOf } from './sources.ts'
import { unbind } from './unbinding.ts'

/** Wire: user-api 7.1 row 46; weixin is a website, an application and a mini-program. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/unbind',
  about: 'Take a social account away from whoever is logged in, by its type and its id at the provider',
  caller: 'session',
  body: Type.Object({
    social_uid: Type.String({ minLength: 1, maxLength: 1024 }),
    social_type: Type.String({ minLength: 1, maxLength: 64 }),
  }),

  async handle({ ctx, body, session }) {
    const { social_uid, social_type } = body
    await unbind(ctx, session, (account, source) => account.subject === social_uid && socialTypeOf(source) === social_type)
    return undefined
  },
})
