/**
 * Any OpenID Connect provider, over openid-client (a certified library; only this file imports it).
 *
 * Checked: the issuer of the discovery document, of the authorization response (RFC 9207) and of the
 * id_token; its audience, times and nonce; its signature, against the provider's published keys and with
 * the one algorithm of the settings (threat row 14).
 */
import type * as Client from 'openid-client'
import type { Static } from 'typebox'
import { connector, ConnectorRefusal, refuse, type Outside, type Profile, type Proof, type Refusal, Type } from './connector.ts'

const settings = Type.Object(
  {
    issuer: Type.String({
      title: 'Issuer',
      titleZh: '签发者',
      description: 'Its discovery document is at …/.well-known/openid-configuration.',
      format: 'uri',
      // http only on this very machine (development, tests).
      pattern: '^(https://[^/]|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])([:/]|$))',
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
        default: 'basic',
      }),
    ),
    scope: Type.Optional(
      Type.String({
        title: 'Scope',
        titleZh: '授权范围',
        description: 'Several: separated by spaces or commas. openid is always asked for.',
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
          default: 'RS256',
        },
      ),
    ),
    fetch_userinfo: Type.Optional(
      Type.Boolean({
        title: 'Ask the userinfo endpoint',
        titleZh: '查询用户信息接口',
        description: 'Many providers put nickname, e-mail and phone number there and not into the id_token.',
        default: true,
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>
type Claims = Record<string, unknown>

/** RFC 6749 section 5.2. */
const ERRORS = new Map<string, Refusal>([
  ['invalid_grant', 'expired'],
  ['invalid_client', 'misconfigured'],
  ['unauthorized_client', 'misconfigured'],
  ['unsupported_grant_type', 'misconfigured'],
  ['invalid_request', 'misconfigured'],
  ['invalid_scope', 'misconfigured'],
  ['access_denied', 'denied'],
  ['server_error', 'unreachable'],
  ['temporarily_unavailable', 'unreachable'],
])

type Step = 'discovery' | 'token' | 'userinfo'

/** What openid-client found wrong, by its code. Of the token and userinfo steps: whatever does not prove who this is. */
const FAULTS: Record<Step, Map<string | undefined, Refusal>> = {
  // The document is of another issuer, incomplete, or leads to plain http: the issuer of the settings is wrong.
  discovery: new Map([
    ['OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', 'misconfigured'],
    ['OAUTH_MISSING_SERVER_METADATA', 'misconfigured'],
    ['OAUTH_INVALID_SERVER_METADATA', 'misconfigured'],
    ['OAUTH_HTTP_REQUEST_FORBIDDEN', 'misconfigured'],
  ]),
  token: new Map([
    ['OAUTH_INVALID_RESPONSE', 'denied'],
    ['OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'denied'],
    ['OAUTH_JWT_TIMESTAMP_CHECK_FAILED', 'denied'],
    ['OAUTH_KEY_SELECTION_FAILED', 'denied'],
    ['OAUTH_UNSUPPORTED_OPERATION', 'denied'],
    ['OAUTH_MISSING_SERVER_METADATA', 'misconfigured'],
    ['OAUTH_INVALID_SERVER_METADATA', 'misconfigured'],
    ['OAUTH_HTTP_REQUEST_FORBIDDEN', 'misconfigured'],
  ]),
  userinfo: new Map([
    ['OAUTH_INVALID_RESPONSE', 'denied'],
    ['OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', 'denied'],
    ['OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'denied'],
    ['OAUTH_KEY_SELECTION_FAILED', 'denied'],
    ['OAUTH_HTTP_REQUEST_FORBIDDEN', 'misconfigured'],
  ]),
}

/** The same code stands for "no such answer" (the fault then holds the body) and for "an id_token that does not hold". */
const isShapeless = (code: string | undefined, cause: unknown): boolean => {
  const fault = (cause as { cause?: unknown } | undefined)?.cause
  return code === 'OAUTH_INVALID_RESPONSE' && typeof fault === 'object' && fault !== null && 'body' in fault
}

/**
 * No cause is handed on but that of the network: openid-client puts whole answers, claims and codes there.
 * `code` and `error` are names out of fixed lists.
 */
function refuseFor(step: Step, error: unknown): never {
  if (error instanceof ConnectorRefusal) throw error
  if (error instanceof client.ResponseBodyError) {
    const known = ERRORS.get(error.error)
    const other = error.status >= 500 ? 'unreachable' : 'denied'
    return refuse(known ?? other, `oidc ${step}: HTTP ${error.status}, ${known ? error.error : 'an error of another kind'}`)
  }
  // A challenge at the token endpoint concerns our client, at the userinfo endpoint the person's token.
  if (error instanceof client.WWWAuthenticateChallengeError) {
    return refuse(step === 'userinfo' ? 'denied' : 'misconfigured', `oidc ${step}: HTTP ${error.status} with a challenge`)
  }
  const { code, cause } = error as { code?: string; cause?: unknown }
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') {
    const { status } = cause as Response
    const refusal = step === 'userinfo' && (status === 401 || status === 403) ? 'denied' : 'unreachable'
    return refuse(status === 404 && step === 'discovery' ? 'misconfigured' : refusal, `oidc ${step}: HTTP ${status}`)
  }
  const refusal = isShapeless(code, cause) ? 'unreachable' : FAULTS[step].get(code)
  if (refusal) return refuse(refusal, `oidc ${step}: ${code}`)
  const { kind } = (cause ?? error) as { kind?: unknown }
  if (typeof kind !== 'string') return refuse('unreachable', `oidc ${step}: no answer, or none that makes sense (${code ?? 'no code'})`)
  return refuse(kind === 'forbidden_address' ? 'misconfigured' : 'unreachable', `oidc ${step}: no answer (${kind})`, cause)
}

/** openid-client cuts the query off a redirect address and writes it anew; providers compare the exact text. */
const EXACT_REDIRECT = 'bowline_redirect_uri'

const exactRedirect =
  (fetch: Outside['fetch']): Client.CustomFetch =>
  (url, { body, ...rest }) => {
    if (body instanceof URLSearchParams && body.has(EXACT_REDIRECT)) {
      body.set('redirect_uri', body.get(EXACT_REDIRECT) ?? '')
      body.delete(EXACT_REDIRECT)
    }
    return fetch(url, { ...rest, body: body ?? null } as RequestInit)
  }

/** Loaded with the first sign-in that needs it: every call begins with a discovery. */
let client: typeof Client

async function discover(settings: Settings, outside: Outside): Promise<Client.Configuration> {
  client ??= await import('openid-client')
  // With the document's address instead of the issuer's, openid-client would not compare the two.
  const issuer = URL.parse(settings.issuer.replace(/\/\.well-known\/.*$/s, ''))
  if (!issuer) return refuse('misconfigured', 'oidc: issuer is not an address')
  const { client_secret: secret, client_auth: way = 'basic' } = settings
  if (way !== 'none' && !secret) return refuse('misconfigured', 'oidc: client_secret is missing')
  const auth = { basic: client.ClientSecretBasic, post: client.ClientSecretPost, none: () => client.None() }[way](secret)
  const metadata = { id_token_signed_response_alg: settings.algorithm ?? 'RS256', [client.clockTolerance]: 30 }
  return client
    .discovery(issuer, settings.client_id, metadata, auth, {
      // By itself openid-client trusts TLS and does not look at the signature of an id_token that comes from the token endpoint.
      execute: [client.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [])],
      [client.customFetch]: exactRedirect(outside.fetch),
    })
    .catch((error: unknown) => refuseFor('discovery', error))
}

const FRESH = 10 * 60_000
const KEPT = 500
type Found = { until: number; config: Promise<Client.Configuration> }

/** By door and by all settings: a changed setting is another entry, and another server in the same process another door. */
const found = new WeakMap<Outside['fetch'], Map<string, Found>>()

function configFor(settings: Settings, outside: Outside): Promise<Client.Configuration> {
  const ofDoor = found.get(outside.fetch) ?? new Map<string, Found>()
  found.set(outside.fetch, ofDoor)
  const key = JSON.stringify(Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const kept = ofDoor.get(key)
  if (kept && outside.now() < kept.until) return kept.config
  const fresh: Found = { until: outside.now() + FRESH, config: discover(settings, outside) }
  ofDoor.delete(key)
  ofDoor.set(key, fresh)
  const [oldest] = ofDoor.keys()
  if (ofDoor.size > KEPT && oldest !== undefined) ofDoor.delete(oldest)
  // A failure is not remembered: the next person may have more luck.
  fresh.config.catch(() => ofDoor.get(key) === fresh && ofDoor.delete(key))
  return fresh.config
}

async function fetchTokens(config: Client.Configuration, proof: Proof) {
  if (proof.redirectUri === undefined) return refuse('denied', 'oidc: without redirect address (OpenID Connect Core 3.1.3.1)')
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
      ...(proof.codeVerifier !== undefined && { pkceCodeVerifier: proof.codeVerifier }),
    },
    { [EXACT_REDIRECT]: proof.redirectUri },
  )
}

const TEXT = /^[^\p{Cc}\p{Cs}]{1,1024}$/u
const text = (value: unknown): string | undefined => (typeof value === 'string' && TEXT.test(value) ? value : undefined)

/** Threat row 2: a value and its "verified" are taken from one and the same document, and only `true` is true. */
function pair(documents: Claims[], name: string): { value: string; verified: boolean } | undefined {
  const holder = documents.find((it) => text(it[name]) !== undefined)
  const value = text(holder?.[name])
  return value === undefined ? undefined : { value, verified: holder?.[`${name}_verified`] === true }
}

function readProfile(subject: string, documents: Claims[]): Profile {
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

export const oidc = connector({
  id: 'oidc',
  label: { en: 'OpenID Connect', zh: 'OpenID Connect' },
  settings,

  async authorizeUrl(settings, { redirectUri, state, nonce, codeChallenge }, outside) {
    const config = await configFor(settings, outside)
    const scope = (settings.scope ?? 'openid profile email').split(/[\s,]+/).filter(Boolean)
    const parameters = {
      redirect_uri: redirectUri,
      scope: [...new Set(['openid', ...scope])].join(' '),
      state,
      nonce,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    }
    try {
      return client.buildAuthorizationUrl(config, parameters).href
    } catch (error) {
      return refuseFor('discovery', error)
    }
  },

  async identify(settings, proof, outside) {
    const config = await configFor(settings, outside)
    const tokens = await fetchTokens(config, proof).catch((error: unknown) => refuseFor('token', error))
    const claims: Claims = tokens.claims() ?? {}
    const subject = text(claims['sub']) ?? refuse('denied', 'oidc token: no usable sub')
    const asks = settings.fetch_userinfo !== false && config.serverMetadata().userinfo_endpoint !== undefined
    const person = asks
      ? await client.fetchUserInfo(config, tokens.access_token, subject).catch((error: unknown) => refuseFor('userinfo', error))
      : {}
    return readProfile(subject, [person, claims])
  },
})
