import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { issueState, requireFresh } from '../session/index.ts'
import { getHolder, listFactors, requireKind } from './holder.ts'
import { CreationOptions, stateReply } from './passkey-forms.ts'
import { Type } from '../type.ts'
import { ALGORITHMS, createChallenge, listPasskeys, entityOf, getRelyingParty } from './webauthn.ts'

/** Ours: PublicKeyCredentialCreationOptionsJSON. Discoverable, so that it signs in without a user name. */
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
    return {
      options: {
        challenge,
        timeout: lifetime * 1000,
        rp: { id, name: ctx.app.name },
        user: entityOf(ctx, user),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: listPasskeys(ctx, factors, id),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'none',
      },
      state_token: token,
    }
  },
})
