/**
 * Feishu and Lark (https://open.feishu.cn, https://open.larksuite.com): one product in two regions, whose people and
 * applications do not know each other.
 *
 * RFC 6749 with PKCE, but the token request is JSON, and answers carry a number (`code`) that says more than `error`.
 * The subject is the open_id, of this application; the alias is the union_id, the same over all applications of one
 * developer. The user_id is neither: it is given for a permission only, and an administrator can change it.
 */
import type { Static } from 'typebox'
import { address, addressSetting, askJson, type Json, text } from './ask.ts'
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
} from './connector.ts'
import { blaming, isObject, readToken } from './oauth2.ts'

const REGIONS = {
  feishu: { page: 'https://accounts.feishu.cn', api: 'https://open.feishu.cn' },
  lark: { page: 'https://accounts.larksuite.com', api: 'https://open.larksuite.com' },
}

const settings = Type.Object(
  {
    region: Type.Optional(
      Type.Union([Type.Literal('feishu'), Type.Literal('lark')], {
        title: 'Region',
        titleZh: '版本',
        description: 'Where the application was made: feishu (open.feishu.cn) or lark (open.larksuite.com).',
        descriptionZh: '应用创建于：feishu（open.feishu.cn）或lark（open.larksuite.com）。',
        default: 'feishu',
      }),
    ),
    app_id: Type.String({
      title: 'App ID',
      titleZh: 'App ID',
      description: 'Under "Credentials & Basic Info" of the application; it begins with cli_.',
      descriptionZh: '在应用的“凭证与基础信息”中，以cli_开头。',
      minLength: 1,
      maxLength: 100,
    }),
    app_secret: Type.String({
      title: 'App Secret',
      titleZh: 'App Secret',
      description: 'Beside the App ID.',
      descriptionZh: '在App ID旁边。',
      format: 'secret',
      minLength: 1,
      maxLength: 200,
    }),
    scope: Type.Optional(
      Type.String({
        title: 'Scope',
        titleZh: '授权范围',
        description:
          'Permissions to ask for, separated by spaces, such as contact:user.email:readonly contact:user.phone:readonly. Name and picture need none.',
        descriptionZh: '要申请的权限，用空格分隔，如contact:user.email:readonly contact:user.phone:readonly；姓名和头像不需要权限。',
        maxLength: 1_000,
      }),
    ),
    api_url: addressSetting('API address', '接口地址', REGIONS.feishu.api),
    authorize_url: addressSetting('Sign-in page address', '授权页面地址', REGIONS.feishu.page),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>
type Step = 'token' | 'userinfo'

/** From the tables of "Get user_access_token" and "Get user information"; the last ones are of the gateway before both. */
const ERRORS = new Map<unknown, Refusal>([
  [20003, 'expired'], // code unknown
  [20004, 'expired'], // code too old
  [20024, 'expired'], // code of another application
  [20049, 'expired'], // PKCE does not fit
  [20065, 'expired'], // code was used
  [20071, 'expired'], // not the redirect address of the authorization
  [20001, 'misconfigured'], // something is missing
  [20009, 'misconfigured'], // not installed at this organization
  [20036, 'misconfigured'], // grant_type
  [20063, 'misconfigured'], // malformed
  [20067, 'misconfigured'], // scope
  [20068, 'misconfigured'], // scope
  [20070, 'misconfigured'], // credentials in two places
  [20050, 'unreachable'],
  [20072, 'unreachable'],
  [99991400, 'unreachable'], // called too often
])

/** These name a setting. */
const SETTINGS = new Map<unknown, 'app_id' | 'app_secret'>([
  [20048, 'app_id'], // no such application
  [20069, 'app_id'], // the application is not enabled
  [20002, 'app_secret'],
])

/** RFC 6749 section 5.2, for numbers that are not in the tables. */
const WORDS = new Map<unknown, Refusal>([
  ['invalid_grant', 'expired'],
  ['invalid_client', 'misconfigured'],
  ['unauthorized_client', 'misconfigured'],
  ['invalid_request', 'misconfigured'],
  ['invalid_scope', 'misconfigured'],
  ['server_error', 'unreachable'],
  ['temporarily_unavailable', 'unreachable'],
])

const addressOf = (settings: Settings, which: 'page' | 'api'): string =>
  (which === 'api' ? settings.api_url : settings.authorize_url) ?? REGIONS[settings.region ?? 'feishu'][which]

async function ask(settings: Settings, step: Step, path: string, request: Parameters<typeof askJson>[3], outside: Outside): Promise<Json> {
  const asking = async () => askJson(outside, `feishu ${step}`, address(addressOf(settings, 'api'), path), request)
  const { status, body } = await asking().catch(blaming('api_url'))
  const { code, error } = body
  if (code === 0 && status < 400) return body
  const said = typeof code === 'number' ? code : 'no code'
  const detail = `feishu ${step}: HTTP ${status}, ${said}`
  const setting = step === 'token' ? SETTINGS.get(code) : undefined
  if (setting) return refuseSetting(setting, detail)
  return refuse(ERRORS.get(code) ?? WORDS.get(error) ?? (said === 'no code' ? 'unreachable' : 'denied'), detail)
}

async function fetchToken(settings: Settings, { code, redirectUri, codeVerifier }: Proof, outside: Outside): Promise<string> {
  // Feishu would say "something is missing", which is nothing an administrator could mend.
  if (!code) return refuse('expired', 'feishu token: no code')
  const question = {
    grant_type: 'authorization_code',
    client_id: settings.app_id,
    client_secret: settings.app_secret,
    code,
    ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
    ...(codeVerifier !== undefined && { code_verifier: codeVerifier }),
  }
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  const path = '/open-apis/authen/v2/oauth/token'
  const body = await ask(settings, 'token', path, { method: 'POST', headers, body: JSON.stringify(question) }, outside)
  return readToken(body) ?? refuse('unreachable', 'feishu token: neither an error nor an access_token')
}

function readProfile(person: Json): Profile {
  const subject = text(person['open_id']) ?? refuse('unreachable', 'feishu userinfo: neither an error nor an open_id')
  const alias = text(person['union_id'])
  const nickname = text(person['name']) ?? text(person['en_name'])
  const avatar = text(person['avatar_url'])
  // An administrator of their organization wrote both down: Feishu does not say that anybody proved them (threat row 2).
  const mobile = text(person['mobile'])
  const email = text(person['enterprise_email']) ?? text(person['email'])
  return {
    subject,
    ...(alias !== undefined && { alias }),
    ...(nickname !== undefined && { nickname }),
    ...(avatar !== undefined && { avatar }),
    ...(mobile !== undefined && { mobile, mobileVerified: false }),
    ...(email !== undefined && { email, emailVerified: false }),
  }
}

export const feishu = connector({
  id: 'feishu',
  label: { en: 'Feishu / Lark', zh: '飞书' },
  settings,
  // The union_id, over all applications of one developer.
  sharedAlias: true,

  async authorizeUrl(settings, { redirectUri, state, codeChallenge }) {
    const scope = (settings.scope ?? '').split(/[\s,]+/).filter(Boolean)
    return address(addressOf(settings, 'page'), '/open-apis/authen/v1/authorize', {
      client_id: settings.app_id,
      response_type: 'code',
      redirect_uri: redirectUri,
      ...(scope.length > 0 && { scope: scope.join(' ') }),
      state,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    }).href
  },

  async check(settings, outside) {
    // Nobody was given this code: who is known hears that, who is not hears about itself.
    const proof = { code: 'bowline-checks-these-settings', codeVerifier: 'bowline-checks-these-settings-without-a-person' }
    await fetchToken(settings, proof, outside).then(
      () => refuse('unreachable', 'feishu token: no error for a code that never was'),
      (reason: unknown) => {
        if (!(reason instanceof ConnectorRefusal && reason.refusal === 'expired')) throw reason
      },
    )
  },

  async identify(settings, proof, outside) {
    const token = await fetchToken(settings, proof, outside)
    const headers = { authorization: `Bearer ${token}` }
    const { data } = await ask(settings, 'userinfo', '/open-apis/authen/v1/user_info', { headers }, outside)
    return readProfile(isObject(data) ? data : {})
  },
})
