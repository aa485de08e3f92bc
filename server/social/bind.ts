import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { LoginReply, loginReply, openState } from '../session/index.ts'
import { proveCode, spendCode } from '../codes/index.ts'
import { claimAccount } from './accounts.ts'
import { BINDING, bindWith } from './binding.ts'
import { ProofBody, readTarget } from './proof-body.ts'

/** Wire: the page this project began with, user-api 2.5.1 and, for e-mail, 7.1 row 40. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/bind',
  about: 'Bind a social account to the user who holds a mobile number or an e-mail address, and log in',
  caller: 'app',
  needsState: true,
  body: ProofBody,
  missing: { verify_code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const pending = await openState(ctx, BINDING, stateToken)
    const { target, method } = await readTarget(ctx, body)
    const proof = await proveCode(ctx, { target, purpose: 'BIND', stateHash: pending.hash }, body.verify_code)
    const login = await bindWith(ctx, {
      pending,
      methods: [method],
      spend: (ctx) => spendCode(ctx, proof),
      // Asked only after the number is proven, so this call cannot be used to fish for numbers (threat row 13).
      find: (ctx) => claimAccount(ctx, target),
    })
    return loginReply(ctx, login ?? fail(method === 'sms' ? 'mobileUnknown' : 'emailUnknown'))
  },
})
