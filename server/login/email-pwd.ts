import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { findByEmail } from '../password/index.ts'
import { LoginReply } from '../session/index.ts'
import { Type } from '../type.ts'
import { passwordField, signIn } from './by-password.ts'

/** Wire: user-api 7.1, row 4; path and fields as those of row 3. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/email-pwd',
  about: 'Sign in with an e-mail address and password',
  caller: 'app',
  body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }), password: passwordField }),
  missing: { password: 'passwordMissing' },
  reply: LoginReply,

  async handle({ ctx, body }) {
    const email = readEmail(body.email) ?? fail('emailInvalid')
    return signIn(ctx, await findByEmail(ctx, email), body.password, email)
  },
})
