import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { readMobile } from '../phone.ts'
import { LoginReply } from '../session/index.ts'
import { code, OptionalFields, register, unprovenEmail } from './registration.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.3.1, 8.1. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/register/mobile-verify-code',
  about: 'Register with a mobile number and the code sent to it, and log in',
  caller: 'app',
  body: Type.Object({ mobile: Type.String({ minLength: 1, maxLength: 64 }), verify_code: code, email: unprovenEmail, ...OptionalFields }),
  missing: { verify_code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body }) {
    const mobile = readMobile(body.mobile, ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')
    return register(ctx, body, { mobile })
  },
})
