import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { readMobile } from '../phone.ts'
import { changeContact } from './contact.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.8.3, 7.1 row 38. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/profile/update-mobile',
  about: 'Change one’s mobile number, with the code sent to the new one',
  caller: 'session',
  body: Type.Object({ mobile: Type.String({ minLength: 1, maxLength: 64 }), verify_code: Type.String({ minLength: 1, maxLength: 16 }) }),
  missing: { verify_code: 'codeMissing' },

  async handle({ ctx, body, session }) {
    const mobile = readMobile(body.mobile, ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')
    await changeContact(ctx, session, { mobile }, body.verify_code)
    return undefined
  },
})
