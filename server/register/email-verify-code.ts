import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { code, OptionalFields, register, unprovenMobile } from './registration.ts'
import { Type } from '../type.ts'

/** Wire: user-api 7.1 row 16. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/register/email-verify-code',
  about: 'Register with an e-mail address and the code sent to it, and log in',
  caller: 'app',
  body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }), verify_code: code, mobile: unprovenMobile, ...OptionalFields }),
  missing: { verify_code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body }) {
    return register(ctx, body, { email: readEmail(body.email) ?? fail('emailInvalid') })
  },
})
