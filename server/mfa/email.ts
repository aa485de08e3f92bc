import { proveCode, spendCode } from '../codes/index.ts'
import type { Ctx } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { LoginReply } from '../session/index.ts'
import { takeEmail } from '../users/index.ts'
import { countTries, finishSecond, getWaiting } from './second.ts'
import { Type } from '../type.ts'

/** Wire: user-api 7.1 row 36. As `mfa/sms`: whose the address is is asked here, and only of a right code. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/email',
  about: 'The second factor: a code sent to the e-mail address of the account',
  caller: 'app',
  needsState: true,
  body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }), verify_code: Type.String({ minLength: 1, maxLength: 16 }) }),
  missing: { verify_code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const waiting = await getWaiting(ctx, stateToken, 'email')
    const email = readEmail(body.email) ?? fail('emailInvalid')
    return countTries(ctx, waiting.hash, async () => {
      const proof = await proveCode(ctx, { target: email, purpose: 'MFA_AUTH', stateHash: waiting.hash }, body.verify_code)
      const take = async (ctx: Ctx) => {
        const holder = await takeEmail(ctx, email)
        if (holder?.user.id !== waiting.payload.userId || holder.provenBefore === null) fail('factorElsewhere')
      }
      return finishSecond(ctx, waiting, 'email', (ctx) => spendCode(ctx, proof), take)
    })
  },
})
