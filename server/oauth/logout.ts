import { record } from '../audit/index.ts'
import { ground, transact } from '../context.ts'
import { Failure } from '../errors.ts'
import { openEndpoint } from '../http.ts'
import { endSession } from '../session/index.ts'
import { addressOf } from '../tenants/index.ts'
import { dropSession, findBrowser } from './browser.ts'
import { findClient } from './clients.ts'
import { tenantOf } from './tenant.ts'

/**
 * Wire: admin reference 9.1 and 13.2; by its other names OpenID Connect RP-Initiated Logout 1.0, section 2. Everything issued from
 * the session dies with it. Nobody is asked whether they want to: whoever is signed out by a link of somebody else's signs in again.
 */
export default openEndpoint({
  method: 'GET',
  url: '/api/v1/logout',
  also: ['/tenants/:tenantId/api/v1/logout'],
  about: 'End the session of this browser, and go to redirect_url (or post_logout_redirect_uri) where the application has registered it',
  caller: 'anyone',

  async handle({ world, params, host, query, headers, address, requestId }) {
    const tenant = await tenantOf(world, params, host)
    if (!tenant) throw new Failure('pathUnknown', {})
    const ctx = ground(world)
    const browser = await findBrowser(ctx, tenant, headers)
    if (browser) {
      const { session, user } = browser
      const app = await findClient(world, tenant.id, session.clientId)
      await transact({ ...ctx, tenant, address, requestId, journey: { id: requestId }, ...(app && { app }) }, async (ctx) => {
        await endSession(ctx, { tenantId: tenant.id, id: session.id, now: ctx.now() })
        await record(ctx, { event: 'logout', outcome: 'SUCCESS', userId: user.id })
      })
    }
    const said = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
    const wanted = said('redirect_url') || said('post_logout_redirect_uri')
    const clientId = said('client_id') || audienceOf(said('id_token_hint')) || (browser?.session.clientId ?? '')
    const app = clientId ? await findClient(world, tenant.id, clientId) : undefined
    const isOurs = app?.settings.oauth.post_logout_redirect_uris.includes(wanted) === true
    const location = isOurs ? withState(wanted, said('state')) : `${addressOf(ctx, tenant)}/login/goodbye`
    return { status: 302, headers: { location, 'set-cookie': dropSession(ctx, tenant), 'cache-control': 'no-store' }, body: '' }
  },
})

/** Only names an application, whose registered addresses decide: nothing is opened by it, so nobody needs to have signed it. */
function audienceOf(token: string): string {
  try {
    const { aud } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { aud?: unknown }
    return typeof aud === 'string' ? aud : ''
  } catch {
    return ''
  }
}

function withState(address: string, state: string): string {
  if (!state) return address
  const url = new URL(address)
  url.searchParams.set('state', state)
  return url.href
}
