import { endpoint } from '../http.ts'
import { Type } from '../type.ts'
import { changeOwn, codeField, passwordField } from './changes.ts'

/** Wire: user-api 7.1, row 30. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/pwd/change-by-mobile',
  about: 'Change or set the own password by a code sent to the own mobile number',
  caller: 'session',
  body: Type.Object({ verify_code: codeField('CHANGE_PWD_SMS'), password: passwordField('The new one.') }),
  missing: { verify_code: 'codeMissing', password: 'passwordMissing' },

  handle: ({ ctx, session, body }) => changeOwn(ctx, session, 'mobile', body.verify_code, body.password),
})
