/**
 * Facebook (https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow): the Graph API's own OAuth.
 *
 * The person comes back with a code, or Facebook's kit gave the application a token. Such a token is worth nothing until
 * Facebook said that it was made for this application (debug_token): any other application could have been given it.
 */
import { createHmac } from 'node:crypto'
import type { Static } from 'typebox'
import { address, addressSetting, askJson, type Json, text } from './ask.ts'
import { connector, refuse, refuseSetting, type Outside, type Proof, type Refusal, Type } from './connector.ts'
import { blaming, isObject, readToken } from './oauth2.ts'

const settings = Type.Object(
  {
    app_id: Type.String({
      title: 'App ID',
      titleZh: '应用编号',
      description: 'In the basic settings of the app.',
      descriptionZh: '在应用的基本设置中。',
      pattern: '^[0-9]{1,30}$',
    }),
    app_secret: Type.String({
      title: 'App secret',
      titleZh: '应用密钥',
      description: 'Beside the app ID. It never leaves this server but to Facebook.',
      descriptionZh: '在App ID旁边；除发往Facebook外，不会离开本服务器。',
      format: 'secret',
      minLength: 1,
      maxLength: 200,
    }),
    api_version: Type.Optional(
      Type.String({
        title: 'Graph API version',
        titleZh: 'Graph API 版本',
        description: 'Facebook takes a version out of service about two years after the next one came.',
        descriptionZh: '新版本发布约两年后，Facebook会停用旧版本。',
        pattern: '^v[0-9]{1,3}\\.[0-9]$',
        default: 'v23.0',
      }),
    ),
    graph_url: addressSetting('Graph API address', 'Graph API 地址', 'https://graph.facebook.com'),
    login_url: addressSetting('Sign-in page address', '登录页面地址', 'https://www.facebook.com'),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>
type Step = 'access_token' | 'debug_token' | 'me'

/** From the list of Graph API errors; `code` is what Facebook tells developers to go by. */
const ERRORS = new Map<number, Refusal>([
  [2, 'unreachable'], // service temporarily unavailable
  [4, 'unreachable'], // the app called too often
  [17, 'unreachable'], // the person called too often
  [32, 'unreachable'],
  [341, 'unreachable'],
  [613, 'unreachable'],
  [3, 'misconfigured'], // the app may not call this
  [101, 'misconfigured'], // no such app
  [191, 'misconfigured'], // the redirect address is not in the app's settings
  [2500, 'misconfigured'], // no such path: the version is none
  [2635, 'misconfigured'], // a version out of service
  [102, 'expired'], // session
  [190, 'expired'], // the token ended or was taken back
])

const SETTINGS = new Map<number, keyof Settings>([
  [101, 'app_id'],
  [2500, 'api_version'],
  [2635, 'api_version'],
])

/** What Facebook's `{error:{code,error_subcode,message,…}}` means at this step. */
function refuseFor(step: Step, status: number, error: Json): never {
  const code = Number(error['code'])
  const said = `facebook ${step}: HTTP ${status}, code ${Number.isSafeInteger(code) ? code : 'unknown'}`
  const words = String(error['message'])
  // Code 1 is "unknown" and stands for a wrong secret as well; code 100 is any wrong parameter.
  if (code === 1 && step === 'access_token' && /client secret/i.test(words)) return refuseSetting('app_secret', said)
  if (code === 100 && /appsecret_proof/i.test(words)) return refuseSetting('app_secret', said)
  // The token of the app itself is its id and its secret: that it is none means that they do not fit.
  if (code === 190 && step === 'debug_token') return refuseSetting('app_secret', said)
  const setting = SETTINGS.get(code)
  if (setting) return refuseSetting(setting, said)
  if (code === 1) return refuse('unreachable', said)
  // The code is wrong, used, late, or was given for another redirect address (subcodes 36007 to 36009).
  if (code === 100 && step === 'access_token') return refuse('expired', said)
  return refuse(ERRORS.get(code) ?? 'denied', said)
}

const PATHS: Record<Step, string> = { access_token: '/oauth/access_token', debug_token: '/debug_token', me: '/me' }

/** `given` by post is a form, otherwise the query. */
async function ask(settings: Settings, outside: Outside, step: Step, method: 'GET' | 'POST', given: Record<string, string>): Promise<Json> {
  const { graph_url: graph = 'https://graph.facebook.com', api_version: version = 'v23.0' } = settings
  const url = address(graph, `/${version}${PATHS[step]}`, method === 'GET' ? given : {})
  const form = method === 'POST' ? { body: new URLSearchParams(given) } : {}
  const { status, body } = await askJson(outside, `facebook ${step}`, url, { method, ...form })
  const { error } = body
  if (isObject(error)) return refuseFor(step, status, error)
  return status < 300 ? body : refuse('unreachable', `facebook ${step}: HTTP ${status} without an error of the Graph API`)
}

async function fetchToken(settings: Settings, { code, redirectUri }: Proof, outside: Outside): Promise<string> {
  if (redirectUri === undefined) return refuse('denied', 'facebook access_token: without redirect address')
  // By post, so that the secret stands in no address.
  const form = { client_id: settings.app_id, client_secret: settings.app_secret, redirect_uri: redirectUri, code }
  const body = await ask(settings, outside, 'access_token', 'POST', form)
  return readToken(body) ?? refuse('unreachable', 'facebook access_token: neither an error nor a token')
}

/** Whose token this is and for which application: the answer's `user_id`. */
async function examine(settings: Settings, token: string, outside: Outside): Promise<unknown> {
  const query = { input_token: token, access_token: `${settings.app_id}|${settings.app_secret}` }
  const { data } = await ask(settings, outside, 'debug_token', 'GET', query)
  if (!isObject(data)) return refuse('unreachable', 'facebook debug_token: no data')
  // Facebook has written the id as a number before.
  if (String(data['app_id']) !== settings.app_id) return refuse('denied', 'facebook debug_token: made for another application')
  if (data['is_valid'] !== true) return refuse('expired', 'facebook debug_token: no longer valid')
  if (data['type'] !== 'USER') return refuse('denied', 'facebook debug_token: not the token of a person')
  return data['user_id']
}

const FIELDS = 'id,name,email,picture.width(320).height(320){url,is_silhouette}'

async function fetchPerson(settings: Settings, token: string, outside: Outside): Promise<Json> {
  // Proves that the token is used by whoever knows the secret, and not by somebody it leaked to.
  const proof = createHmac('sha256', settings.app_secret).update(token).digest('hex')
  return ask(settings, outside, 'me', 'GET', { fields: FIELDS, access_token: token, appsecret_proof: proof })
}

function readAvatar({ picture }: Json): string | undefined {
  const data = isObject(picture) ? picture['data'] : undefined
  // The grey head of somebody without a picture is no picture.
  return isObject(data) && data['is_silhouette'] !== true ? text(data['url']) : undefined
}

export const facebook = connector({
  id: 'facebook',
  label: { en: 'Facebook', zh: 'Facebook' },
  settings,

  async authorizeUrl(settings, { redirectUri, state }) {
    const { login_url: login = 'https://www.facebook.com', api_version: version = 'v23.0' } = settings
    return address(login, `/${version}/dialog/oauth`, {
      client_id: settings.app_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'public_profile,email',
      state,
    }).href
  },

  async check(settings, outside) {
    const form = { client_id: settings.app_id, client_secret: settings.app_secret, grant_type: 'client_credentials' }
    const body = await ask(settings, outside, 'access_token', 'POST', form).catch(blaming('graph_url'))
    if (!readToken(body)) refuse('unreachable', 'facebook access_token: neither an error nor a token')
  },

  async identify(settings, proof, outside) {
    const token = proof.accessToken ?? (await fetchToken(settings, proof, outside))
    const owner = proof.accessToken === undefined ? undefined : await examine(settings, token, outside)
    const person = await fetchPerson(settings, token, outside)
    const subject = text(person['id']) ?? refuse('unreachable', 'facebook me: no id')
    if (proof.accessToken !== undefined && String(owner) !== subject) return refuse('denied', 'facebook me: answered about somebody else')
    const nickname = text(person['name'])
    const avatar = readAvatar(person)
    const email = text(person['email'])
    return {
      subject,
      ...(nickname !== undefined && { nickname }),
      ...(avatar !== undefined && { avatar }),
      // Facebook does not say whether it was verified.
      ...(email !== undefined && { email, emailVerified: false }),
    }
  },
})
