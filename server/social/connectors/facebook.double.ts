/**
 * Facebook's Graph API on this machine, written from its manual login flow, debug_token and error list: it checks the
 * app, its secret, the redirect address, the code, and the proof that comes with every use of a token.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { type Answer, createCodes, type ProviderDouble, startProvider } from './provider.double.ts'

export type FacebookPerson = { id: string; name?: string; email?: string; picture?: string }

type Token = { person: FacebookPerson; appId: string; type: 'USER' | 'PAGE'; until: number }

export type FacebookDouble = ProviderDouble & {
  agree(dialogUrl: string, person: FacebookPerson): { code: string; state: string }
  /** What the kit on the phone gives an application, this one or another. */
  giveToken(person: FacebookPerson, more?: Partial<Token>): string
}

export const TOKEN = '/v23.0/oauth/access_token'
export const DEBUG = '/v23.0/debug_token'
export const ME = '/v23.0/me'

type Options = { appId: string; appSecret: string; redirectUris: string[]; now?(): number }

function no(code: number, message: string, subcode?: number): Answer {
  const error = {
    message,
    type: 'OAuthException',
    code,
    ...(subcode && { error_subcode: subcode }),
    fbtrace_id: randomBytes(8).toString('base64url'),
  }
  return { status: 400, body: { error } }
}

export async function startFacebookDouble({ appId, appSecret, redirectUris, now = Date.now }: Options): Promise<FacebookDouble> {
  const codes = createCodes<FacebookPerson>(now, 10 * 60_000)
  const tokens = new Map<string, Token>()

  function giveToken(person: FacebookPerson, more: Partial<Token> = {}): string {
    const token = `EAA${randomBytes(40).toString('base64url')}`
    tokens.set(token, { person, appId, type: 'USER', until: now() + 60 * 60_000, ...more })
    return token
  }

  function exchange(form: URLSearchParams): Answer {
    if (form.get('client_id') !== appId) return no(101, 'Error validating application. Cannot get application info due to a system error.')
    if (form.get('client_secret') !== appSecret) return no(1, 'Error validating client secret.')
    if (form.get('grant_type') === 'client_credentials') {
      return { status: 200, body: { access_token: `${appId}|${appSecret}`, token_type: 'bearer' } }
    }
    if (!form.get('redirect_uri')) return no(191, 'Missing redirect_uri parameter.')
    const grant = codes.take(form, appId)
    if (grant === 'unknown') return no(100, 'Invalid verification code format.')
    if (grant === 'used') return no(100, 'This authorization code has been used.', 36009)
    if (grant === 'late') return no(100, 'This authorization code has expired.', 36007)
    if (typeof grant === 'string')
      return no(100, 'Error validating verification code. Please make sure your redirect_uri is identical.', 36008)
    return { status: 200, body: { access_token: giveToken(grant.person), token_type: 'bearer', expires_in: 5_183_944 } }
  }

  function debug(query: URLSearchParams): Answer {
    if (query.get('access_token') !== `${appId}|${appSecret}`) return no(190, 'Invalid OAuth access token signature.')
    const token = tokens.get(query.get('input_token') ?? '')
    if (!token)
      return {
        status: 200,
        body: { data: { error: { code: 190, message: 'Malformed access token' }, is_valid: false, app_id: appId, scopes: [] } },
      }
    if (token.appId !== appId) return no(100, '(#100) The App_id in the input_token did not match the Viewing App')
    const is_valid = now() < token.until
    return {
      status: 200,
      body: { data: { app_id: appId, type: token.type, is_valid, user_id: token.person.id, scopes: ['email', 'public_profile'] } },
    }
  }

  function me(query: URLSearchParams): Answer {
    const given = query.get('access_token') ?? ''
    const token = tokens.get(given)
    if (!token) return no(190, 'Malformed access token.')
    if (now() >= token.until) return no(190, 'Error validating access token: Session has expired.', 463)
    if (query.get('appsecret_proof') !== createHmac('sha256', appSecret).update(given).digest('hex')) {
      return no(100, 'Invalid appsecret_proof provided in the API argument')
    }
    const { id, name, email, picture } = token.person
    const data = { url: picture ?? 'https://static.example.com/silhouette.gif', is_silhouette: picture === undefined }
    const said = { id, name, ...(email !== undefined && { email }), picture: { data } }
    const asked = (query.get('fields') ?? '').split(/,(?![^{]*\})/).map((it) => it.replace(/[.{].*/, ''))
    return { status: 200, body: Object.fromEntries(Object.entries(said).filter(([field]) => asked.includes(field))) }
  }

  const server = await startProvider((path, { url, form }) => {
    // A version that does not exist is taken for the id of something.
    if (!url.pathname.startsWith('/v23.0/')) return no(2500, 'Unknown path components')
    if (path === `POST ${TOKEN}`) return exchange(form)
    if (path === `GET ${DEBUG}`) return debug(url.searchParams)
    return path === `GET ${ME}` ? me(url.searchParams) : no(2500, 'Unknown path components')
  })

  return {
    ...server,
    giveToken,
    agree(dialogUrl, person) {
      const url = new URL(dialogUrl)
      const of = (name: string) => url.searchParams.get(name) ?? ''
      if (url.origin + url.pathname !== `${server.url}/v23.0/dialog/oauth`) throw new Error('no page there')
      if (of('response_type') !== 'code' || of('client_id') !== appId) throw new Error('Invalid App ID')
      if (!redirectUris.includes(of('redirect_uri'))) throw new Error('Can’t load URL')
      const grant = { person, clientId: appId, redirectUri: of('redirect_uri'), scope: of('scope') }
      return { code: codes.issue(grant), state: of('state') }
    },
  }
}
