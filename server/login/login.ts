import { endpoint } from '../http.ts'
import { findByUserName } from '../password/index.ts'
import { LoginReply } from '../session/index.ts'
import { Type } from '../type.ts'
import { passwordField, signIn } from './by-password.ts'

/** Wire: user-api 2.4.1. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login',
  about: 'Sign in with a user name and password',
  caller: 'app',
  body: Type.Object({ user_name: Type.String({ minLength: 1, maxLength: 320 }), password: passwordField }),
  missing: { password: 'passwordMissing' },
  reply: LoginReply,

  async handle({ ctx, body }) {
    return signIn(ctx, await findByUserName(ctx, body.user_name), body.password, body.user_name)
  },
})
