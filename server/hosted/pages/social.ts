import { addressOf } from '../../tenants/index.ts'
import { beginAuthorization } from '../../login/index.ts'
import { requireFresh } from '../../session/index.ts'
import { getSource } from '../../social/index.ts'
import { go, type Here, type Result } from '../here.ts'
import { standIn } from '../stand-in.ts'

export const needs = 'flow'

/** To the provider's page; state, nonce and PKCE stay here, and it leads back to a page of ours. */
export async function get(here: Here): Promise<Result> {
  return start(here, here.params['source'] ?? '', false)
}

/** `bind`: for whoever is signed in already. */
export async function start(here: Here, source: string, bind: boolean): Promise<Result> {
  const { ctx, flow, browser } = here
  const { connector } = await getSource(ctx, source)
  if (bind && browser) requireFresh(ctx, browser.session)
  const callback = `/login/social/${encodeURIComponent(source)}/callback`
  const begun = await beginAuthorization(ctx, source, `${addressOf(ctx, ctx.tenant)}${callback}`)
  // Without a state token nothing may come back: only the made-up provider has none.
  if (!begun && !connector.developmentOnly) return go(here, '/login')
  flow.social = { source, ...(begun && { state: begun.state, token: begun.token }), ...(bind && browser && { bind: browser.session.id }) }
  if (begun) return { location: begun.url }
  return standIn(here, source)
}
