/**
 * QQ (https://wiki.connect.qq.com/): websites by code, mobile applications by the token their kit was given.
 *
 * Both end at /oauth2.0/me, which says whose token it is and of which application: a token of another application
 * opens nothing here, and an openid that came beside a token is only compared. Errors are HTTP 200 with
 * {error, error_description}, and {ret, msg} of get_user_info.
 */
import type { Static } from 'typebox'
import { address, addressSetting, askJson, type Json, text } from './ask.ts'
import { connector, ConnectorRefusal, type Outside, type Profile, type Proof, refuse, type Refusal, Type } from './connector.ts'

const API = 'https://graph.qq.com'

const settings = Type.Object(
  {
    app_id: Type.String({
      title: 'APP ID',
      titleZh: 'APP ID',
      description: 'A website and a mobile application have an APP ID each, and need a source each; the unionid makes their people one.',
      descriptionZh: '网站应用和移动应用各有自己的APP ID，需各建一个认证源；unionid会把同一个人对应起来。',
      minLength: 1,
      maxLength: 100,
    }),
    app_key: Type.String({ title: 'APP Key', titleZh: 'APP Key', format: 'secret', minLength: 1, maxLength: 200 }),
    api_url: addressSetting('API address', '接口地址', API),
    authorize_url: addressSetting('Sign-in page address', '授权页面地址', API),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

/** No unionid for this application: it was never applied for. */
const NO_UNIONID = 100048
/** The person did not allow get_user_info: they are known all the same, without name and picture. */
const NOT_ALLOWED = 100030

/** The public return codes for OAuth 2.0; whatever is not here is a plain no. */
const ERRORS = new Map<number, [Refusal, (keyof Settings)?]>([
  [100005, ['expired']], // code missing
  [100013, ['expired']], // access token invalid
  [100014, ['expired']], // access token too old
  [100015, ['expired']], // access token revoked
  [100016, ['expired']], // access token not verified
  [100019, ['expired']], // no token for this code
  [100020, ['expired']], // code been used
  [100001, ['misconfigured', 'app_id']], // client_id missing
  [100002, ['misconfigured', 'app_key']], // client_secret missing
  [100004, ['misconfigured']], // grant_type
  [100008, ['misconfigured', 'app_id']], // no such application
  [100009, ['misconfigured', 'app_key']], // client_secret wrong
  [100010, ['misconfigured']], // the redirect address is not one of the application's
  [100011, ['misconfigured', 'app_id']], // the application is not online
  [100031, ['misconfigured']], // the application may not use this interface
  [100021, ['unreachable']], // their own failure to issue a token
])

type Step = 'token' | 'me' | 'get_user_info'

function refuseError(step: Step, code: unknown): never {
  if (typeof code !== 'number') return refuse('unreachable', `qq ${step}: an error that is no number`)
  const [refusal, setting] = ERRORS.get(code) ?? ['denied']
  throw new ConnectorRefusal(refusal, `qq ${step}: error ${code}`, undefined, setting)
}

async function ask(settings: Settings, outside: Outside, step: Step, path: string, query: Record<string, string>): Promise<Json> {
  const { status, body } = await askJson(outside, `qq ${step}`, address(settings.api_url ?? API, path, { ...query, fmt: 'json' }))
  if (status >= 400 && body['error'] === undefined) return refuse('unreachable', `qq ${step}: HTTP ${status}`)
  return body
}

async function exchange(settings: Settings, { code, redirectUri }: Proof, outside: Outside): Promise<Json> {
  return ask(settings, outside, 'token', '/oauth2.0/token', {
    grant_type: 'authorization_code',
    client_id: settings.app_id,
    client_secret: settings.app_key,
    code,
    ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
  })
}

/** Whose token this is. The application is compared before anything of the answer is used. */
async function askWho(settings: Settings, accessToken: string, outside: Outside): Promise<{ openid: string; unionid?: string }> {
  const query = { access_token: accessToken }
  let body = await ask(settings, outside, 'me', '/oauth2.0/me', { ...query, unionid: '1' })
  if (body['error'] === NO_UNIONID) body = await ask(settings, outside, 'me', '/oauth2.0/me', query)
  if (body['error'] !== undefined) return refuseError('me', body['error'])
  const openid = text(body['openid'])
  if (openid === undefined || text(body['client_id']) === undefined) return refuse('unreachable', 'qq me: neither an error nor an openid')
  if (body['client_id'] !== settings.app_id) return refuse('denied', 'qq me: a token of another application')
  const unionid = text(body['unionid'])
  return { openid, ...(unionid !== undefined && { unionid }) }
}

async function askFace(settings: Settings, accessToken: string, openid: string, outside: Outside): Promise<Json> {
  const query = { access_token: accessToken, oauth_consumer_key: settings.app_id, openid }
  const body = await ask(settings, outside, 'get_user_info', '/user/get_user_info', query)
  if (body['ret'] === 0) return body
  if (body['ret'] === NOT_ALLOWED) return {}
  return refuseError('get_user_info', body['ret'] ?? body['error'])
}

export const qq = connector({
  id: 'qq',
  label: { en: 'QQ', zh: 'QQ' },
  sharedAlias: true,
  settings,

  /** A code nobody was given: QQ says what it thinks of the APP ID and the APP Key before it says so of the code. */
  async check(settings, outside) {
    const body = await exchange(settings, { code: 'bowline-settings-check' }, outside)
    const code = body['error']
    if (typeof code !== 'number') throw new ConnectorRefusal('unreachable', 'qq token: a made-up code was not refused')
    const [refusal, setting] = ERRORS.get(code) ?? ['denied']
    if (setting !== undefined || refusal === 'unreachable') refuseError('token', code)
  },

  async authorizeUrl(settings, { redirectUri, state }) {
    const query = { response_type: 'code', client_id: settings.app_id, redirect_uri: redirectUri, state, scope: 'get_user_info' }
    return address(settings.authorize_url ?? API, '/oauth2.0/authorize', query).href
  },

  async identify(settings, proof, outside): Promise<Profile> {
    let accessToken = proof.accessToken
    if (accessToken === undefined) {
      const body = await exchange(settings, proof, outside)
      if (body['error'] !== undefined) return refuseError('token', body['error'])
      accessToken = text(body['access_token']) ?? refuse('unreachable', 'qq token: neither an error nor an access_token')
    }
    const { openid, unionid } = await askWho(settings, accessToken, outside)
    if (proof.openId !== undefined && proof.openId !== openid) return refuse('denied', 'qq me: the token is of somebody else')
    const face = await askFace(settings, accessToken, openid, outside)
    const nickname = text(face['nickname'])
    const avatar = text(face['figureurl_qq_2']) ?? text(face['figureurl_qq_1'])
    return {
      subject: openid,
      ...(unionid !== undefined && { alias: unionid }),
      ...(nickname !== undefined && { nickname }),
      ...(avatar !== undefined && { avatar }),
    }
  },
})
