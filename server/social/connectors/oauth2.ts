/**
 * Any provider that speaks OAuth 2.0 (RFC 6749, code flow) and has an address that answers with the person
 * as JSON. Where in that JSON the person is, the administrator says.
 */
import type { Static } from 'typebox'
import { ADDRESS, askJson, type Json, text } from './ask.ts'
import {
  connector,
  ConnectorRefusal,
  refuse,
  refuseSetting,
  type Outside,
  type Profile,
  type Proof,
  type Refusal,
  Type,
  type About,
  explain,
} from './connector.ts'

const PATH = '^[^.\\s]+(\\.[^.\\s]+)*$'

const address = (title: string, titleZh: string) => Type.String({ title, titleZh, format: 'uri', pattern: ADDRESS, maxLength: 2_000 })
const path = (title: string, titleZh: string, about?: About) =>
  Type.String({ title, titleZh, ...explain(about), pattern: PATH, maxLength: 200 })

const settings = Type.Object(
  {
    client_id: Type.String({ title: 'Client ID', titleZh: '客户端 ID', minLength: 1, maxLength: 500 }),
    client_secret: Type.String({ title: 'Client secret', titleZh: '客户端密钥', format: 'secret', minLength: 1, maxLength: 2_000 }),
    client_auth: Type.Optional(
      Type.Union([Type.Literal('basic'), Type.Literal('post')], {
        title: 'Client information passing',
        titleZh: '客户端信息传递方式',
        description: 'basic: in the Authorization header; post: in the form (RFC 6749 section 2.3.1).',
        descriptionZh: 'basic：放在Authorization请求头中；post：放在表单中（RFC 6749第2.3.1节）。',
        default: 'basic',
      }),
    ),
    token_in: Type.Optional(
      Type.Union([Type.Literal('header'), Type.Literal('query')], {
        title: 'Token passing',
        titleZh: '令牌传递方式',
        description: 'header: Authorization: Bearer; query: ?access_token= (only for providers that know nothing else).',
        descriptionZh: 'header：Authorization: Bearer；query：?access_token=（仅用于不支持前者的第三方）。',
        default: 'header',
      }),
    ),
    scope: Type.Optional(
      Type.String({
        title: 'Scope',
        titleZh: '授权范围',
        description: 'Several: separated by spaces or commas.',
        descriptionZh: '多个时用空格或逗号分隔。',
        maxLength: 1_000,
      }),
    ),
    authorization_url: address('Authorization URL', '授权地址'),
    token_url: address('Token URL', '令牌地址'),
    userinfo_url: address('UserInfo URL', '用户信息地址'),
    subject_attribute: path('Source attribute', '源属性', [
      'Where the provider’s lasting id of the person is, such as sub or data.id. Never something that can change hands.',
      '用户在第三方的永久标识所在位置，如sub或data.id；不要使用可能易主的值。',
    ]),
    nickname_attribute: Type.Optional(path('Nickname attribute', '昵称属性')),
    avatar_attribute: Type.Optional(path('Avatar attribute', '头像属性')),
    mobile_attribute: Type.Optional(path('Mobile attribute', '手机号属性')),
    mobile_verified_attribute: Type.Optional(
      path('Mobile verified attribute', '手机号已验证属性', [
        'Counts only if the provider answers with the JSON value true.',
        '仅当第三方返回JSON值true时才算已验证。',
      ]),
    ),
    email_attribute: Type.Optional(path('E-mail attribute', '邮箱属性')),
    email_verified_attribute: Type.Optional(
      path('E-mail verified attribute', '邮箱已验证属性', [
        'Counts only if the provider answers with the JSON value true.',
        '仅当第三方返回JSON值true时才算已验证。',
      ]),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

/** RFC 6749 sections 4.1.2.1 and 5.2, and the names that GitHub and Google give to the same faults. */
export const oauthErrors = new Map<unknown, Refusal>([
  ['invalid_grant', 'expired'],
  ['bad_verification_code', 'expired'],
  ['invalid_client', 'misconfigured'],
  ['incorrect_client_credentials', 'misconfigured'],
  ['unauthorized_client', 'misconfigured'],
  ['unsupported_grant_type', 'misconfigured'],
  ['invalid_request', 'misconfigured'],
  ['invalid_scope', 'misconfigured'],
  ['redirect_uri_mismatch', 'misconfigured'],
  ['deleted_client', 'misconfigured'],
  ['disabled_client', 'misconfigured'],
  ['access_denied', 'denied'],
  ['server_error', 'unreachable'],
  ['temporarily_unavailable', 'unreachable'],
])

/** Own attributes only, so that a path cannot walk into JavaScript's own (`constructor`). */
const at = (body: Json, where: string | undefined): unknown =>
  where
    ?.split('.')
    .reduce<unknown>((it, key) => (typeof it === 'object' && it !== null && Object.hasOwn(it, key) ? (it as Json)[key] : undefined), body)

/** Ids beyond 2^53 would be rounded, and two people could become one: they are kept as they were written. */
const exactNumbers = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) ? (context?.source ?? value) : value

const readUrl = (name: string, value: string): URL => URL.parse(value) ?? refuseSetting(name, `${name} is not an address`)

/** Like `askJson`, but for any JSON, lists as well, and with ids of any length. */
export async function askAny(
  outside: Outside,
  step: string,
  url: URL,
  headers: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  let status: number, written: string
  try {
    const answer = await outside.fetch(url, { headers: { accept: 'application/json', ...headers } })
    status = answer.status
    written = await answer.text()
  } catch (cause) {
    // A forbidden address does not get better by trying again: the operator must allow it or the administrator change it.
    const forbidden = (cause as { kind?: unknown } | null)?.kind === 'forbidden_address'
    return refuse(forbidden ? 'misconfigured' : 'unreachable', `${step}: no answer`, cause)
  }
  if (status >= 500 || status === 429) return refuse('unreachable', `${step}: HTTP ${status}`)
  try {
    return { status, body: JSON.parse(written, exactNumbers) as unknown }
  } catch {
    // A plain no may come without words (RFC 6750 section 3). Without the cause: its message quotes the answer.
    return status >= 400 ? { status, body: undefined } : refuse('unreachable', `${step}: HTTP ${status} without JSON`)
  }
}

/** The setting to look at, for a refusal that does not name one by itself. */
export const blaming =
  (setting: string) =>
  (error: unknown): never => {
    if (!(error instanceof ConnectorRefusal) || error.setting !== undefined) throw error
    throw new ConnectorRefusal(error.refusal, error.message, error.cause, setting)
  }

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
const basic = (id: string, secret: string): string => {
  const encode = (it: string) => new URLSearchParams({ '': it }).toString().slice(1)
  return `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')}`
}

/** What cannot stand in a header is no token (RFC 6750 section 2.1). */
export const readToken = ({ access_token: token }: Json): string | undefined =>
  typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined

/** Who asks at a token endpoint, and how that is shown (RFC 6749 section 2.3.1); `none`: a public client. */
export type AskingClient = { id: string; secret: string; auth: 'basic' | 'post' } | { id: string; secret?: undefined; auth: 'none' }

const readClient = ({ client_id: id, client_secret: secret, client_auth: auth = 'basic' }: Settings): AskingClient => ({ id, secret, auth })

export function askAsClient(outside: Outside, step: string, url: URL, client: AskingClient, form: URLSearchParams) {
  const headers: Record<string, string> = {}
  if (client.auth === 'basic') headers['authorization'] = basic(client.id, client.secret)
  else form.set('client_id', client.id)
  if (client.auth === 'post') form.set('client_secret', client.secret)
  return askJson(outside, step, url, { method: 'POST', headers, body: form })
}

/** RFC 6749 has one word for an unknown client and for a wrong secret; some providers add which of the two it is. */
const UNKNOWN = /client\b.{0,20}\b(not found|unknown|not exist)|(unknown|no such) client/i

/** The setting that a complaint is about; undefined: it is about something else, such as the code. */
export function blameClient({ error, error_description: words }: Json, status: number): 'client_id' | 'client_secret' | undefined {
  if (['unauthorized_client', 'unsupported_grant_type', 'deleted_client', 'disabled_client'].includes(String(error))) return 'client_id'
  if (error !== 'invalid_client' && error !== 'incorrect_client_credentials' && status !== 401) return undefined
  return UNKNOWN.test(String(words ?? '')) ? 'client_id' : 'client_secret'
}

/**
 * Whether a token endpoint knows this client. It is asked about a code that nobody was given: who is known hears that
 * the code is none, who is not hears about itself (RFC 6749 section 5.2).
 */
export async function checkClient(
  outside: Outside,
  step: string,
  url: URL,
  client: AskingClient,
  blame: (body: Json, status: number) => string | undefined = blameClient,
  redirectUri: string | undefined = 'https://redirect.invalid/',
): Promise<void> {
  const form = new URLSearchParams({ grant_type: 'authorization_code', code: 'bowline-checks-these-settings' })
  if (redirectUri) form.set('redirect_uri', redirectUri)
  form.set('code_verifier', 'bowline-checks-these-settings-without-a-person')
  const { status, body } = await askAsClient(outside, step, url, client, form)
  const known = oauthErrors.has(body['error']) ? String(body['error']) : 'an error of another kind'
  const setting = blame(body, status)
  if (setting) return refuseSetting(client.secret === undefined ? 'client_id' : setting, `${step}: HTTP ${status}, ${known}`)
  // No error, for a code that does not exist: this is no token endpoint.
  if (body['error'] === undefined) return refuse(status < 400 ? 'unreachable' : 'misconfigured', `${step}: HTTP ${status} without an error`)
}

async function fetchToken(settings: Settings, proof: Proof, outside: Outside): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'authorization_code', code: proof.code })
  if (proof.redirectUri !== undefined) form.set('redirect_uri', proof.redirectUri)
  if (proof.codeVerifier !== undefined) form.set('code_verifier', proof.codeVerifier)
  const url = readUrl('token_url', settings.token_url)
  const { status, body } = await askAsClient(outside, 'token', url, readClient(settings), form)
  // Some providers answer errors with HTTP 200: the body decides.
  if (body['error'] !== undefined || status >= 300) {
    // RFC 6749 section 5.2 keeps 401 for the client's own authentication.
    const other = status === 401 ? 'misconfigured' : 'denied'
    const known = oauthErrors.get(body['error'])
    return refuse(known ?? other, `token: HTTP ${status}, ${known ? String(body['error']) : 'an error of another kind'}`)
  }
  return readToken(body) ?? refuse('unreachable', 'token: no access_token in the answer')
}

async function askPerson(settings: Settings, token: string, outside: Outside): Promise<{ status: number; body: unknown }> {
  const url = readUrl('userinfo_url', settings.userinfo_url)
  if (settings.token_in !== 'query') return askAny(outside, 'userinfo', url, { authorization: `Bearer ${token}` })
  url.searchParams.set('access_token', token)
  return askAny(outside, 'userinfo', url, {})
}

export const isObject = (it: unknown): it is Json => typeof it === 'object' && it !== null && !Array.isArray(it)

async function fetchPerson(settings: Settings, token: string, outside: Outside): Promise<Json> {
  const { status, body } = await askPerson(settings, token, outside)
  if (status >= 300) return refuse((isObject(body) && oauthErrors.get(body['error'])) || 'denied', `userinfo: HTTP ${status}`)
  return isObject(body) ? body : refuse('unreachable', 'userinfo: no JSON object')
}

function readProfile(settings: Settings, body: Json): Profile {
  const found = at(body, settings.subject_attribute)
  const subject = text(Number.isSafeInteger(found) ? String(found) : found)
  if (subject === undefined) return refuse('misconfigured', `userinfo: no usable text or number at ${settings.subject_attribute}`)
  const nickname = text(at(body, settings.nickname_attribute))
  const avatar = text(at(body, settings.avatar_attribute))
  const mobile = text(at(body, settings.mobile_attribute))
  const email = text(at(body, settings.email_attribute))
  return {
    subject,
    ...(nickname !== undefined && { nickname }),
    ...(avatar !== undefined && { avatar }),
    // Threat row 2: "true", 1 and yes are not true.
    ...(mobile !== undefined && { mobile, mobileVerified: at(body, settings.mobile_verified_attribute) === true }),
    ...(email !== undefined && { email, emailVerified: at(body, settings.email_verified_attribute) === true }),
  }
}

export const oauth2 = connector({
  id: 'oauth2',
  label: { en: 'OAuth 2.0', zh: 'OAuth 2.0' },
  settings,

  async authorizeUrl(settings, { redirectUri, state, codeChallenge }) {
    const url = readUrl('authorization_url', settings.authorization_url)
    const scope = (settings.scope ?? '').split(/[\s,]+/).filter(Boolean)
    url.searchParams.set('response_type', 'code')
    url.searchParams.set('client_id', settings.client_id)
    url.searchParams.set('redirect_uri', redirectUri)
    if (scope.length > 0) url.searchParams.set('scope', scope.join(' '))
    url.searchParams.set('state', state)
    // RFC 9700 section 2.1.1; a provider that does not know PKCE ignores both (RFC 6749 section 3.1).
    url.searchParams.set('code_challenge', codeChallenge)
    url.searchParams.set('code_challenge_method', 'S256')
    return url.href
  },

  async check(settings, outside) {
    readUrl('authorization_url', settings.authorization_url)
    const url = readUrl('token_url', settings.token_url)
    await checkClient(outside, 'token', url, readClient(settings)).catch(blaming('token_url'))
    const { status } = await askPerson(settings, 'bowline-checks-these-settings', outside).catch(blaming('userinfo_url'))
    if (status === 404) refuseSetting('userinfo_url', 'userinfo: HTTP 404')
  },

  async identify(settings, proof, outside) {
    const token = await fetchToken(settings, proof, outside)
    return readProfile(settings, await fetchPerson(settings, token, outside))
  },
})
