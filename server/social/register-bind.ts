import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { closeState, finishLogin, LoginReply, loginReply, openState } from '../session/index.ts'
import { proveCode, spendCode } from '../sms/index.ts'
import { createUser } from '../users/index.ts'
import { claimAccount, linkAccount } from './accounts.ts'
import { getMobile, ProofBody } from './proof-body.ts'

/** Wire: user-api 2.5.2. A number somebody here holds is bound to them; else a user is created. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/register-bind',
  about: 'Bind a social account to the user of a mobile number, creating the user if there is none, and log in',
  caller: 'app',
  needsState: true,
  body: ProofBody,
  missing: { verify_code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const pending = await openState(ctx, ['USER_REGISTER', 'SOCIAL_CHOICE'], stateToken)
    const mobile = getMobile(ctx, body)
    const proof = await proveCode(ctx, { mobile, purpose: 'REGISTER', stateHash: pending.hash }, body.verify_code)

    const login = await transact(ctx, async (ctx) => {
      await spendCode(ctx, proof)
      const holder = await claimAccount(ctx, mobile)
      const { nickname } = pending.payload
      const user =
        holder?.user ??
        (await createUser(ctx, ctx.tenant.id, { mobile, mobileProvenAt: ctx.now(), ...(nickname && { name: nickname }) })) ??
        // Lost to another registration of this number at the same moment; its code was another one, so ask again.
        fail('codeExpired')
      // A disabled user is denied and keeps no new account; the state token stays good for another number.
      const denied = user.disabledAt !== null
      if (!denied) await closeState(ctx, pending)
      if (!denied) await linkAccount(ctx, pending.payload, user.id)
      const login = await finishLogin(ctx, user)
      await record(ctx, { event: holder ? 'bind' : 'register', outcome: login.status, userId: user.id, sourceId: pending.payload.sourceId })
      return login
    })
    return loginReply(ctx, login)
  },
})
