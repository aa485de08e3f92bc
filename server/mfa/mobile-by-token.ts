import { fail, failBecause } from '../errors.ts'
import { endpoint } from '../http.ts'
import { homeMobile, writeMobile } from '../phone.ts'
import { openState, secondMethods } from '../session/index.ts'
import { findUser } from '../users/index.ts'
import { Type } from '../type.ts'

/**
 * Wire: user-api 2.7.1, 7.1 row 34; also for the expired password (row 24). One product writes Chinese numbers bare,
 * the other two with the country. The address has no such call in any of them, and none here: it would be told to
 * somebody who has shown one factor of two, and nobody needs it to go on.
 */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/mobile-by-token',
  about: 'The number that the code for the next step must go to',
  caller: 'app',
  needsState: true,
  reply: Type.Object({ mobile: Type.String() }),

  async handle({ ctx, stateToken }) {
    const { purpose, payload } = await openState(ctx, ['MFA_AUTH', 'PASSWORD_WARN', 'PASSWORD_EXPIRED'], stateToken)
    const user = await findUser(ctx, ctx.tenant.id, payload.userId)
    // A number that nobody proved, or that is of no use for this step, is not told.
    if (!user?.mobile || user.mobileProvenAt === null) return fail('factorUnknown')
    if (purpose === 'MFA_AUTH' && !secondMethods(ctx, user, payload.methods).includes('sms')) {
      return failBecause('sms is not open to this user', 'factorUnknown')
    }
    const isTwin = ctx.app.settings.error_codes !== 'oneaccess'
    return { mobile: isTwin ? writeMobile(user.mobile) : homeMobile(user.mobile, ctx.tenant.settings.preferred_country) }
  },
})
