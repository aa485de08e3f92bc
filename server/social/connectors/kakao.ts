/**
 * Kakao Login (https://developers.kakao.com/docs/latest/en/kakaologin/rest-api): websites, and applications with a code.
 *
 * OAuth 2.0 with PKCE; errors carry a code of Kakao's own (`error_code`, such as KOE320). The person comes from user/me
 * and not from an id_token: Kakao issues one only for applications that switched OpenID Connect on, and it says neither
 * whether the address was verified nor the number. There is one id, of this application.
 */
import type { Static } from 'typebox'
import { address, addressSetting, type Json, text } from './ask.ts'
import { connector, refuse, refuseSetting, type Outside, type Profile, type Proof, type Refusal, Type } from './connector.ts'
import { type AskingClient, askAny, askAsClient, blaming, checkClient, isObject, oauthErrors, readToken } from './oauth2.ts'

const AUTH = 'https://kauth.kakao.com'
const API = 'https://kapi.kakao.com'

const settings = Type.Object(
  {
    rest_api_key: Type.String({
      title: 'REST API key',
      titleZh: 'REST API 密钥',
      description: 'Under "App keys" of the application; not the JavaScript key, and not the native app key.',
      descriptionZh: '在应用的“App keys”中；不是JavaScript key，也不是native app key。',
      minLength: 1,
      maxLength: 100,
    }),
    client_secret: Type.Optional(
      Type.String({
        title: 'Client secret',
        titleZh: 'Client secret',
        description: 'Of the REST API key. Empty only if it is switched off at Kakao.',
        descriptionZh: 'REST API key的密钥；仅当在Kakao关闭了它时留空。',
        format: 'secret',
        minLength: 1,
        maxLength: 200,
      }),
    ),
    scope: Type.Optional(
      Type.String({
        title: 'Scope',
        titleZh: '授权范围',
        description: 'Separated by commas, such as account_email,phone_number. Empty: what the consent items of the application say.',
        descriptionZh: '用逗号分隔，如account_email,phone_number。空：按应用的同意项。',
        pattern: '^[A-Za-z0-9_.]+([\\s,]+[A-Za-z0-9_.]+)*$',
        maxLength: 500,
      }),
    ),
    api_url: addressSetting('API address', '接口地址', API),
    authorize_url: addressSetting('Sign-in and token address', '授权与令牌地址', AUTH),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

/** From "Error code" of Kakao Login; what is not here is read by RFC 6749 section 5.2. */
const ERRORS = new Map<unknown, Refusal>([
  ['KOE320', 'expired'], // code unknown, used or too old
  ['KOE303', 'expired'], // not the redirect address of the authorization
  ['KOE003', 'unreachable'], // error inside
  ['KOE022', 'unreachable'], // error inside
  ['KOE237', 'unreachable'], // too many tokens asked for
])

/** These name a setting. KOE008: a key of another kind; KOE004: Kakao Login is switched off; KOE009: the platform is not registered. */
const SETTINGS = new Map<unknown, 'rest_api_key' | 'client_secret'>([
  ['KOE101', 'rest_api_key'],
  ['KOE008', 'rest_api_key'],
  ['KOE004', 'rest_api_key'],
  ['KOE009', 'rest_api_key'],
  ['KOE010', 'client_secret'],
])

/** From the codes of the REST API; whatever is not here is a plain no. */
const API_ERRORS = new Map<unknown, Refusal>([
  [-1, 'unreachable'], // error inside
  [-7, 'unreachable'], // under maintenance
  [-9, 'unreachable'], // to be taken away
  [-10, 'unreachable'], // quota used up
  [-603, 'unreachable'], // timeout inside
  [-9798, 'unreachable'], // under inspection
  [-2, 'misconfigured'], // parameter
  [-3, 'misconfigured'], // not switched on for this application
  [-5, 'misconfigured'], // no permission for this
  [-8, 'misconfigured'], // header
])

const readClient = ({ rest_api_key: id, client_secret: secret }: Settings): AskingClient =>
  secret === undefined ? { id, auth: 'none' } : { id, secret, auth: 'post' }

const tokenUrl = (settings: Settings) => address(settings.authorize_url ?? AUTH, '/oauth/token')

const blame = ({ error, error_code: code }: Json): 'rest_api_key' | 'client_secret' | undefined =>
  SETTINGS.get(code) ?? (error === 'invalid_client' ? 'client_secret' : error === 'unauthorized_client' ? 'rest_api_key' : undefined)

async function fetchToken(settings: Settings, { code, redirectUri, codeVerifier }: Proof, outside: Outside): Promise<string> {
  // Kakao would say "a parameter is missing", which is nothing an administrator could mend.
  if (!code) return refuse('expired', 'kakao token: no code')
  const form = new URLSearchParams({ grant_type: 'authorization_code', code })
  if (redirectUri !== undefined) form.set('redirect_uri', redirectUri)
  if (codeVerifier !== undefined) form.set('code_verifier', codeVerifier)
  const asking = async () => askAsClient(outside, 'kakao token', tokenUrl(settings), readClient(settings), form)
  const { status, body } = await asking().catch(blaming('authorize_url'))
  if (body['error'] === undefined && status === 200) {
    return readToken(body) ?? refuse('unreachable', 'kakao token: neither an error nor an access_token')
  }
  // The description is not written down: it quotes the code.
  const said = typeof body['error_code'] === 'string' && /^KOE\d{3}$/.test(body['error_code']) ? body['error_code'] : 'no error_code'
  const detail = `kakao token: HTTP ${status}, ${said}`
  const setting = blame(body)
  if (setting) return refuseSetting(setting, detail)
  return refuse(ERRORS.get(said) ?? oauthErrors.get(body['error']) ?? 'denied', detail)
}

async function fetchPerson(settings: Settings, token: string, outside: Outside): Promise<Json> {
  const headers = { authorization: `Bearer ${token}` }
  // Pictures by https.
  const asking = async () =>
    askAny(outside, 'kakao user/me', address(settings.api_url ?? API, '/v2/user/me', { secure_resource: 'true' }), headers)
  const { status, body } = await asking().catch(blaming('api_url'))
  const said = isObject(body) ? body : {}
  if (status !== 200) {
    const { code } = said
    const detail = `kakao user/me: HTTP ${status}, ${typeof code === 'number' ? code : 'no code'}`
    return refuse(API_ERRORS.get(code) ?? (status >= 300 && status < 400 ? 'unreachable' : 'denied'), detail)
  }
  return said
}

function readProfile(person: Json): Profile {
  const { id } = person
  // A number today; one beyond 2^53 arrives as it was written.
  const subject = text(Number.isSafeInteger(id) ? String(id) : id) ?? refuse('unreachable', 'kakao user/me: neither an error nor an id')
  const account = isObject(person['kakao_account']) ? person['kakao_account'] : {}
  const face = isObject(account['profile']) ? account['profile'] : {}
  const nickname = text(face['nickname']) ?? text(account['name'])
  const avatar = face['is_default_image'] === true ? undefined : text(face['profile_image_url'])
  // Kakao does not say that the number was proven; the address is theirs only while it is also valid (threat row 2).
  const mobile = text(account['phone_number'])
  const email = text(account['email'])
  const emailVerified = account['is_email_valid'] === true && account['is_email_verified'] === true
  return {
    subject,
    ...(nickname !== undefined && { nickname }),
    ...(avatar !== undefined && { avatar }),
    ...(mobile !== undefined && { mobile, mobileVerified: false }),
    ...(email !== undefined && { email, emailVerified }),
  }
}

export const kakao = connector({
  id: 'kakao',
  label: { en: 'Kakao', zh: 'Kakao' },
  settings,

  async authorizeUrl(settings, { redirectUri, state, codeChallenge }) {
    const scope = (settings.scope ?? '').split(/[\s,]+/).filter(Boolean)
    return address(settings.authorize_url ?? AUTH, '/oauth/authorize', {
      response_type: 'code',
      client_id: settings.rest_api_key,
      redirect_uri: redirectUri,
      ...(scope.length > 0 && { scope: scope.join(',') }),
      state,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    }).href
  },

  async check(settings, outside) {
    const client = readClient(settings)
    // Without a secret `checkClient` would name the client's id, but KOE010 then means that a secret is due.
    const named = { setting: undefined as string | undefined }
    const noting = (body: Json) => (named.setting = blame(body))
    const asking = async () => checkClient(outside, 'kakao token', tokenUrl(settings), client, noting)
    await asking().catch((reason: unknown) => {
      if (named.setting && reason instanceof Error) refuseSetting(named.setting, reason.message)
      blaming('authorize_url')(reason)
    })
  },

  async identify(settings, proof, outside) {
    return readProfile(await fetchPerson(settings, await fetchToken(settings, proof, outside), outside))
  },
})
