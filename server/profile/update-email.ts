import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { changeContact } from './contact.ts'
import { Type } from '../type.ts'

/** Wire: user-api 7.1 row 39. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/profile/update-email',
  about: 'Change one’s e-mail address, with the code sent to the new one',
  caller: 'session',
  body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }), verify_code: Type.String({ minLength: 1, maxLength: 16 }) }),
  missing: { verify_code: 'codeMissing' },

  async handle({ ctx, body, session }) {
    await changeContact(ctx, session, { email: readEmail(body.email) ?? fail('emailInvalid') }, body.verify_code)
    return undefined
  },
})
