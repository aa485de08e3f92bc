import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { enterByCode } from './by-code.ts'
import { Type } from '../type.ts'

/** Wire: user-api 7.1 row 6. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/email-verify-code',
  about: 'Sign in with an e-mail address and the code sent to it',
  caller: 'app',
  body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }), verify_code: Type.String({ minLength: 1, maxLength: 16 }) }),
  missing: { verify_code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body }) {
    return enterByCode(ctx, { email: readEmail(body.email) ?? fail('emailInvalid') }, body.verify_code)
  },
})
