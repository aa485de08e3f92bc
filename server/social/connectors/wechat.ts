/**
 * WeChat (https://developers.weixin.qq.com/doc/): websites, mobile applications and official accounts.
 *
 * OAuth in shape only: other parameter names, everything in the query, errors as HTTP 200 with
 * {errcode, errmsg}, JSON sent as text/plain, and no PKCE.
 */
import type { Static } from 'typebox'
import { connector, refuse, type Outside, type Profile, type Refusal, Type } from './connector.ts'

/** The secret travels there: https, or http on this very machine (development, tests). */
const ADDRESS = '^(https://[^/]|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])([:/]|$))'

const settings = Type.Object(
  {
    scene: Type.Union([Type.Literal('website'), Type.Literal('mobile'), Type.Literal('official_account')], {
      title: 'Login scenario',
      titleZh: '登录场景',
      description: 'The type of the application at the WeChat open platform: website (QR code), mobile app, official account.',
      default: 'website',
    }),
    app_id: Type.String({ title: 'AppID', titleZh: 'AppID', minLength: 1, maxLength: 100 }),
    app_secret: Type.String({ title: 'AppSecret', titleZh: 'AppSecret', format: 'secret', minLength: 1, maxLength: 200 }),
    official_account_scope: Type.Optional(
      Type.Union([Type.Literal('snsapi_userinfo'), Type.Literal('snsapi_base')], {
        title: 'Scope of the official account',
        titleZh: '公众号授权范围',
        description: 'snsapi_userinfo asks the person and yields nickname and avatar; snsapi_base is silent and yields the openid only.',
        default: 'snsapi_userinfo',
      }),
    ),
    api_url: Type.Optional(
      Type.String({
        title: 'API address',
        titleZh: '接口地址',
        format: 'uri',
        pattern: ADDRESS,
        maxLength: 500,
        default: 'https://api.weixin.qq.com',
      }),
    ),
    authorize_url: Type.Optional(
      Type.String({
        title: 'Sign-in page address',
        titleZh: '授权页面地址',
        format: 'uri',
        pattern: ADDRESS,
        maxLength: 500,
        default: 'https://open.weixin.qq.com',
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>
type Json = Record<string, unknown>

/** From the table of global return codes; whatever is not here is a plain no. */
const ERRORS = new Map<number, Refusal>([
  [40029, 'expired'], // invalid code
  [40163, 'expired'], // code been used
  [41008, 'expired'], // missing code
  [42003, 'expired'], // code timed out
  [42001, 'expired'], // access_token timed out, between our two calls
  [40002, 'misconfigured'], // invalid grant_type
  [40013, 'misconfigured'], // invalid appid
  [40125, 'misconfigured'], // invalid appsecret
  [40164, 'misconfigured'], // our address is not in the account's allow list
  [41002, 'misconfigured'], // appid missing
  [41004, 'misconfigured'], // appsecret missing
  [-1, 'unreachable'], // system busy
  [45009, 'unreachable'], // daily quota used up
  [45011, 'unreachable'], // called too often
])

/** The same number means two things: a wrong AppSecret when a code is exchanged, a wrong access_token afterwards. */
const INVALID_CREDENTIAL = 40001

const TEXT = /^[^\p{Cc}\p{Cs}]{1,1024}$/u
const text = (value: unknown): string | undefined => (typeof value === 'string' && TEXT.test(value) ? value : undefined)

type Step = 'access_token' | 'userinfo'

function address(base: string, path: string, parameters: Record<string, string>): URL {
  const url = URL.parse(base) ?? refuse('misconfigured', 'wechat: api_url or authorize_url is not an address')
  url.pathname = url.pathname.replace(/\/$/, '') + path
  url.search = new URLSearchParams(parameters).toString()
  return url
}

async function ask(outside: Outside, step: Step, url: URL): Promise<Json> {
  let status: number, written: string
  try {
    const answer = await outside.fetch(url, { headers: { accept: 'application/json' } })
    status = answer.status
    // UTF-8 whatever the content type says: it says text/plain without a charset.
    written = await answer.text()
  } catch (cause) {
    const forbidden = (cause as { kind?: unknown } | null)?.kind === 'forbidden_address'
    return refuse(forbidden ? 'misconfigured' : 'unreachable', `wechat ${step}: no answer`, cause)
  }
  if (status !== 200) return refuse('unreachable', `wechat ${step}: HTTP ${status}`)
  let body: unknown
  try {
    body = JSON.parse(written)
  } catch {
    // Without the cause: its message quotes the answer.
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refuse('unreachable', `wechat ${step}: no JSON object`)
  }
  const { errcode } = body as { errcode?: unknown }
  if (errcode === undefined || errcode === 0) return body as Json
  if (typeof errcode !== 'number') return refuse('unreachable', `wechat ${step}: an errcode that is no number`)
  const other = errcode === INVALID_CREDENTIAL && step === 'access_token' ? 'misconfigured' : 'denied'
  return refuse(ERRORS.get(errcode) ?? other, `wechat ${step}: errcode ${errcode}`)
}

const api = (settings: Settings) => settings.api_url ?? 'https://api.weixin.qq.com'

function readProfile(openid: string, token: Json, person: Json): Profile {
  const alias = text(person['unionid']) ?? text(token['unionid'])
  const nickname = text(person['nickname'])
  const avatar = text(person['headimgurl'])
  return {
    subject: openid,
    ...(alias !== undefined && { alias }),
    ...(nickname !== undefined && { nickname }),
    ...(avatar !== undefined && { avatar }),
  }
}

export const wechat = connector({
  id: 'wechat',
  socialType: 'weixin',
  label: { en: 'WeChat', zh: '微信' },
  settings,

  async authorizeUrl(settings, { redirectUri, state }) {
    const pages = {
      website: ['/connect/qrconnect', 'snsapi_login'],
      official_account: ['/connect/oauth2/authorize', settings.official_account_scope ?? 'snsapi_userinfo'],
      // The mobile application asks WeChat itself, through WeChat's own kit.
      mobile: undefined,
    } as const
    const [path, scope] = pages[settings.scene] ?? refuse('misconfigured', 'wechat: a mobile application has no sign-in page')
    const base = settings.authorize_url ?? 'https://open.weixin.qq.com'
    // In the order of WeChat's own examples: its pages have been particular about that.
    const parameters = { appid: settings.app_id, redirect_uri: redirectUri, response_type: 'code', scope, state }
    return `${address(base, path, parameters).href}#wechat_redirect`
  },

  async identify(settings, { code }, outside) {
    const exchange = { appid: settings.app_id, secret: settings.app_secret, code, grant_type: 'authorization_code' }
    const token = await ask(outside, 'access_token', address(api(settings), '/sns/oauth2/access_token', exchange))
    const openid = text(token['openid'])
    const accessToken = text(token['access_token'])
    if (openid === undefined || accessToken === undefined) {
      return refuse('unreachable', 'wechat access_token: neither an error nor openid and access_token')
    }
    // "Snapshot" visitors get a made-up account of their own: nobody must be bound to one.
    if (token['is_snapshotuser'] === 1) return refuse('denied', 'wechat access_token: a snapshot page, not a person')

    // Only these two scopes open /sns/userinfo; with snsapi_base it answers 48001.
    const scopes = String(token['scope'] ?? '').split(/[\s,]+/)
    if (!scopes.includes('snsapi_userinfo') && !scopes.includes('snsapi_login')) return readProfile(openid, token, {})

    const question = { access_token: accessToken, openid, lang: 'zh_CN' }
    const person = await ask(outside, 'userinfo', address(api(settings), '/sns/userinfo', question))
    if (person['openid'] !== openid) return refuse('denied', 'wechat userinfo: answered about somebody else')
    return readProfile(openid, token, person)
  },
})
