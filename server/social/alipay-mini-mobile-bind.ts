import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { LoginReply, loginReply } from '../session/index.ts'
import { Type } from '../type.ts'
import { bindGivenNumber } from './given-number.ts'

/** Wire: user-api 7.1 row 43. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/alipay-mini-mobile-bind',
  about: 'Bind a social account to the user of the number that an Alipay mini-program was given, and log in',
  caller: 'app',
  needsState: true,
  body: Type.Object({
    alipay_encrypt: Type.String({ minLength: 1, maxLength: 20_000, description: 'What my.getPhoneNumber answered, as it is.' }),
  }),
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const login = await bindGivenNumber(ctx, { stateToken, connector: 'alipay', given: { encrypted: body.alipay_encrypt }, may: 'bind' })
    return loginReply(ctx, login ?? fail('mobileUnknown'))
  },
})
