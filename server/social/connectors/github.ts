/**
 * GitHub (https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps), and GitHub Enterprise
 * Server. An OAuth app or the sign-in of a GitHub App.
 *
 * The subject is the number of the account: the login can be changed, and then taken by somebody else.
 */
import type { Static } from 'typebox'
import { address, addressSetting, type Json, text } from './ask.ts'
import { connector, refuse, refuseSetting, type Outside, type Profile, type Proof, Type } from './connector.ts'
import { askAny, askAsClient, blaming, isObject, oauthErrors, readToken } from './oauth2.ts'

const settings = Type.Object(
  {
    client_id: Type.String({
      title: 'Client ID',
      titleZh: '客户端 ID',
      description: 'Of the OAuth app or GitHub App.',
      descriptionZh: 'OAuth应用或GitHub App的ID。',
      minLength: 1,
      maxLength: 100,
    }),
    client_secret: Type.String({
      title: 'Client secret',
      titleZh: '客户端密钥',
      description: 'GitHub shows it once, when it is made.',
      descriptionZh: '只在创建时显示一次。',
      format: 'secret',
      minLength: 1,
      maxLength: 200,
    }),
    web_url: addressSetting('Address of GitHub', 'GitHub 地址', 'https://github.com'),
    api_url: addressSetting('API address', '接口地址', 'https://api.github.com'),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof settings>

const web = (settings: Settings, path: string, query = {}) => address(settings.web_url ?? 'https://github.com', path, query)
const api = (settings: Settings, path: string) => address(settings.api_url ?? 'https://api.github.com', path)

/** GitHub refuses whoever does not say what it is. */
const headersFor = (token?: string) => ({
  accept: 'application/vnd.github+json',
  'user-agent': 'Bowline',
  'x-github-api-version': '2022-11-28',
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
})

async function askToken(settings: Settings, { code, redirectUri, codeVerifier }: Proof, outside: Outside) {
  const form = new URLSearchParams({ code })
  if (redirectUri !== undefined) form.set('redirect_uri', redirectUri)
  if (codeVerifier !== undefined) form.set('code_verifier', codeVerifier)
  const client = { id: settings.client_id, secret: settings.client_secret, auth: 'post' } as const
  return askAsClient(outside, 'github token', web(settings, '/login/oauth/access_token'), client, form)
}

/** Errors come with HTTP 200 and a word; an unknown client_id is a page that does not exist. */
function readAnswer({ status, body }: { status: number; body: Json }): string {
  const { error } = body
  const said = `github token: HTTP ${status}, ${oauthErrors.has(error) ? String(error) : 'an error of another kind'}`
  if (status === 404) return refuseSetting('client_id', said)
  if (error === 'incorrect_client_credentials') return refuseSetting('client_secret', said)
  if (error !== undefined || status >= 300) return refuse(oauthErrors.get(error) ?? 'denied', said)
  return readToken(body) ?? refuse('unreachable', 'github token: neither an error nor a token')
}

async function ask(
  settings: Settings,
  path: '/user' | '/user/emails',
  token: string,
  outside: Outside,
): Promise<{ status: number; body: unknown }> {
  const { status, body } = await askAny(outside, `github ${path}`, api(settings, path), headersFor(token))
  if (status === 401) return refuse('denied', `github ${path}: HTTP 401`)
  // The same 403 stands for "not you" and for "too often".
  const often = status === 403 && isObject(body) && /rate limit/i.test(String(body['message']))
  return often ? refuse('unreachable', `github ${path}: too often`) : { status, body }
}

/** The primary address. Without permission for addresses there is none (403 and 404), and no sign-in fails for that. */
async function fetchEmail(settings: Settings, token: string, outside: Outside): Promise<Pick<Profile, 'email' | 'emailVerified'>> {
  const { status, body } = await ask(settings, '/user/emails', token, outside)
  if (status === 403 || status === 404) return {}
  if (status >= 300 || !Array.isArray(body)) return refuse('unreachable', `github /user/emails: HTTP ${status} without a list`)
  const primary = body.find((it): it is Json => isObject(it) && it['primary'] === true)
  const email = text(primary?.['email'])
  return email === undefined ? {} : { email, emailVerified: primary?.['verified'] === true }
}

export const github = connector({
  id: 'github',
  label: { en: 'GitHub', zh: 'GitHub' },
  settings,

  async authorizeUrl(settings, { redirectUri, state, codeChallenge }) {
    return web(settings, '/login/oauth/authorize', {
      client_id: settings.client_id,
      redirect_uri: redirectUri,
      // What is public needs no scope.
      scope: 'user:email',
      state,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    }).href
  },

  async check(settings, outside) {
    const answer = await askToken(settings, { code: 'bowline-checks-these-settings' }, outside).catch(blaming('web_url'))
    // GitHub looks at the client first: whoever hears that the code is none is known.
    if (answer.body['error'] !== 'bad_verification_code') {
      readAnswer(answer)
      refuse('unreachable', 'github token: a token for a code that does not exist')
    }
    // Enterprise Server: where the API is, is another setting. Whoever shows nothing is told to.
    const reach = async () => askAny(outside, 'github /user', api(settings, '/user'), headersFor())
    const { status, body } = await reach().catch(blaming('api_url'))
    if (status === 403 && isObject(body)) refuse('unreachable', 'github /user: HTTP 403')
    if (status !== 401 || !isObject(body)) refuseSetting('api_url', `github /user: HTTP ${status}, not the API`)
  },

  async identify(settings, proof, outside) {
    const token = readAnswer(await askToken(settings, proof, outside))
    const { status, body } = await ask(settings, '/user', token, outside)
    if (status >= 300) return refuse('denied', `github /user: HTTP ${status}`)
    const person: Json = isObject(body) ? body : refuse('unreachable', 'github /user: no JSON object')
    const { id } = person
    if (!Number.isSafeInteger(id)) return refuse('unreachable', 'github /user: no id')
    const nickname = text(person['name']) ?? text(person['login'])
    const avatar = text(person['avatar_url'])
    return {
      subject: String(id),
      ...(nickname !== undefined && { nickname }),
      ...(avatar !== undefined && { avatar }),
      ...(await fetchEmail(settings, token, outside)),
    }
  },
})
