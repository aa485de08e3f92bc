import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { readMobile } from '../phone.ts'
import { finishLogin, LoginReply, loginReply } from '../session/index.ts'
import { proveCode, spendCode } from '../sms/index.ts'
import { claimAccount } from '../social/index.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.4.2. */
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
    const proof = await proveCode(ctx, { mobile, purpose: 'LOGIN', stateHash: '' }, body.verify_code)
    const login = await transact(ctx, async (ctx) => {
      await spendCode(ctx, proof)
      const holder = await claimAccount(ctx, mobile)
      if (!holder) return undefined
      const login = await finishLogin(ctx, holder.user)
      await record(ctx, { event: 'login', outcome: login.status, userId: holder.user.id })
      return login
    })
    return loginReply(ctx, login ?? fail('mobileUnknown'))
  },
})
