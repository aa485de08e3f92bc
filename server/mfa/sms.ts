import { proveCode, spendCode } from '../codes/index.ts'
import type { Ctx } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { readMobile } from '../phone.ts'
import { LoginReply } from '../session/index.ts'
import { takeMobile } from '../users/index.ts'
import { countTries, finishSecond, getWaiting } from './second.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.7.2. Codes are sent to any number; whose it is is asked here, and only of a right code. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/sms',
  about: 'The second factor: a code sent to the mobile number of the account',
  caller: 'app',
  needsState: true,
  body: Type.Object({ mobile: Type.String({ minLength: 1, maxLength: 64 }), verify_code: Type.String({ minLength: 1, maxLength: 16 }) }),
  missing: { verify_code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const waiting = await getWaiting(ctx, stateToken, 'sms')
    const mobile = readMobile(body.mobile, ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')
    return countTries(ctx, waiting.hash, async () => {
      const proof = await proveCode(ctx, { target: mobile, purpose: 'MFA_AUTH', stateHash: waiting.hash }, body.verify_code)
      // However old its last proof is: another way of this user's was shown before (threat row 10).
      const take = async (ctx: Ctx) => {
        const holder = await takeMobile(ctx, mobile, 0)
        if (holder?.user.id !== waiting.payload.userId || holder.provenBefore === null) fail('factorElsewhere')
      }
      return finishSecond(ctx, waiting, 'sms', (ctx) => spendCode(ctx, proof), take)
    })
  },
})
