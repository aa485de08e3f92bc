import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { LoginReply, loginReply } from '../session/index.ts'
import { Type } from '../type.ts'
import { bindGivenNumber } from './given-number.ts'

/** Wire: user-api 7.1 row 43. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/alipay-mini-mobile-register-bind',
  about: 'As alipay-mini-mobile-bind, creating the user if there is none',
  caller: 'app',
  needsState: true,
  body: Type.Object({
    alipay_encrypt: Type.String({ minLength: 1, maxLength: 20_000, description: 'What my.getPhoneNumber answered, as it is.' }),
  }),
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const login = await bindGivenNumber(ctx, {
      stateToken,
      connector: 'alipay',
      given: { encrypted: body.alipay_encrypt },
      may: 'register',
    })
    return loginReply(ctx, login ?? fail('registrationClosed'))
  },
})
