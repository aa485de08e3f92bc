import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { authenticate } from '../session/index.ts'
import { Type } from '../type.ts'
import { changeOwn, codeField, passwordField, resetByCode } from './changes.ts'
import { isSigned } from './signed.ts'

/** Wire: user-api 7.1, row 27; without `email` and logged in: row 33 (7.2 c). */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/pwd/update-by-email',
  about: 'Set a new password by a code sent to the e-mail address: a forgotten one, or, logged in and without email, the own',
  caller: 'app',
  body: Type.Object({
    email: Type.Optional(
      Type.String({ minLength: 1, maxLength: 320, description: 'Absent with X-signature or Authorization: the own address.' }),
    ),
    verify_code: codeField('FORGET_PWD_EMS, or of CHANGE_PWD_EMS for the own'),
    password: passwordField('The new one.'),
  }),
  missing: { verify_code: 'codeMissing', password: 'passwordMissing' },

  async handle({ ctx, body, headers }) {
    if (body.email === undefined && isSigned(headers))
      return changeOwn(ctx, await authenticate(ctx, headers), 'email', body.verify_code, body.password)
    const email = readEmail(body.email ?? fail('paramMissing', { name: 'email' })) ?? fail('emailInvalid')
    return resetByCode(ctx, 'email', email, body.verify_code, body.password)
  },
})
