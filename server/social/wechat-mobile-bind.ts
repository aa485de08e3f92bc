import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { LoginReply, loginReply } from '../session/index.ts'
import { Type } from '../type.ts'
import { bindGivenNumber } from './given-number.ts'

/** Wire: user-api 7.1 row 42. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/wechat-mobile-bind',
  about: 'Bind a social account to the user of the number that a WeChat mini-program was given, and log in',
  caller: 'app',
  needsState: true,
  body: Type.Object({
    wechat_code: Type.Optional(Type.String({ maxLength: 512, description: 'From the button that asks for the number.' })),
    wchat_code: Type.Optional(Type.String({ maxLength: 512, description: 'The same, as one published page spells it.' })),
  }),
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const code = body.wechat_code || body.wchat_code || fail('paramMissing', { name: 'wechat_code' })
    const login = await bindGivenNumber(ctx, { stateToken, connector: 'wechat', given: { code }, may: 'bind' })
    return loginReply(ctx, login ?? fail('mobileUnknown'))
  },
})
