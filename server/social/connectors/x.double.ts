/**
 * X on this machine, written from its OAuth 2.0 and users/me documentation: a confidential client by Basic, PKCE, scopes,
 * and its error shapes: `{error, error_description}` for tokens, problem documents at the API.
 */
import { randomBytes } from 'node:crypto'
import { type Answer, createCodes, type Grant, type ProviderDouble, readPage, startProvider } from './provider.double.ts'

export type XPerson = { id: string; name: string; username: string; profile_image_url?: string; confirmed_email?: string }

export type XDouble = ProviderDouble & {
  agree(authorizeUrl: string, person: XPerson): { code: string; state: string }
}

export const TOKEN = '/2/oauth2/token'
export const ME = '/2/users/me'

type Options = { clientId: string; clientSecret: string; redirectUris: string[]; mayAskEmail?: boolean; now?(): number }

const no = (status: number, error: string, error_description: string): Answer => ({ status, body: { error, error_description } })
const problem = (status: number, title: string): Answer => ({
  status,
  body: { title, type: 'about:blank', status, detail: title },
  headers: { 'content-type': 'application/problem+json' },
})

export async function startXDouble(options: Options): Promise<XDouble> {
  const { clientId, clientSecret, redirectUris, mayAskEmail = false, now = Date.now } = options
  // A code of X lives thirty seconds.
  const codes = createCodes<XPerson>(now, 30_000)
  const tokens = new Map<string, Grant<XPerson>>()

  function exchange(form: URLSearchParams, shown = ''): Answer {
    const [id, secret] = Buffer.from(shown.replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':')
      .map(decodeURIComponent)
    if (id !== clientId || secret !== clientSecret) return no(401, 'unauthorized_client', 'Missing valid authorization header')
    if (form.get('grant_type') !== 'authorization_code')
      return no(400, 'unsupported_grant_type', 'Value passed for the grant_type was invalid.')
    for (const name of ['code', 'redirect_uri', 'code_verifier']) {
      if (!form.get(name)) return no(400, 'invalid_request', `Missing required parameter [${name}].`)
    }
    const grant = codes.take(form, clientId)
    if (grant === 'redirect')
      return no(400, 'invalid_request', 'Value passed for the redirect uri did not match the uri of the authorization code.')
    if (grant === 'verifier') return no(400, 'invalid_request', 'Value passed for the code verifier did not match the code challenge.')
    if (typeof grant === 'string') return no(400, 'invalid_request', 'Value passed for the authorization code was invalid.')
    const token = randomBytes(60).toString('base64url')
    tokens.set(token, grant)
    return { status: 200, body: { token_type: 'bearer', expires_in: 7200, access_token: token, scope: grant.scope } }
  }

  const server = await startProvider((path, { request, url, form }) => {
    if (path === `POST ${TOKEN}`) return exchange(form, request.headers.authorization)
    if (path !== `GET ${ME}`) return problem(404, 'Not Found')
    const grant = tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''))
    if (!grant) return problem(401, 'Unauthorized')
    const scopes = grant.scope.split(' ')
    if (!scopes.includes('users.read') || !scopes.includes('tweet.read')) return problem(403, 'Forbidden')
    const asked = ['id', 'name', 'username', ...(url.searchParams.get('user.fields') ?? '').split(',')]
    const seen = asked.filter((it) => it !== 'confirmed_email' || scopes.includes('users.email'))
    return { status: 200, body: { data: Object.fromEntries(Object.entries(grant.person).filter(([field]) => seen.includes(field))) } }
  })

  return {
    ...server,
    agree(authorizeUrl, person) {
      const { grant, state } = readPage(authorizeUrl, { page: `${server.url}/i/oauth2/authorize`, clientId, redirectUris, pkce: true })
      if (grant.scope.includes('users.email') && !mayAskEmail) throw new Error('Something went wrong')
      return { code: codes.issue({ ...grant, person }), state }
    },
  }
}
