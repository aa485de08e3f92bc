/**
 * X, once Twitter (https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code): OAuth 2.0 with PKCE, as
 * a confidential client ("Web App, Automated App or Bot").
 *
 * Whatever is wrong with a code is `invalid_request` there; which it is, stands in the description only.
 */
import type { Static } from 'typebox'
import { address, addressSetting, askJson, type Json, text } from './ask.ts'
import { connector, refuse, refuseSetting, type Outside, type Proof, Type } from './connector.ts'
import { askAsClient, blameClient, blaming, checkClient, isObject, oauthErrors, readToken } from './oauth2.ts'

const settings = Type.Object(
  {
    client_id: Type.String({
      title: 'Client ID',
      titleZh: '客户端 ID',
      description: 'Of OAuth 2.0, for an app of the type "Web App"; not the API key.',
      descriptionZh: '类型为“Web App”的应用的OAuth 2.0 ID，而不是API key。',
      minLength: 1,
      maxLength: 200,
    }),
    client_secret: Type.String({
      title: 'Client secret',
      titleZh: '客户端密钥',
      description: 'Of OAuth 2.0; not the API key secret.',
      descriptionZh: 'OAuth 2.0的密钥，而不是API key secret。',
      format: 'secret',
      minLength: 1,
      maxLength: 200,
    }),
    ask_email: Type.Optional(
      Type.Boolean({
        title: 'Ask for the e-mail address',
        titleZh: '获取邮箱',
        description: 'Only with "Request email from users" switched on at X: its page refuses the request otherwise.',
        descriptionZh: '仅当在X开启了“Request email from users”时才能打开，否则授权页面会拒绝请求。',
        default: false,
      }),
    ),
    api_url: addressSetting('API address', '接口地址', 'https://api.x.com'),
    web_url: addressSetting('Sign-in page address', '授权页面地址', 'https://x.com'),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

const api = ({ api_url: base = 'https://api.x.com' }: Settings, path: string, query = {}) => address(base, path, query)
const readClient = ({ client_id: id, client_secret: secret }: Settings) => ({ id, secret, auth: 'basic' }) as const

/** "Value passed for the authorization code was invalid." and its likes, about the verifier and the redirect address. */
const ABOUT_THE_CODE = /^Value passed for the (authorization code|code verifier|redirect uri)\b/i

async function fetchToken(settings: Settings, { code, redirectUri, codeVerifier }: Proof, outside: Outside): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'authorization_code', code })
  if (redirectUri !== undefined) form.set('redirect_uri', redirectUri)
  if (codeVerifier !== undefined) form.set('code_verifier', codeVerifier)
  const { status, body } = await askAsClient(outside, 'x token', api(settings, '/2/oauth2/token'), readClient(settings), form)
  const { error, error_description: words } = body
  const said = `x token: HTTP ${status}, ${oauthErrors.has(error) ? String(error) : 'an error of another kind'}`
  const setting = blame(settings)(body, status)
  if (setting) return refuseSetting(setting, said)
  if (error === 'invalid_request' && ABOUT_THE_CODE.test(String(words))) return refuse('expired', said)
  // The application left something out that the page had been told.
  if (error === 'invalid_request' && /^Missing required parameter/i.test(String(words))) return refuse('denied', said)
  if (error !== undefined || status >= 300) return refuse(oauthErrors.get(error) ?? 'denied', said)
  return readToken(body) ?? refuse('unreachable', 'x token: neither an error nor a token')
}

/**
 * X has one answer to a wrong id, a wrong secret, and an app that is no confidential client. But its client ids say what
 * they are: Base64 of a name, a number and `ci` (confidential) or `na` (native).
 */
const blame =
  ({ client_id: id }: Settings) =>
  (body: Json, status: number): string | undefined => {
    if (blameClient(body, status) === undefined) return undefined
    return Buffer.from(id, 'base64url').toString().endsWith(':ci') ? 'client_secret' : 'client_id'
  }

async function fetchPerson(settings: Settings, token: string, outside: Outside): Promise<Json> {
  const fields = ['name', 'username', 'profile_image_url', ...(settings.ask_email === true ? ['confirmed_email'] : [])]
  const url = api(settings, '/2/users/me', { 'user.fields': fields.join(',') })
  const { status, body } = await askJson(outside, 'x users/me', url, { headers: { authorization: `Bearer ${token}` } })
  // Our app is in no project or of the wrong plan, or our account is used up: the person can do nothing about it.
  const ours = status === 402 || (status === 403 && ['client-not-enrolled', 'official-client-forbidden'].includes(String(body['reason'])))
  if (status >= 300) return refuse(ours ? 'misconfigured' : 'denied', `x users/me: HTTP ${status}`)
  const { data, errors } = body
  if (isObject(data)) return data
  return refuse(Array.isArray(errors) ? 'denied' : 'unreachable', 'x users/me: nobody in the answer')
}

export const x = connector({
  id: 'x',
  label: { en: 'X', zh: 'X' },
  settings,

  async authorizeUrl(settings, { redirectUri, state, codeChallenge }) {
    return address(settings.web_url ?? 'https://x.com', '/i/oauth2/authorize', {
      response_type: 'code',
      client_id: settings.client_id,
      redirect_uri: redirectUri,
      // Whoever is asked for users.read without tweet.read gets a token that users/me does not take.
      scope: `users.read tweet.read${settings.ask_email === true ? ' users.email' : ''}`,
      state,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    }).href
  },

  async check(settings, outside) {
    const ask = async () => checkClient(outside, 'x token', api(settings, '/2/oauth2/token'), readClient(settings), blame(settings))
    await ask().catch(blaming('api_url'))
  },

  async identify(settings, proof, outside) {
    const person = await fetchPerson(settings, await fetchToken(settings, proof, outside), outside)
    const subject = text(person['id']) ?? refuse('unreachable', 'x users/me: no id')
    const nickname = text(person['name']) ?? text(person['username'])
    const avatar = text(person['profile_image_url'])
    const email = text(person['confirmed_email'])
    return {
      subject,
      ...(nickname !== undefined && { nickname }),
      ...(avatar !== undefined && { avatar }),
      // The field has no other content: an address that was not confirmed is not in it.
      ...(email !== undefined && { email, emailVerified: true }),
    }
  },
})
