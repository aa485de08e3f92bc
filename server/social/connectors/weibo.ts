/**
 * Weibo (https://open.weibo.com/wiki/): websites by code, mobile applications by the token their kit was given.
 *
 * Weibo's own documentation says of the uid beside a token that it is no proof of anybody: both ways ask
 * oauth2/get_token_info whose token it is and of which application, and that answer alone is believed.
 */
import type { Static } from 'typebox'
import { address, addressSetting, askJson, type Json, text } from './ask.ts'
import {
  connector,
  ConnectorRefusal,
  type Outside,
  type Profile,
  type Proof,
  refuse,
  refuseSetting,
  type Refusal,
  Type,
} from './connector.ts'

const API = 'https://api.weibo.com'

const settings = Type.Object(
  {
    app_key: Type.String({
      title: 'App Key',
      titleZh: 'App Key',
      description: 'Digits only: the client_id of the application at the Weibo open platform.',
      descriptionZh: '纯数字：微博开放平台上该应用的client_id。',
      minLength: 1,
      maxLength: 100,
    }),
    app_secret: Type.String({ title: 'App Secret', titleZh: 'App Secret', format: 'secret', minLength: 1, maxLength: 200 }),
    api_url: addressSetting('API address', '接口地址', API),
    authorize_url: addressSetting('Sign-in page address', '授权页面地址', API),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

const INVALID_CLIENT = 21324

/** The errors of OAuth 2.0 and of the interfaces; whatever is not here is a plain no. */
const ERRORS = new Map<number, Refusal>([
  [21325, 'expired'], // invalid_grant: the code is unknown, used or too old
  [21327, 'expired'], // expired_token
  [21315, 'expired'], // token expired
  [21316, 'expired'], // token revoked
  [21317, 'expired'], // token rejected
  [21332, 'expired'], // invalid_access_token
  [21322, 'misconfigured'], // redirect_uri_mismatch: not the address written down at Weibo
  [INVALID_CLIENT, 'misconfigured'],
  [21326, 'misconfigured'], // unauthorized_client
  [21328, 'misconfigured'], // unsupported_grant_type
  [21337, 'misconfigured'], // the application lacks a permission
  [10014, 'misconfigured'], // the same, of an interface
  [21321, 'misconfigured'], // not reviewed yet: only its testers may sign in
  [21331, 'unreachable'], // temporarily_unavailable
  [10001, 'unreachable'], // system error
  [10002, 'unreachable'], // service unavailable
  [10003, 'unreachable'], // remote service error
  [10009, 'unreachable'], // too many pending tasks
  [10010, 'unreachable'], // job expired
  [10022, 'unreachable'], // too many requests of this address
  [10023, 'unreachable'], // too many requests of this person
  [10024, 'unreachable'], // too many requests of this interface
])

type Step = 'access_token' | 'get_token_info' | 'users/show'

const numberOf = (value: unknown): number => (typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN)

function refuseError(step: Step, body: Json): never {
  const code = numberOf(body['error_code'])
  if (!Number.isSafeInteger(code)) return refuse('unreachable', `weibo ${step}: an error without a number`)
  // One number for both: which of the two it was, only the administrator can see.
  const setting = code === INVALID_CLIENT ? 'app_secret' : undefined
  const of = setting ? ', App Key or App Secret' : ''
  throw new ConnectorRefusal(ERRORS.get(code) ?? 'denied', `weibo ${step}: error ${code}${of}`, undefined, setting)
}

type Question = { query?: Record<string, string>; form?: Record<string, string> }

async function ask(settings: Settings, outside: Outside, step: Step, path: string, { query, form }: Question): Promise<Json> {
  const url = address(settings.api_url ?? API, path, query)
  const request = form ? ({ method: 'POST', body: new URLSearchParams(form) } as const) : {}
  const { status, body } = await askJson(outside, `weibo ${step}`, url, request)
  if (status >= 400 && body['error_code'] === undefined) return refuse('unreachable', `weibo ${step}: HTTP ${status}`)
  return body
}

const exchange = (settings: Settings, { code, redirectUri }: Proof, outside: Outside): Promise<Json> =>
  ask(settings, outside, 'access_token', '/oauth2/access_token', {
    form: {
      client_id: settings.app_key,
      client_secret: settings.app_secret,
      grant_type: 'authorization_code',
      code,
      ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
    },
  })

/** Ids come as numbers and as text. One beyond 2^53 would be rounded, and two people could become one: it is no id. */
const idOf = (value: unknown): string | undefined => {
  const written = Number.isSafeInteger(value) ? String(value) : text(value)
  return written !== undefined && /^[1-9][0-9]{0,30}$/.test(written) ? written : undefined
}

async function askWho(settings: Settings, accessToken: string, outside: Outside): Promise<string> {
  const form = { access_token: accessToken }
  const body = await ask(settings, outside, 'get_token_info', '/oauth2/get_token_info', { form })
  if (body['error_code'] !== undefined) return refuseError('get_token_info', body)
  const uid = idOf(body['uid'])
  const appkey = idOf(body['appkey'])
  if (uid === undefined || appkey === undefined) return refuse('unreachable', 'weibo get_token_info: neither an error nor uid and appkey')
  if (appkey !== settings.app_key) return refuse('denied', 'weibo get_token_info: a token of another application')
  // The documentation writes expire_in; older answers expires_in.
  const left = numberOf(body['expire_in'] ?? body['expires_in'])
  if (left <= 0) return refuse('expired', 'weibo get_token_info: the token has expired')
  return uid
}

async function askFace(settings: Settings, accessToken: string, uid: string, outside: Outside): Promise<Json> {
  const body = await ask(settings, outside, 'users/show', '/2/users/show.json', { query: { access_token: accessToken, uid } })
  if (body['error_code'] !== undefined) return refuseError('users/show', body)
  if ((idOf(body['idstr']) ?? idOf(body['id'])) !== uid) return refuse('denied', 'weibo users/show: answered about somebody else')
  return body
}

export const weibo = connector({
  id: 'weibo',
  label: { en: 'Weibo', zh: '微博' },
  settings,

  /** A code nobody was given: Weibo says what it thinks of the application before it says so of the code. */
  async check(settings, outside) {
    if (idOf(settings.app_key) === undefined) refuseSetting('app_key', 'weibo: an App Key is digits')
    const body = await exchange(settings, { code: 'bowline-settings-check' }, outside)
    const code = numberOf(body['error_code'])
    if (!Number.isSafeInteger(code)) refuse('unreachable', 'weibo access_token: a made-up code was not refused')
    // What is left to say of: the code, or the address it came back to, which is not known yet.
    if (code !== 21325 && code !== 21322 && ERRORS.get(code) !== undefined) refuseError('access_token', body)
  },

  async authorizeUrl(settings, { redirectUri, state }) {
    const query = { client_id: settings.app_key, response_type: 'code', redirect_uri: redirectUri, state }
    return address(settings.authorize_url ?? API, '/oauth2/authorize', query).href
  },

  async identify(settings, proof, outside): Promise<Profile> {
    let accessToken = proof.accessToken
    if (accessToken === undefined) {
      const body = await exchange(settings, proof, outside)
      if (body['error_code'] !== undefined) return refuseError('access_token', body)
      accessToken = text(body['access_token']) ?? refuse('unreachable', 'weibo access_token: neither an error nor an access_token')
    }
    const uid = await askWho(settings, accessToken, outside)
    if (proof.openId !== undefined && proof.openId !== uid) return refuse('denied', 'weibo get_token_info: the token is of somebody else')
    const face = await askFace(settings, accessToken, uid, outside)
    const nickname = text(face['screen_name'])
    const avatar = text(face['avatar_large']) ?? text(face['profile_image_url'])
    return { subject: uid, ...(nickname !== undefined && { nickname }), ...(avatar !== undefined && { avatar }) }
  },
})
