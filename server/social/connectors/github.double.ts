/**
 * GitHub on this machine, written from its OAuth and REST documentation: it checks the client, the code, the redirect
 * address, PKCE and the scope of a token, and answers in its own shapes: errors with HTTP 200 at the token address,
 * `{message, documentation_url, status}` at the API.
 */
import { randomBytes } from 'node:crypto'
import { type Answer, createCodes, type Grant, type ProviderDouble, readPage, startProvider } from './provider.double.ts'

export type GithubEmail = { email: string; primary: boolean; verified: unknown; visibility: string | null }
export type GithubPerson = { id: unknown; login: string; name?: string | null; avatar_url?: string; emails?: GithubEmail[] }

export type GithubDouble = ProviderDouble & {
  agree(authorizeUrl: string, person: GithubPerson): { code: string; state: string }
}

export const TOKEN = '/login/oauth/access_token'
export const USER = '/api/v3/user'
export const EMAILS = '/api/v3/user/emails'

type Options = { clientId: string; clientSecret: string; redirectUris: string[]; now?(): number }

/** HTTP 200, as GitHub does when JSON was asked for. */
const no = (error: string, error_description: string): Answer => ({
  status: 200,
  body: { error, error_description, error_uri: `https://docs.github.com/apps/#${error.replaceAll('_', '-')}` },
})
const refused = (status: number, message: string): Answer => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
})

export async function startGithubDouble({ clientId, clientSecret, redirectUris, now = Date.now }: Options): Promise<GithubDouble> {
  const codes = createCodes<GithubPerson>(now, 10 * 60_000)
  const tokens = new Map<string, Grant<GithubPerson>>()

  function exchange(form: URLSearchParams): Answer {
    if (form.get('client_id') !== clientId) return { status: 404, body: { error: 'Not Found' } }
    if (form.get('client_secret') !== clientSecret) {
      return no('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.')
    }
    const redirect = form.get('redirect_uri')
    if (redirect !== null && !redirectUris.includes(redirect)) {
      return no('redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL for this application.')
    }
    const grant = codes.take(form, clientId)
    if (typeof grant === 'string') return no('bad_verification_code', 'The code passed is incorrect or expired.')
    const token = `gho_${randomBytes(27).toString('hex')}`
    tokens.set(token, grant)
    return { status: 200, body: { access_token: token, scope: grant.scope, token_type: 'bearer' } }
  }

  const server = await startProvider((path, { request, form }) => {
    if (path === `POST ${TOKEN}`) return exchange(form)
    if (path !== `GET ${USER}` && path !== `GET ${EMAILS}`) return refused(404, 'Not Found')
    if (!/^bowline/i.test(request.headers['user-agent'] ?? '')) return refused(403, 'Request forbidden by administrative rules.')
    const shown = request.headers.authorization
    if (shown === undefined) return refused(401, 'Requires authentication')
    const grant = tokens.get(shown.replace(/^Bearer /, ''))
    if (!grant) return refused(401, 'Bad credentials')
    const { emails = [], ...person } = grant.person
    if (path === `GET ${USER}`) return { status: 200, body: { type: 'User', site_admin: false, email: null, ...person } }
    return grant.scope.split(/[\s,]+/).includes('user:email') ? { status: 200, body: emails } : refused(404, 'Not Found')
  })

  return {
    ...server,
    agree(authorizeUrl, person) {
      const url = new URL(authorizeUrl)
      // GitHub knows one flow only and needs no word for it.
      url.searchParams.set('response_type', 'code')
      const { grant, state } = readPage(url.href, { page: `${server.url}/login/oauth/authorize`, clientId, redirectUris, pkce: true })
      return { code: codes.issue({ ...grant, person }), state }
    },
  }
}
