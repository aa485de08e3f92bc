/** Asking for a passkey: the challenge is kept in a state token of its own, and good once. */
import { type Ctx, transact } from '../context.ts'
import { failBecause } from '../errors.ts'
import { issueState, type OpenState } from '../session/index.ts'
import type { Schema } from '../schema/tables.ts'
import type { AssertionForm } from './passkey-forms.ts'
import type { Static } from 'typebox'
import { findByCredential } from './store.ts'
import { createChallenge, requestOptions } from './ceremony.ts'
import { type Asserted, listPasskeys, getRelyingParty, proveAssertion } from './webauthn.ts'

const optionsOf = (ctx: Ctx, challenge: string, lifetime: number, allowed: Schema['factors'][]) => {
  const { id } = getRelyingParty(ctx)
  return requestOptions(id, listPasskeys(ctx, allowed, id), challenge, lifetime * 1000)
}

/** To sign in: nobody has said yet who they are. */
export async function askPasskey(ctx: Ctx) {
  const challenge = createChallenge()
  const { token, lifetime } = await transact(ctx, (ctx) => issueState(ctx, 'PASSKEY', { challenge }))
  return { options: optionsOf(ctx, challenge, lifetime, []), state_token: token }
}

/** As the second factor of somebody who is known. */
export async function askSecondPasskey(
  ctx: Ctx,
  waiting: { hash: string; payload: OpenState<'MFA_AUTH'>['payload'] },
  factors: Schema['factors'][],
) {
  const challenge = createChallenge()
  const payload = { challenge, waitingHash: waiting.hash, waiting: waiting.payload }
  const { token, lifetime } = await transact(ctx, (ctx) => issueState(ctx, 'PASSKEY_MFA', payload))
  return { options: optionsOf(ctx, challenge, lifetime, factors), state_token: token }
}

/**
 * Whose passkey answered, and that it answered this. Unknown, removed and another tenant's are one answer (threat
 * row 22). `userId` is who it must belong to; without it the passkey itself has to say whom it was made for.
 */
export async function provePasskey(
  ctx: Ctx,
  challenge: string,
  response: Static<typeof AssertionForm>,
  userId?: string,
): Promise<Asserted> {
  const refuse = (reason: string): never => failBecause(`passkey: ${reason}`, 'passkeyInvalid')
  const factor = (await findByCredential(ctx, { tenantId: ctx.tenant.id, credentialId: response.id })) ?? refuse('unknown')
  if (userId === undefined && !response.response.userHandle) refuse('it does not say whose it is')
  if (userId !== undefined && factor.userId !== userId) refuse('of another user')
  return proveAssertion(ctx, factor, challenge, response)
}
