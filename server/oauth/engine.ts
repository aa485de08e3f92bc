/**
 * oidc-provider (a certified OpenID provider), fitted in: one for each tenant, made at the first request that needs it. What it
 * keeps is in our store, who is signed in is our session, what it issues is signed with the tenant's keys.
 */
import { generateKeyPairSync } from 'node:crypto'
import { ground, type World } from '../context.ts'
import type { Tenant } from '../schema/documents.ts'
import { equal, hashToken } from '../secrets.ts'
import { addressOf, issuerOf } from '../tenants/index.ts'
import { findAccount, grantFor, issueToken, readHint, withBrowser } from './accounts.ts'
import { adapterOf } from './adapter.ts'
import { findClient, type Lifetimes, metadataOf } from './clients.ts'
import { checksOf } from './checks.ts'
import type { Engine, EngineContext, EngineModule, EngineToken, HookContext } from './engine-types.ts'
import { isAdmitted, withoutStrangers } from './origins.ts'
import { inOurWords, showFault } from './words.ts'

/** In seconds. How long somebody may take to sign in; a code is for the next moment. */
const INTERACTION = 1800
const CODE = 60
/** What a browser is known by to the engine; it is worth nothing without the cookie of our session. */
const SESSION = 86_400

/** Behind the issuer, as published. */
export const routes = {
  authorization: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  introspection: '/introspect',
  revocation: '/revoke',
  jwks: '/keys',
}

export const scopes = ['openid', 'get_user_info', 'profile', 'email', 'phone', 'offline_access']
export const claims = {
  openid: ['sub', 'id', 'userName', 'name', 'mobile', 'email'],
  get_user_info: ['id', 'userName', 'name', 'mobile', 'email'],
  profile: ['name', 'preferred_username'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
}

/** What the hooks of one engine know. */
export type Around = { world: World; tenant: Tenant; issuer: string; module: EngineModule; engine: () => Engine }

const engines = new WeakMap<World, Map<string, Promise<Engine>>>()

/** By tenant and issuer: a tenant that is given a domain has another one from then on. */
export function engineOf(world: World, tenant: Tenant): Promise<Engine> {
  let mine = engines.get(world)
  if (!mine) engines.set(world, (mine = new Map()))
  const issuer = issuerOf(ground(world), tenant)
  const key = `${tenant.id} ${issuer}`
  let made = mine.get(key)
  if (!made) {
    mine.set(key, (made = create(world, tenant, issuer)))
    made.catch(() => mine.delete(key))
  }
  return made
}

async function create(world: World, tenant: Tenant, issuer: string): Promise<Engine> {
  const module = await load()
  const around: Around = { world, tenant, issuer, module, engine: () => engine }
  const engine: Engine = new module.Provider(issuer, settingsOf(around))
  // Host and scheme are the issuer's, whoever calls (handover.ts).
  engine.proxy = true
  const { get } = engine.Session
  engine.Session.get = (ctx) => withBrowser(around, ctx, () => get.call(engine.Session, ctx))
  engine.Client.prototype.compareClientSecret = function (given) {
    return equal(hashToken(given), this.clientSecret)
  }
  // Exactly as registered, whatever its scheme (RFC 9700 section 4.1.3 would let a native application choose its port).
  engine.Client.prototype.redirectUriAllowed = function (uri) {
    return this.redirectUris.includes(uri)
  }
  engine.IdToken.prototype.issue = function () {
    return issueToken(around, this)
  }
  engine.IdToken.validate = (jwt, client) => readHint(around, jwt, client)
  engine.use((ctx, next) => withoutStrangers(around, ctx, next))
  engine.use((ctx, next) => inOurWords(around, ctx, next))
  engine.on('server_error', (_ctx, fault) => world.log.error({ err: fault }, 'the OpenID provider failed'))
  return engine
}

/**
 * It looks for a word in `process.release` that Node from a package registry does not have, and complains on the console, where
 * nothing belongs but lines of the log. The supported version is pinned and tested here.
 */
async function load(): Promise<EngineModule> {
  const { warn } = console
  console.warn = () => {}
  try {
    // @ts-expect-error the package has no types
    return (await import('oidc-provider')) as EngineModule
  } finally {
    console.warn = warn
  }
}

function settingsOf(around: Around): object {
  const { world, tenant, module } = around
  const base = addressOf(ground(world), tenant)
  const { pathname, protocol } = new URL(base)
  const cookie = { httpOnly: true, sameSite: 'lax', secure: protocol === 'https:' }
  return {
    adapter: (kind: string) =>
      kind === 'Client'
        ? { find: async (id: string) => findClient(world, tenant.id, id).then((app) => app && metadataOf(app)) }
        : adapterOf({ world, tenantId: tenant.id, errors: module.errors }, kind),
    jwks: { keys: [unusedKey()] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    extraClientMetadata: { properties: ['lifetimes', 'pkce', 'origins'] },
    clientBasedCORS: (ctx: EngineContext, origin: string, client: Known) => isAdmitted(around, ctx, origin, client),
    routes,
    scopes,
    claims,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    pkce: { required: (_ctx: unknown, client: Known) => client.pkce },
    cookies: {
      names: { session: 'bowline_oidc', interaction: 'bowline_interaction', resume: 'bowline_resume' },
      long: { ...cookie, path: pathname },
      short: cookie,
    },
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `${base}/login?interaction=${uid}`, policy: checksOf(around) },
    features: {
      devInteractions: { enabled: false },
      // Ours: GET /api/v1/logout.
      rpInitiatedLogout: { enabled: false },
      introspection: {
        enabled: true,
        // Of its own tokens only: whoever holds another's learns nothing of it.
        allowedPolicy: (_ctx: unknown, client: Known, token: EngineToken) =>
          client.tokenEndpointAuthMethod !== 'none' && token.clientId === client.clientId,
      },
      // RFC 7009. Either token ends what came from one sign-in, the tokens beside it too (section 2.1).
      revocation: { enabled: true, allowedPolicy: (_ctx: unknown, client: Known, token: EngineToken) => mayRevoke(around, client, token) },
    },
    findAccount: (_ctx: unknown, id: string) => findAccount(around, id),
    loadExistingGrant: (ctx: HookContext) => grantFor(around, ctx),
    issueRefreshToken: (_ctx: unknown, client: Known) => client.lifetimes.refresh > 0,
    rotateRefreshToken: true,
    // It ends when our session does: no account is found from then on.
    expiresWithSession: () => false,
    renderError: (ctx: EngineContext, out: Record<string, unknown>, fault: Error) => showFault(ctx, out, fault, base),
    ttl: {
      Session: SESSION,
      Interaction: INTERACTION,
      AuthorizationCode: CODE,
      // Never handed out as such: what counts is the token issued in its place.
      IdToken: CODE,
      AccessToken: (_ctx: unknown, _token: unknown, client: Known) => client.lifetimes.access,
      RefreshToken: (_ctx: unknown, _token: unknown, client: Known) => client.lifetimes.refresh || 1,
      // Until there is a code; from then on as long as anything that came from it (adapter.ts).
      Grant: INTERACTION,
    },
  }
}

/**
 * RFC 7009 section 2.1: a token of another client is refused, and the client told. One without a secret proves nothing, so it
 * is not told what is a token of somebody's: it gets the answer of one that is not.
 */
function mayRevoke({ module }: Around, client: Known, token: EngineToken): boolean {
  if (token.clientId === client.clientId) return true
  if (client.tokenEndpointAuthMethod === 'none') return false
  throw new module.errors.InvalidRequest('client is not authorized to revoke the presented token')
}

type Known = { clientId: string; tokenEndpointAuthMethod: string; lifetimes: Lifetimes; pkce: boolean; origins: string[] }

/** The engine wants a key to start with. What it would sign with it is issued by the tenant's own keys instead, and this one is published nowhere. */
const unusedKey = () => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid: 'unused',
  alg: 'ES256',
  use: 'sig',
})
