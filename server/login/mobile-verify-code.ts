import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { readMobile } from '../phone.ts'
import { LoginReply } from '../session/index.ts'
import { enterByCode } from './by-code.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.4.2, 7.1 row 5. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/mobile-verify-code',
  about: 'Sign in with a mobile number and the code sent to it',
  caller: 'app',
  body: Type.Object({ mobile: Type.String({ minLength: 1, maxLength: 64 }), verify_code: Type.String({ minLength: 1, maxLength: 16 }) }),
  missing: { verify_code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body }) {
    const mobile = readMobile(body.mobile, ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')
    return enterByCode(ctx, { mobile }, body.verify_code)
  },
})
