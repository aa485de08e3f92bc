import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { LoginReply, loginReply, openState } from '../session/index.ts'
import { proveCode, spendCode } from '../codes/index.ts'
import { bindWith, findOrRegister, REGISTERING } from './binding.ts'
import { ProofBody, readTarget } from './proof-body.ts'

/** Wire: user-api 2.5.2 and, for e-mail, 7.1 row 40. A number somebody here holds is bound to them; else a user is created. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/register-bind',
  about: 'Bind a social account to the user of a mobile number or an e-mail address, creating the user if there is none, and log in',
  caller: 'app',
  needsState: true,
  body: ProofBody,
  missing: { verify_code: 'codeMissing' },
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const pending = await openState(ctx, REGISTERING, stateToken)
    const { target, method } = await readTarget(ctx, body)
    const proof = await proveCode(ctx, { target, purpose: 'REGISTER', stateHash: pending.hash }, body.verify_code)
    const login = await bindWith(ctx, {
      pending,
      methods: [method],
      spend: (ctx) => spendCode(ctx, proof),
      find: (ctx) => findOrRegister(ctx, pending.payload, target),
    })
    return loginReply(ctx, login ?? fail('registrationClosed'))
  },
})
