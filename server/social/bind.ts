import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { closeState, finishLogin, LoginReply, loginReply, openState } from '../session/index.ts'
import { proveCode, spendCode } from '../sms/index.ts'
import { claimAccount, linkAccount } from './accounts.ts'
import { getMobile, ProofBody } from './proof-body.ts'

/** Wire: the page this project began with, user-api 2.5.1. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/bind',
  about: 'Bind a social account to the user who holds a mobile number, and log in',
  caller: 'app',
  needsState: true,
  body: ProofBody,
  missing: { verify_code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const pending = await openState(ctx, ['SOCIAL_BIND', 'SOCIAL_CHOICE'], stateToken)
    const mobile = getMobile(ctx, body)
    const proof = await proveCode(ctx, { mobile, purpose: 'BIND_MOBILE', stateHash: pending.hash }, body.verify_code)

    const login = await transact(ctx, async (ctx) => {
      await spendCode(ctx, proof)
      // Asked only after the number is proven, so this call cannot be used to fish for numbers (threat row
      // 13). Nobody has it: the code stays spent, the state token does not, and another number may be tried.
      const holder = await claimAccount(ctx, mobile)
      if (!holder) return undefined
      // A disabled user is denied and keeps no new account; the state token stays good for another number.
      const denied = holder.user.disabledAt !== null
      if (!denied) await closeState(ctx, pending)
      if (!denied) await linkAccount(ctx, pending.payload, holder.user.id)
      const login = await finishLogin(ctx, holder.user)
      await record(ctx, { event: 'bind', outcome: login.status, userId: holder.user.id, sourceId: pending.payload.sourceId })
      return login
    })
    return loginReply(ctx, login ?? fail('mobileUnknown'))
  },
})
