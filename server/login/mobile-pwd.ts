import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { findByMobile } from '../password/index.ts'
import { readMobile } from '../phone.ts'
import { LoginReply } from '../session/index.ts'
import { Type } from '../type.ts'
import { passwordField, signIn } from './by-password.ts'

/** Wire: user-api 7.1, row 3. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/mobile-pwd',
  about: 'Sign in with a mobile number and password',
  caller: 'app',
  body: Type.Object({ mobile: Type.String({ minLength: 1, maxLength: 64 }), password: passwordField }),
  missing: { password: 'passwordMissing' },
  reply: LoginReply,

  async handle({ ctx, body }) {
    const mobile = readMobile(body.mobile, ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')
    return signIn(ctx, await findByMobile(ctx, mobile), body.password, mobile)
  },
})
