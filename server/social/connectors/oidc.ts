/**
 * Any OpenID Connect provider, over openid-client (a certified library; only this file imports it).
 *
 * Checked: the issuer of the discovery document, of the authorization response (RFC 9207) and of the
 * id_token; its audience, times and nonce; its signature, against the provider's published keys and with
 * the one algorithm of the settings (threat row 14).
 */
import type * as Client from 'openid-client'
import type { Static } from 'typebox'
import { ADDRESS, text } from './ask.ts'
import { connector, refuse, refuseSetting, type AuthorizeInput, type Outside, type Profile, type Proof, Type } from './connector.ts'
import { type AskingClient, blaming, checkClient } from './oauth2.ts'
import { refuseFor } from './oidc-faults.ts'

const settings = Type.Object(
  {
    issuer: Type.String({
      title: 'Issuer',
      titleZh: '签发者',
      description: 'Its discovery document is at …/.well-known/openid-configuration.',
      descriptionZh: '其发现文档位于…/.well-known/openid-configuration。',
      format: 'uri',
      pattern: ADDRESS,
      maxLength: 2_000,
    }),
    client_id: Type.String({ title: 'Client ID', titleZh: '客户端 ID', minLength: 1, maxLength: 500 }),
    client_secret: Type.Optional(
      Type.String({ title: 'Client secret', titleZh: '客户端密钥', format: 'secret', minLength: 1, maxLength: 2_000 }),
    ),
    client_auth: Type.Optional(
      Type.Union([Type.Literal('basic'), Type.Literal('post'), Type.Literal('none')], {
        title: 'Client information passing',
        titleZh: '客户端信息传递方式',
        description: 'basic: client_secret_basic; post: client_secret_post; none: a public client without a secret.',
        descriptionZh: 'basic：client_secret_basic；post：client_secret_post；none：没有密钥的公共客户端。',
        default: 'basic',
      }),
    ),
    scope: Type.Optional(
      Type.String({
        title: 'Scope',
        titleZh: '授权范围',
        description: 'Several: separated by spaces or commas. openid is always asked for.',
        descriptionZh: '多个时用空格或逗号分隔；始终会请求openid。',
        maxLength: 1_000,
        default: 'openid profile email',
      }),
    ),
    algorithm: Type.Optional(
      Type.Union(
        (['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const).map((it) =>
          Type.Literal(it),
        ),
        {
          title: 'Signature algorithm',
          titleZh: '签名算法',
          description: 'An id_token signed in any other way is refused.',
          descriptionZh: '以其他算法签名的id_token会被拒绝。',
          default: 'RS256',
        },
      ),
    ),
    fetch_userinfo: Type.Optional(
      Type.Boolean({
        title: 'Ask the userinfo endpoint',
        titleZh: '查询用户信息接口',
        description: 'Many providers put nickname, e-mail and phone number there and not into the id_token.',
        descriptionZh: '许多第三方把昵称、邮箱和手机号放在这里，而不在id_token中。',
        default: true,
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>
export type Claims = Record<string, unknown>

/**
 * One client of one provider: what `oidc` reads from its settings, and what the connectors written over this file
 * (google, apple, microsoft) know by themselves.
 */
export type OidcClient = {
  issuer: string
  clientId: string
  auth: 'basic' | 'post' | 'none'
  /** A function where the secret is made anew for every request (Apple). */
  secret?: string | (() => string) | undefined
  scope: string
  algorithm?: string | undefined
  /** For a provider whose own document is not to be relied on: nothing is discovered. */
  endpoints?: { authorization_endpoint: string; token_endpoint: string; jwks_uri: string }
  /** Entra ID: the document's issuer is a template, or names a tenant by another name. Whether it is one of this client's. */
  isIssuer?(issuer: string): boolean
  /** The provider does not know PKCE. */
  withoutPkce?: true
  /** What the provider wants for a redirect address when its own kit got the code, without any; absent: such codes are refused. */
  kitRedirect?: 'empty' | 'omitted'
}

/** openid-client cuts the query off a redirect address and writes it anew; providers compare the exact text. */
const EXACT_REDIRECT = 'bowline_redirect_uri'
const OMITTED = '-'

/** openid-client understands Entra ID's template of an issuer only under this name; the question goes to where the settings say. */
const ENTRA = 'https://login.microsoftonline.com'

const fetchFor =
  ({ issuer, isIssuer }: OidcClient, fetch: Outside['fetch']): Client.CustomFetch =>
  (url, { body, ...rest }) => {
    if (body instanceof URLSearchParams && body.has(EXACT_REDIRECT)) {
      const exact = body.get(EXACT_REDIRECT) ?? ''
      body.set('redirect_uri', exact)
      if (exact === OMITTED) body.delete('redirect_uri')
      body.delete(EXACT_REDIRECT)
    }
    const document = '/.well-known/openid-configuration'
    const asked = isIssuer && url.startsWith(ENTRA) && url.endsWith(document) ? issuer + document : url
    return fetch(asked, { ...rest, body: body ?? null } as RequestInit)
  }

/** Loaded with the first sign-in that needs it: every call begins with a discovery. */
let client: typeof Client

function authOf({ auth, secret, clientId }: OidcClient): Client.ClientAuth {
  if (auth === 'none') return client.None()
  if (!secret) return refuseSetting('client_secret', 'oidc: client_secret is missing')
  if (typeof secret === 'string') return { basic: client.ClientSecretBasic, post: client.ClientSecretPost }[auth](secret)
  return (_server, _client, body) => {
    body.set('client_id', clientId)
    body.set('client_secret', secret())
  }
}

async function configure(of: OidcClient, outside: Outside): Promise<Client.Configuration> {
  client ??= await import('openid-client')
  // With the document's address instead of the issuer's, openid-client would not compare the two.
  const issuer = URL.parse(of.issuer.replace(/\/\.well-known\/.*$/s, ''))
  if (!issuer) return refuse('misconfigured', 'oidc: issuer is not an address')
  const auth = authOf(of)
  const metadata = { id_token_signed_response_alg: of.algorithm ?? 'RS256', [client.clockTolerance]: 30 }
  // By itself openid-client trusts TLS and does not look at the signature of an id_token that comes from the token endpoint.
  const execute = [client.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [])]
  const door = fetchFor(of, outside.fetch)
  if (of.endpoints) {
    const config = new client.Configuration({ issuer: of.issuer, ...of.endpoints }, of.clientId, metadata, auth)
    config[client.customFetch] = door
    for (const extend of execute) extend(config)
    return config
  }
  const asked = of.isIssuer ? new URL(ENTRA + issuer.pathname) : issuer
  const config = await client
    .discovery(asked, of.clientId, metadata, auth, { execute, [client.customFetch]: door })
    .catch((error: unknown) => refuseFor('discovery', error))
  if (of.isIssuer?.(config.serverMetadata().issuer) === false)
    return refuse('misconfigured', 'oidc discovery: the document of another issuer')
  return config
}

const FRESH = 10 * 60_000
const KEPT = 500
type Found = { until: number; config: Promise<Client.Configuration> }

/** By door and by all settings: a changed setting is another entry, and another server in the same process another door. */
const found = new WeakMap<Outside['fetch'], Map<string, Found>>()

/** `settings` are all that `of` was read from: two clients that differ in anything never share an entry. */
function configFor(of: OidcClient, settings: Record<string, unknown>, outside: Outside): Promise<Client.Configuration> {
  const ofDoor = found.get(outside.fetch) ?? new Map<string, Found>()
  found.set(outside.fetch, ofDoor)
  const key = JSON.stringify([of, Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1))])
  const kept = ofDoor.get(key)
  if (kept && outside.now() < kept.until) return kept.config
  const fresh: Found = { until: outside.now() + FRESH, config: configure(of, outside) }
  ofDoor.delete(key)
  ofDoor.set(key, fresh)
  const [oldest] = ofDoor.keys()
  if (ofDoor.size > KEPT && oldest !== undefined) ofDoor.delete(oldest)
  // A failure is not remembered: the next person may have more luck.
  fresh.config.catch(() => ofDoor.get(key) === fresh && ofDoor.delete(key))
  return fresh.config
}

export async function authorizeWith(
  of: OidcClient,
  settings: Record<string, unknown>,
  { redirectUri, state, nonce, codeChallenge }: AuthorizeInput,
  outside: Outside,
  more: Record<string, string> = {},
): Promise<string> {
  const config = await configFor(of, settings, outside)
  const pkce = of.withoutPkce ? {} : { code_challenge: codeChallenge, code_challenge_method: 'S256' }
  try {
    return client.buildAuthorizationUrl(config, { redirect_uri: redirectUri, scope: of.scope, state, nonce, ...pkce, ...more }).href
  } catch (error) {
    return refuseFor('discovery', error)
  }
}

async function fetchTokens(of: OidcClient, config: Client.Configuration, proof: Proof) {
  const redirect = proof.redirectUri ?? (of.kitRedirect === 'empty' ? '' : of.kitRedirect && OMITTED)
  if (redirect === undefined) return refuse('denied', 'oidc: without redirect address (OpenID Connect Core 3.1.3.1)')
  // Only the query counts here. The state was checked by whoever kept it, before this was called.
  const response = new URL('https://redirect.invalid/')
  response.searchParams.set('code', proof.code)
  if (proof.iss !== undefined) response.searchParams.set('iss', proof.iss)
  return client.authorizationCodeGrant(
    config,
    response,
    {
      idTokenExpected: true,
      ...(proof.nonce !== undefined && { expectedNonce: proof.nonce }),
      ...(proof.codeVerifier !== undefined && !of.withoutPkce && { pkceCodeVerifier: proof.codeVerifier }),
    },
    { [EXACT_REDIRECT]: redirect },
  )
}

/** What the id_token says, once everything about it holds, and `ask` for what userinfo says of the same person. */
export async function identifyWith(of: OidcClient, settings: Record<string, unknown>, proof: Proof, outside: Outside) {
  const config = await configFor(of, settings, outside)
  const tokens = await fetchTokens(of, config, proof).catch((error: unknown) => refuseFor('token', error))
  const claims: Claims = tokens.claims() ?? {}
  const subject = text(claims['sub']) ?? refuse('denied', 'oidc token: no usable sub')
  const ask = async (): Promise<Claims> =>
    config.serverMetadata().userinfo_endpoint === undefined
      ? {}
      : client.fetchUserInfo(config, tokens.access_token, subject).catch((error: unknown) => refuseFor('userinfo', error))
  return { subject, claims, ask }
}

/** Where the token endpoint is, and as whom this client asks there. */
export async function readEndpoint(of: OidcClient, settings: Record<string, unknown>, outside: Outside) {
  const config = await configFor(of, settings, outside)
  const server = config.serverMetadata()
  const url = URL.parse(server.token_endpoint ?? '') ?? refuse('misconfigured', 'oidc discovery: no token endpoint')
  const { clientId: id, auth } = of
  const secret = typeof of.secret === 'function' ? of.secret() : of.secret
  const asking: AskingClient = auth === 'none' || secret === undefined ? { id, auth: 'none' } : { id, secret, auth }
  return { server, url, asking }
}

/** Threat row 2: a value and its "verified" are taken from one and the same document, and only `true` is true. */
function pair(documents: Claims[], name: string): { value: string; verified: boolean } | undefined {
  const holder = documents.find((it) => text(it[name]) !== undefined)
  const value = text(holder?.[name])
  return value === undefined ? undefined : { value, verified: holder?.[`${name}_verified`] === true }
}

export function readProfile(subject: string, documents: Claims[]): Profile {
  const first = (...names: string[]) => names.flatMap((name) => documents.map((it) => text(it[name]))).find((it) => it !== undefined)
  const nickname = first('nickname', 'name', 'preferred_username')
  const avatar = first('picture')
  const mobile = pair(documents, 'phone_number')
  const email = pair(documents, 'email')
  return {
    subject,
    ...(nickname !== undefined && { nickname }),
    ...(avatar !== undefined && { avatar }),
    ...(mobile && { mobile: mobile.value, mobileVerified: mobile.verified }),
    ...(email && { email: email.value, emailVerified: email.verified }),
  }
}

function readClient(settings: Settings): OidcClient {
  const { issuer, client_id: clientId, client_secret: secret, client_auth: auth = 'basic', algorithm } = settings
  const scope = (settings.scope ?? 'openid profile email').split(/[\s,]+/).filter(Boolean)
  return { issuer, clientId, secret, auth, algorithm, scope: [...new Set(['openid', ...scope])].join(' ') }
}

/** Its name in a discovery document (OpenID Connect Core, section 9). */
const AUTH_NAMES = { basic: 'client_secret_basic', post: 'client_secret_post', none: 'none' }

export const oidc = connector({
  id: 'oidc',
  label: { en: 'OpenID Connect', zh: 'OpenID Connect' },
  settings,

  async authorizeUrl(settings, input, outside) {
    return authorizeWith(readClient(settings), settings, input, outside)
  },

  async check(settings, outside) {
    const { client_auth: auth = 'basic', algorithm = 'RS256' } = settings
    const { server, url, asking } = await readEndpoint(readClient(settings), settings, outside).catch(blaming('issuer'))
    if (server.authorization_endpoint === undefined) refuseSetting('issuer', 'oidc discovery: no authorization endpoint')
    if (server.jwks_uri === undefined) refuseSetting('issuer', 'oidc discovery: no keys')
    const { token_endpoint_auth_methods_supported: ways, id_token_signing_alg_values_supported: algorithms } = server
    // What a document leaves out is not said to be missing.
    if (ways?.includes(AUTH_NAMES[auth]) === false) refuseSetting('client_auth', `oidc discovery: ${AUTH_NAMES[auth]} is not spoken there`)
    if (algorithms?.includes(algorithm) === false) refuseSetting('algorithm', `oidc discovery: nothing is signed with ${algorithm} there`)
    await checkClient(outside, 'oidc token', url, asking)
  },

  async identify(settings, proof, outside) {
    const { subject, claims, ask } = await identifyWith(readClient(settings), settings, proof, outside)
    return readProfile(subject, [settings.fetch_userinfo === false ? {} : await ask(), claims])
  },
})
