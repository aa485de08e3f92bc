import { endpoint } from '../http.ts'
import { closeState, LoginReply, openState } from '../session/index.ts'
import { provePasskey } from './ask.ts'
import { AssertionForm } from './passkey-forms.ts'
import { countTries, finishSecond } from './second.ts'
import { Type } from '../type.ts'
import { spendAssertion } from './webauthn.ts'

/** Ours: WebAuthn level 2, section 7.2. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/passkey',
  about: 'The second factor: a passkey',
  caller: 'app',
  needsState: true,
  body: Type.Object({ response: AssertionForm }),
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const asked = await openState(ctx, ['PASSKEY_MFA'], stateToken)
    const { challenge, waitingHash, waiting } = asked.payload
    return countTries(ctx, waitingHash, () =>
      countTries(ctx, asked.hash, async () => {
        const shown = await provePasskey(ctx, challenge, body.response, waiting.userId)
        return finishSecond(ctx, { hash: waitingHash, payload: waiting }, 'passkey', async (ctx) => {
          await spendAssertion(ctx, shown)
          await closeState(ctx, asked)
        })
      }),
    )
  },
})
