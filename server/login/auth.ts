import { endpoint } from '../http.ts'
import { findByAccount } from '../password/index.ts'
import { LoginReply } from '../session/index.ts'
import { Type } from '../type.ts'
import { passwordField, signIn } from './by-password.ts'

/** Wire: user-api 7.1, row 2. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/auth',
  about: 'Sign in with a user name, mobile number or e-mail address, and password',
  caller: 'app',
  body: Type.Object({
    user_name: Type.String({ minLength: 1, maxLength: 320, description: 'A user name, a mobile number or an e-mail address.' }),
    password: passwordField,
  }),
  missing: { password: 'passwordMissing' },
  reply: LoginReply,

  async handle({ ctx, body }) {
    return signIn(ctx, await findByAccount(ctx, body.user_name), body.password, body.user_name)
  },
})
