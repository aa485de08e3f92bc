import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { readMobile } from '../phone.ts'
import { authenticate } from '../session/index.ts'
import { Type } from '../type.ts'
import { changeOwn, codeField, passwordField, resetByCode } from './changes.ts'
import { isSigned } from './signed.ts'

/** Wire: user-api 2.6.3; without `mobile` and logged in: 7.1, row 32 (7.2 c). */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/pwd/update-by-mobile',
  about: 'Set a new password by a code sent to the mobile number: a forgotten one, or, logged in and without mobile, the own',
  caller: 'app',
  body: Type.Object({
    mobile: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'Absent with X-signature or Authorization: the own number.' }),
    ),
    verify_code: codeField('FORGET_PWD_SMS, or of CHANGE_PWD_SMS for the own'),
    password: passwordField('The new one.'),
  }),
  missing: { verify_code: 'codeMissing', password: 'passwordMissing' },

  async handle({ ctx, body, headers }) {
    if (body.mobile === undefined && isSigned(headers))
      return changeOwn(ctx, await authenticate(ctx, headers), 'mobile', body.verify_code, body.password)
    const said = body.mobile ?? fail('paramMissing', { name: 'mobile' })
    const mobile = readMobile(said, ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')
    return resetByCode(ctx, 'mobile', mobile, body.verify_code, body.password)
  },
})
