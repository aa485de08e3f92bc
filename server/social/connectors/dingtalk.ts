/**
 * DingTalk (https://open.dingtalk.com/document/): the sign-in page login.dingtalk.com, and the new interfaces of
 * api.dingtalk.com. JSON both ways; errors are HTTP 4xx with {code, requestid, message}, where `code` is a word.
 *
 * The subject is the unionId: one person has one in all applications of the same developer, while the openId is another
 * in each. It is the alias as well, so that sources of one developer know each other's people.
 */
import type { Static } from 'typebox'
import { address, addressSetting, askJson, type Json, text } from './ask.ts'
import { connector, ConnectorRefusal, type Outside, type Profile, refuse, type Refusal, Type } from './connector.ts'

const API = 'https://api.dingtalk.com'
const PAGES = 'https://login.dingtalk.com'

const settings = Type.Object(
  {
    client_id: Type.String({
      title: 'Client ID',
      titleZh: 'Client ID',
      description: 'Formerly AppKey (of an internal application), SuiteKey or AppId.',
      descriptionZh: '旧称AppKey（企业内部应用）、SuiteKey或AppId。',
      minLength: 1,
      maxLength: 100,
    }),
    client_secret: Type.String({ title: 'Client Secret', titleZh: 'Client Secret', format: 'secret', minLength: 1, maxLength: 200 }),
    api_url: addressSetting('API address', '接口地址', API),
    authorize_url: addressSetting('Sign-in page address', '授权页面地址', PAGES),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>
type Step = 'userAccessToken' | 'users/me' | 'accessToken'

/** Words of the documentation and of answers seen; DingTalk writes them in several cases. Whatever is not here is a plain no. */
const ERRORS: [RegExp, Refusal, (keyof Settings)?][] = [
  [/authCode/i, 'expired'], // invalidParameter.authCode.notFound: unknown, used or too old
  [/clientIdOrSecret/i, 'misconfigured', 'client_secret'], // one word for both
  [/clientSecret/i, 'misconfigured', 'client_secret'],
  [/clientId/i, 'misconfigured', 'client_id'],
  [/QpsLimit|Throttling/i, 'unreachable'],
  [/^InvalidAuthentication/i, 'expired'], // the access token, between our two calls
  [/^Forbidden\.AccessDenied/i, 'misconfigured'], // the application lacks the permission Contact.User.Read
  [/^(system|internal|service)/i, 'unreachable'],
]

function refuseError(step: Step, status: number, body: Json): never {
  const word = typeof body['code'] === 'string' && /^[A-Za-z0-9_.-]{1,100}$/.test(body['code']) ? body['code'] : undefined
  if (word === undefined) return refuse('unreachable', `dingtalk ${step}: HTTP ${status} without a code`)
  const [, refusal, setting] = ERRORS.find(([shape]) => shape.test(word)) ?? [undefined, 'denied' as const, undefined]
  throw new ConnectorRefusal(refusal, `dingtalk ${step}: ${word}`, undefined, setting)
}

const post = (settings: Settings, outside: Outside, step: Step, body: Json) =>
  askJson(outside, `dingtalk ${step}`, address(settings.api_url ?? API, `/v1.0/oauth2/${step}`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const exchange = (settings: Settings, code: string, outside: Outside) =>
  post(settings, outside, 'userAccessToken', {
    clientId: settings.client_id,
    clientSecret: settings.client_secret,
    code,
    grantType: 'authorization_code',
  })

/** Only these have a token of their own; applications of third parties and of individuals do not. */
const isInternal = (clientId: string) => !/^(suite|dingoa)/.test(clientId)

export const dingtalk = connector({
  id: 'dingtalk',
  label: { en: 'DingTalk', zh: '钉钉' },
  sharedAlias: true,
  settings,

  /** A code nobody was given, and, because nothing says which is looked at first, the application's own token. */
  async check(settings, outside) {
    const made = await exchange(settings, 'bowline-settings-check', outside)
    if (made.status < 400) refuse('unreachable', 'dingtalk userAccessToken: a made-up code was not refused')
    if (!/authCode/i.test(String(made.body['code']))) refuseError('userAccessToken', made.status, made.body)
    if (isInternal(settings.client_id)) {
      const own = await post(settings, outside, 'accessToken', { appKey: settings.client_id, appSecret: settings.client_secret })
      if (own.status >= 400 && /clientIdOrSecret/i.test(String(own.body['code']))) refuseError('accessToken', own.status, own.body)
    }
  },

  async authorizeUrl(settings, { redirectUri, state }) {
    // `prompt` has one value, and the page does not open without it. The code comes back as `authCode`.
    const query = {
      redirect_uri: redirectUri,
      response_type: 'code',
      client_id: settings.client_id,
      scope: 'openid',
      state,
      prompt: 'consent',
    }
    return address(settings.authorize_url ?? PAGES, '/oauth2/auth', query).href
  },

  async identify(settings, { code }, outside): Promise<Profile> {
    const token = await exchange(settings, code, outside)
    if (token.status >= 400) return refuseError('userAccessToken', token.status, token.body)
    const accessToken = text(token.body['accessToken'])
    // What cannot stand in a header is no token.
    if (accessToken === undefined || !/^[\x21-\x7e]+$/.test(accessToken)) {
      return refuse('unreachable', 'dingtalk userAccessToken: neither an error nor an accessToken')
    }
    const me = await askJson(outside, 'dingtalk users/me', address(settings.api_url ?? API, '/v1.0/contact/users/me'), {
      headers: { 'x-acs-dingtalk-access-token': accessToken },
    })
    if (me.status >= 400) return refuseError('users/me', me.status, me.body)
    const unionId = text(me.body['unionId']) ?? refuse('unreachable', 'dingtalk users/me: neither an error nor a unionId')
    const nickname = text(me.body['nick'])
    const avatar = text(me.body['avatarUrl'])
    const email = text(me.body['email'])
    return {
      subject: unionId,
      alias: unionId,
      ...(nickname !== undefined && { nickname }),
      ...(avatar !== undefined && { avatar }),
      ...readNumber(me.body),
      ...(email !== undefined && { email }),
    }
  },
})

/** "The mobile number of the user", as the documentation has it: it does not say that somebody proved it, so neither do we. */
function readNumber(body: Json): { mobile?: string } {
  const mobile = text(body['mobile'])
  const stateCode = text(body['stateCode'])?.replace(/^\+/, '')
  if (mobile === undefined) return {}
  return { mobile: stateCode !== undefined && /^\d{1,4}$/.test(stateCode) && /^\d+$/.test(mobile) ? `+${stateCode}${mobile}` : mobile }
}
