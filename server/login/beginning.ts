/** The beginning of an authorization at a source: what is promised to the provider is kept here. */
import { createHash } from 'node:crypto'
import { record } from '../audit/index.ts'
import { type Ctx, transact } from '../context.ts'
import { randomToken } from '../secrets.ts'
import { issueState } from '../session/index.ts'
import { findAuthorizeUrl, getSource, sealVerifier } from '../social/index.ts'

export type Begun = { url: string; state: string; token: string; lifetime: number }

/** `redirectUri` is one of the application's, or a page of ours: whoever calls has seen to that. Nothing where the provider has no page. */
export async function beginAuthorization(ctx: Ctx, sourceId: string, redirectUri: string): Promise<Begun | undefined> {
  const offered = await getSource(ctx, sourceId)
  const pending = {
    sourceId: offered.source.id,
    redirectUri,
    state: randomToken(32),
    nonce: randomToken(32),
    codeVerifier: randomToken(64),
  }
  const codeChallenge = createHash('sha256').update(pending.codeVerifier).digest('base64url')
  const url = await findAuthorizeUrl(ctx, offered, { ...pending, codeChallenge })
  if (url === undefined) return undefined
  const { token, lifetime } = await transact(ctx, async (ctx) => {
    await record(ctx, { event: 'authorize', outcome: 'SUCCESS', sourceId: pending.sourceId })
    return issueState(ctx, 'SOCIAL_AUTHORIZE', { ...pending, codeVerifier: sealVerifier(ctx, pending.state, pending.codeVerifier) })
  })
  return { url, state: pending.state, token, lifetime }
}
