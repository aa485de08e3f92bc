import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { failBecause } from '../errors.ts'
import { endpoint } from '../http.ts'
import { AssertionForm, countTries, provePasskey, requireKind, spendAssertion } from '../mfa/index.ts'
import { closeState, finishLogin, LoginReply, loginReply, openState } from '../session/index.ts'
import { findUser } from '../users/index.ts'
import { Type } from '../type.ts'

/** Ours: WebAuthn level 2, section 7.2, without a user name: the passkey says whose it is. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/login/passkey',
  about: 'Sign in with a passkey',
  caller: 'app',
  needsState: true,
  body: Type.Object({ response: AssertionForm }),
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    requireKind(ctx, 'passkey')
    const asked = await openState(ctx, ['PASSKEY'], stateToken)
    return countTries(ctx, asked.hash, async () => {
      const shown = await provePasskey(ctx, asked.payload.challenge, body.response)
      const login = await transact(ctx, async (ctx) => {
        await spendAssertion(ctx, shown)
        await closeState(ctx, asked)
        const user = (await findUser(ctx, ctx.tenant.id, shown.factor.userId)) ?? failBecause('the user is gone', 'passkeyInvalid')
        // As `mfa` has it: of a kind that the summary does not name there are none.
        if (!user.factors.split(' ').includes('passkey')) failBecause('passkey: disowned', 'passkeyInvalid')
        const login = await finishLogin(ctx, user, { methods: ['passkey'] })
        await record(ctx, { event: 'login', outcome: login.status, userId: user.id })
        return login
      })
      return loginReply(ctx, login)
    })
  },
})
