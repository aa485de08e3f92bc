import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { failBecause } from '../errors.ts'
import { endpoint } from '../http.ts'
import { announce } from '../notices/index.ts'
import { newId } from '../secrets.ts'
import { closeState, openState, requireFresh } from '../session/index.ts'
import { lockHolder, recount, requireKind } from './holder.ts'
import { CreationForm } from './passkey-forms.ts'
import { countTries } from './second.ts'
import { addFactor } from './store.ts'
import { Type } from '../type.ts'
import { readCreation } from './webauthn.ts'

/** Ours: WebAuthn level 2, section 7.1. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/mfa/passkey/register',
  about: 'Keep a passkey that was made',
  caller: 'session',
  needsState: true,
  body: Type.Object({
    response: CreationForm,
    name: Type.Optional(Type.String({ maxLength: 64, description: 'For the list of factors.' })),
  }),
  reply: Type.Object({ id: Type.String() }),

  async handle({ ctx, body, session, stateToken }) {
    requireFresh(ctx, session)
    requireKind(ctx, 'passkey')
    const asked = await openState(ctx, ['PASSKEY_ENROLL'], stateToken)
    if (asked.payload.userId !== session.userId) failBecause('state token: of another user', 'stateTokenInvalid')
    const now = ctx.now()
    const key = { tenantId: ctx.tenant.id, userId: session.userId, id: newId(now) }
    const made = await countTries(ctx, asked.hash, () => readCreation(ctx, key, asked.payload.challenge, body.response))
    const name = body.name?.trim() || 'Passkey'
    const holder = await transact(ctx, async (ctx) => {
      const user = await lockHolder(ctx, session)
      await closeState(ctx, asked)
      const added = await addFactor(ctx, { ...key, ...made, kind: 'passkey', name, confirmedAt: now, createdAt: now, usedAt: null })
      if (added === 0) failBecause('passkey: registered already', 'passkeyInvalid')
      await recount(ctx, user)
      await record(ctx, { event: 'factor-add', outcome: 'SUCCESS', userId: user.id, detail: { kind: 'passkey', id: key.id } })
      return user
    })
    await announce(ctx, holder, { kind: 'factor_added', detail: name })
    return { id: key.id }
  },
})
