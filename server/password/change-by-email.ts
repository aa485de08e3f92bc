import { endpoint } from '../http.ts'
import { Type } from '../type.ts'
import { changeOwn, codeField, passwordField } from './changes.ts'

/** Wire: user-api 7.1, row 31. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/pwd/change-by-email',
  about: 'Change or set the own password by a code sent to the own e-mail address',
  caller: 'session',
  body: Type.Object({ verify_code: codeField('CHANGE_PWD_EMS'), password: passwordField('The new one.') }),
  missing: { verify_code: 'codeMissing', password: 'passwordMissing' },

  handle: ({ ctx, session, body }) => changeOwn(ctx, session, 'email', body.verify_code, body.password),
})
