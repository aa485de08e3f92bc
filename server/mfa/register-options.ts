import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { issueState, requireFresh } from '../session/index.ts'
import { getHolder, listFactors, requireKind } from './holder.ts'
import { CreationOptions, stateReply } from './passkey-forms.ts'
import { Type } from '../type.ts'
import { createChallenge, creationOptions } from './ceremony.ts'
import { listPasskeys, entityOf, getRelyingParty } from './webauthn.ts'

/** Ours: PublicKeyCredentialCreationOptionsJSON. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/passkey/register-options',
  about: 'What a browser needs to make a passkey',
  caller: 'session',
  reply: Type.Object({ options: CreationOptions, state_token: stateReply }),

  async handle({ ctx, session }) {
    requireFresh(ctx, session)
    requireKind(ctx, 'passkey')
    const user = await getHolder(ctx, session)
    const factors = await listFactors(ctx, user)
    if (factors.length >= ctx.tenant.settings.mfa.factors) fail('factorsFull')
    const challenge = createChallenge()
    const { id } = getRelyingParty(ctx)
    const { token, lifetime } = await transact(ctx, (ctx) => issueState(ctx, 'PASSKEY_ENROLL', { challenge, userId: user.id }))
    const rp = { id, name: ctx.app.name }
    return {
      options: creationOptions(rp, entityOf(ctx, user), listPasskeys(ctx, factors, id), challenge, lifetime * 1000),
      state_token: token,
    }
  },
})
