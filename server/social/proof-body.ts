/** The body of both binding calls: a number and its code. The twin products' e-mail form has its shape reserved. */
import type { Static } from 'typebox'
import type { Ctx } from '../context.ts'
import { fail } from '../errors.ts'
import { readMobile } from '../phone.ts'
import { Type } from '../type.ts'

export const ProofBody = Type.Object({
  mobile: Type.Optional(Type.String({ maxLength: 64, description: 'The number that received the code.' })),
  email: Type.Optional(Type.String({ maxLength: 320, description: 'Reserved: binding by e-mail.' })),
  verify_code: Type.String({ minLength: 1, maxLength: 16 }),
})

export function getMobile(ctx: Ctx, body: Static<typeof ProofBody>): string {
  if (!body.mobile && body.email) fail('mailUnserved')
  if (!body.mobile) fail('paramMissing', { name: 'mobile' })
  return readMobile(body.mobile, ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid')
}
