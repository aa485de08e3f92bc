/**
 * Signing in with a social account: known here, it is a login; unknown, the source's policy decides.
 */
import { record } from '../audit/index.ts'
import { type Ctx, transact } from '../context.ts'
import { Failure } from '../errors.ts'
import { servesMail } from '../mail/index.ts'
import { closeState, loginReply, type OpenState } from '../session/index.ts'
import type { Profile, Proof } from './connectors/connector.ts'
import { isAsked, judge, type Judgement } from './judge.ts'
import { tellBound } from './owner.ts'
import { identify, type Offered, type Source } from './sources.ts'

/** `begun` is the state token of an authorization that began here; it is spent only when the provider answered. */
export async function enterBySocial(ctx: Ctx, offered: Offered, proof: Proof, begun?: OpenState) {
  const profile = await identify(ctx, offered, proof)
  const { outcome, notice } = await decide(ctx, offered.source, profile, begun)
  await tellBound(ctx, notice)
  if (!isAsked(outcome)) return loginReply(ctx, outcome)
  const { status, stateToken, choices } = outcome
  return { status, state_token: stateToken, data: JSON.stringify({ ...(await proofsOf(ctx)), ...(choices && { choices }) }) }
}

/** Which proofs may be used, in the published form: a JSON string (user-api 0.6). */
const proofsOf = async (ctx: Ctx) => ({
  socialBindOrRegisterFlow: (await servesMail(ctx)) ? ['VERIFY_PHONE', 'VERIFY_EMAIL'] : ['VERIFY_PHONE'],
})

async function decide(ctx: Ctx, source: Source, profile: Profile, begun: OpenState | undefined): Promise<Judgement> {
  const once = () =>
    transact(ctx, async (ctx) => {
      if (begun) await closeState(ctx, begun)
      const it = await judge(ctx, source, profile, () => {})
      const came = { created: it.isNew === true, bound: it.bound === true }
      await record(ctx, { event: 'login', outcome: it.outcome.status, sourceId: source.id, ...(it.user && { userId: it.user.id }), came })
      return it
    })
  try {
    return await once()
  } catch (reason) {
    // Two first sign-ins of one new person at once (PostgreSQL): the other one made the account; now it is known.
    if (reason instanceof Failure && reason.error === 'socialBound') return once()
    throw reason
  }
}
