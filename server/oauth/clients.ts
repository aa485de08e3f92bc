/** An application as the OpenID provider sees it: a client. */
import { identifyApp } from '../apps/index.ts'
import type { Ctx, World } from '../context.ts'
import { Failure } from '../errors.ts'
import type { App } from '../schema/documents.ts'

/** Who asks, of a request that no application's headers came with. */
export type Asking = { headers: Record<string, string | string[] | undefined>; address: string; requestId: string; fingerprint?: string }

/**
 * A request of this application of this tenant, come by a browser; nothing where there is none or it is disabled. An id of
 * another tenant is answered like one that does not exist (threat row 22), and so is a template's: a client has one name.
 */
export async function findClientCtx(world: World, tenantId: string, clientId: string, asking: Asking): Promise<Ctx | undefined> {
  const agent = asking.headers['user-agent']
  try {
    const ctx = await identifyApp(world, {
      headers: {
        'x-client-id': clientId,
        'x-tenant-id': tenantId,
        'x-operating-sys-version': 'browser',
        'x-device-fingerprint': asking.fingerprint ?? 'browser',
        'x-agent': (typeof agent === 'string' && agent) || 'browser',
      },
      body: {},
      address: asking.address,
      language: undefined,
      requestId: asking.requestId,
      url: '',
    })
    return ctx.app.clientId === clientId ? ctx : undefined
  } catch (reason) {
    if (reason instanceof Failure) return undefined
    throw reason
  }
}

/** The same, where nobody asks. */
export const findClient = async (world: World, tenantId: string, clientId: string): Promise<App | undefined> =>
  (await findClientCtx(world, tenantId, clientId, { headers: {}, address: '', requestId: '' }))?.app

/** In seconds. */
export type Lifetimes = { access: number; refresh: number }

/** Whether it proves itself by PKCE alone. */
export const isPublic = (app: App): boolean => app.secretHash === null || app.settings.oauth.public_client

/**
 * The metadata of RFC 7591, section 2. The secret is its hash: what is sent is hashed before it is compared. An application that may
 * not send people has no redirect address here, and none may be named. A name of a scheme of its own makes it native there.
 */
export function metadataOf(app: App) {
  const { code_flow, pkce, token_lifetime, refresh_token_lifetime } = app.settings.oauth
  const lifetimes: Lifetimes = { access: token_lifetime, refresh: refresh_token_lifetime }
  const uris = code_flow ? app.settings.redirect_uris.filter(isUsable) : []
  const flow = uris.length > 0
  return {
    client_id: app.clientId,
    client_name: app.name,
    ...(isPublic(app)
      ? { token_endpoint_auth_method: 'none' }
      : { token_endpoint_auth_method: 'client_secret_basic', client_secret: app.secretHash }),
    redirect_uris: uris,
    application_type: uris.every((it) => /^https?:/.test(it)) ? 'web' : 'native',
    response_types: flow ? ['code'] : [],
    grant_types: flow ? ['authorization_code', ...(refresh_token_lifetime > 0 ? ['refresh_token'] : [])] : [],
    lifetimes,
    pkce: pkce || isPublic(app),
    origins: app.settings.origins,
  }
}

/** RFC 6749 section 3.1.2: absolute, without a fragment. And nothing that a browser would run. */
function isUsable(uri: string): boolean {
  const read = URL.canParse(uri) ? new URL(uri) : undefined
  return (
    read !== undefined &&
    read.hash === '' &&
    !uri.includes('#') &&
    !['javascript:', 'data:', 'vbscript:', 'blob:', 'file:'].includes(read.protocol)
  )
}
