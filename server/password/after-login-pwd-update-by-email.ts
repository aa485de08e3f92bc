import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { Type } from '../type.ts'
import { codeField, passwordField } from './changes.ts'
import { renewByCode } from './renewal.ts'

/** Wire: user-api 7.1, row 25. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/after-login/pwd/update-by-email',
  about: 'Change the password after PASSWORD_WARN or PASSWORD_EXPIRED by a code sent to the e-mail address of the user, and log in',
  caller: 'app',
  needsState: true,
  body: Type.Object({ verify_code: codeField('CHANGE_PWD_EMS'), new_password: passwordField('The new one.') }),
  missing: { verify_code: 'codeMissing', new_password: 'passwordMissing' },
  reply: LoginReply,

  handle: ({ ctx, body, stateToken }) => renewByCode(ctx, stateToken, 'email', body.verify_code, body.new_password),
})
