/** The body of both binding calls: a number or an e-mail address, and the code that went there. */
import type { Static } from 'typebox'
import type { Ctx } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { servesMail } from '../mail/index.ts'
import { readMobile } from '../phone.ts'
import type { Method } from '../session/index.ts'
import { Type } from '../type.ts'

export const ProofBody = Type.Object({
  mobile: Type.Optional(Type.String({ maxLength: 64, description: 'The number that received the code.' })),
  email: Type.Optional(Type.String({ maxLength: 320, description: 'Instead of a number: the e-mail address that received the code.' })),
  verify_code: Type.String({ minLength: 1, maxLength: 16 }),
})

export type Target = { target: string; method: Method }

/** Where the code went, in the form it is kept in. */
export async function readTarget(ctx: Ctx, body: Static<typeof ProofBody>): Promise<Target> {
  const { mobile, email } = body
  if (mobile || !email) {
    const target = readMobile(mobile || fail('paramMissing', { name: 'mobile' }), ctx.tenant.settings.preferred_country)
    return { target: target ?? fail('mobileInvalid'), method: 'sms' }
  }
  if (!(await servesMail(ctx))) fail('mailUnserved')
  return { target: readEmail(email) ?? fail('emailInvalid'), method: 'email' }
}
