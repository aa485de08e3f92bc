/**
 * HUAWEI ID (https://developer.huawei.com/consumer/en/doc/harmonyos-references/account-api-obtain-user-token): websites, and
 * applications on HarmonyOS and Android with a code that Account Kit gave them.
 *
 * OpenID Connect with PKCE up to its errors, which are numbers (`error`, `sub_error`) that no OpenID client can read.
 * Everything stands in the id_token. The subject is its `openid` (OpenID, of this application); the alias is its `sub`
 * (UnionID, the same over all applications of one developer).
 */
import type { Static } from 'typebox'
import { address, addressSetting, type Json, text } from './ask.ts'
import { connector, refuse, refuseSetting, type Outside, type Profile, type Refusal, Type } from './connector.ts'
import { readIdToken } from './id-token.ts'
import { askAsClient, blaming, readToken } from './oauth2.ts'

const HOST = 'https://oauth-login.cloud.huawei.com'
/** In every id_token, whatever address is asked. */
const ISSUER = 'https://accounts.huawei.com'

const settings = Type.Object(
  {
    client_id: Type.String({
      title: 'Client ID',
      titleZh: 'Client ID',
      description: 'Of the OAuth 2.0 client in AppGallery Connect or the API Console: digits only.',
      descriptionZh: 'AppGallery Connect或API Console中OAuth 2.0客户端的ID，纯数字。',
      pattern: '^[0-9]{1,64}$',
    }),
    client_secret: Type.String({
      title: 'Client Secret',
      titleZh: 'Client Secret',
      description: 'Of the same OAuth 2.0 client.',
      descriptionZh: '同一OAuth 2.0客户端的密钥。',
      format: 'secret',
      minLength: 1,
      maxLength: 500,
    }),
    scope: Type.Optional(
      Type.String({
        title: 'Scope',
        titleZh: '授权范围',
        description: 'Separated by spaces. profile yields nickname and picture, email the address. openid is always asked for.',
        descriptionZh: '用空格分隔。profile返回昵称和头像，email返回邮箱；始终会请求openid。',
        pattern: '^[0-9A-Za-z:/.]+([\\s,]+[0-9A-Za-z:/.]+)*$',
        maxLength: 500,
        default: 'openid profile',
      }),
    ),
    api_url: addressSetting('API address', '接口地址', HOST),
    authorize_url: addressSetting('Sign-in page address', '授权页面地址', HOST),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

/** From the table of `sub_error` of the token endpoint; whatever is not here is a plain no. */
const ERRORS = new Map<unknown, Refusal>([
  [20024, 'expired'], // not the redirect address of the authorization
  [20151, 'expired'], // no code
  [20152, 'expired'], // not the form of a code
  [20153, 'expired'], // no code of theirs
  [20154, 'expired'], // code of another application
  [20155, 'expired'], // code too old
  [20156, 'expired'], // code was used
  [20158, 'expired'], // code taken back
  [20022, 'misconfigured'], // redirect address
  [20023, 'misconfigured'], // redirect address not registered
  [20041, 'misconfigured'], // scope
  [20042, 'misconfigured'], // scope
  [20181, 'misconfigured'], // grant_type
  [20182, 'misconfigured'], // grant_type
  [100502, 'misconfigured'], // the developer's accounts are not in one group
  [500, 'unreachable'],
  [100300, 'unreachable'],
])

/** These name a setting. */
const SETTINGS = new Map<unknown, 'client_id' | 'client_secret'>([
  [12303, 'client_id'],
  [20001, 'client_id'],
  [20002, 'client_id'],
  [20003, 'client_id'],
  [12304, 'client_secret'],
  [20085, 'client_secret'],
  [20171, 'client_secret'],
  [20172, 'client_secret'],
])

async function askTokens(settings: Settings, form: Record<string, string>, outside: Outside): Promise<Json> {
  const client = { id: settings.client_id, secret: settings.client_secret, auth: 'post' } as const
  const url = () => address(settings.api_url ?? HOST, '/oauth2/v3/token')
  const asking = async () => askAsClient(outside, 'huawei token', url(), client, new URLSearchParams(form))
  const { status, body } = await asking().catch(blaming('api_url'))
  const { error, sub_error: number } = body
  if (status === 200 && error === undefined && number === undefined) return body
  const said = typeof number === 'number' ? number : 'no sub_error'
  const detail = `huawei token: HTTP ${status}, ${said}`
  const setting = SETTINGS.get(number)
  if (setting) return refuseSetting(setting, detail)
  return refuse(ERRORS.get(number) ?? (said === 'no sub_error' ? 'unreachable' : 'denied'), detail)
}

function readProfile(claims: Json): Profile {
  const subject = text(claims['openid']) ?? refuse('denied', 'huawei token: no usable openid')
  const alias = text(claims['sub'])
  // display_name falls back to a masked number or address, which is no name.
  const nickname = text(claims['nickname']) ?? text(claims['display_name'])
  const avatar = text(claims['picture'])
  const email = text(claims['email'])
  return {
    subject,
    ...(alias !== undefined && { alias }),
    ...(nickname !== undefined && { nickname }),
    ...(avatar !== undefined && { avatar }),
    // Threat row 2: "true" and 1 are not true.
    ...(email !== undefined && { email, emailVerified: claims['email_verified'] === true }),
  }
}

export const huawei = connector({
  id: 'huawei',
  label: { en: 'HUAWEI ID', zh: '华为账号' },
  settings,
  // The UnionID, over all applications of one developer.
  sharedAlias: true,

  async authorizeUrl(settings, { redirectUri, state, nonce, codeChallenge }) {
    const scope = (settings.scope ?? 'openid profile').split(/[\s,]+/).filter(Boolean)
    return address(settings.authorize_url ?? HOST, '/oauth2/v3/authorize', {
      response_type: 'code',
      client_id: settings.client_id,
      redirect_uri: redirectUri,
      scope: [...new Set(['openid', ...scope])].join(' '),
      state,
      nonce,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    }).href
  },

  async check(settings, outside) {
    // A token of the application itself, which nobody uses: with a made-up code HUAWEI would look at the code first.
    const answer = await askTokens(settings, { grant_type: 'client_credentials' }, outside)
    if (readToken(answer) === undefined) refuse('unreachable', 'huawei token: neither an error nor an access_token')
  },

  async identify(settings, { code, redirectUri, codeVerifier, nonce }, outside) {
    const form = {
      grant_type: 'authorization_code',
      code,
      ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
      ...(codeVerifier !== undefined && { code_verifier: codeVerifier }),
    }
    const tokens = await askTokens(settings, form, outside)
    const claims = await readIdToken(outside, 'huawei token', tokens['id_token'], {
      issuer: ISSUER,
      audience: settings.client_id,
      nonce,
      // An application chooses one of the two for its people.
      algorithms: ['PS256', 'RS256'],
      keys: address(settings.api_url ?? HOST, '/oauth2/v3/certs'),
    })
    return readProfile(claims)
  },
})
