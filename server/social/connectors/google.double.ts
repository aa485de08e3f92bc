/**
 * Google on this machine, written from its OpenID Connect guide: discovery, code with PKCE, the id_token's claims, and
 * the errors of its token endpoint with the descriptions that tell an unknown client from a wrong secret.
 */
import {
  type Answer,
  createCodes,
  type Json,
  keySet,
  type ProviderDouble,
  readPage,
  signIdToken,
  startProvider,
  type TokenLies,
} from './provider.double.ts'

export type GooglePerson = { sub: string; email?: string; email_verified?: unknown; name?: string; picture?: string; hd?: string }

export type GoogleDouble = ProviderDouble & {
  lies: TokenLies
  /** Laid over the discovery document. */
  document: Json
  /** The person agrees: what the browser brings back. */
  agree(authorizeUrl: string, person: GooglePerson): { code: string; state: string; query: URLSearchParams }
  /** Google's kit on a phone: a code for this server, without a redirect address or PKCE. */
  agreeInKit(person: GooglePerson): string
}

export const TOKEN = '/token'
export const DOCUMENT = '/.well-known/openid-configuration'
export const KEYS = '/oauth2/v3/certs'
const PAGE = '/o/oauth2/v2/auth'

type Options = { clientId: string; clientSecret: string; redirectUris: string[]; now?(): number }

const no = (status: number, error: string, error_description: string): Answer => ({ status, body: { error, error_description } })

export async function startGoogleDouble({ clientId, clientSecret, redirectUris, now = Date.now }: Options): Promise<GoogleDouble> {
  const codes = createCodes<GooglePerson>(now, 10 * 60_000)
  const lies: TokenLies = {}
  const document: Json = {}

  function exchange(form: URLSearchParams): Answer {
    if (form.get('client_id') !== clientId) return no(401, 'invalid_client', 'The OAuth client was not found.')
    if (form.get('client_secret') !== clientSecret) return no(401, 'invalid_client', 'The provided client secret is invalid.')
    if (form.get('grant_type') !== 'authorization_code') return no(400, 'unsupported_grant_type', 'Invalid grant_type')
    if (!form.get('code')) return no(400, 'invalid_request', 'Missing required parameter: code')
    const grant = codes.take(form, clientId)
    if (grant === 'unknown') return no(400, 'invalid_grant', 'Malformed auth code.')
    if (grant === 'redirect' || !form.has('redirect_uri')) return no(400, 'redirect_uri_mismatch', 'Bad Request')
    if (grant === 'verifier')
      return no(400, 'invalid_grant', form.has('code_verifier') ? 'Invalid code verifier.' : 'Missing code verifier.')
    if (typeof grant === 'string') return no(400, 'invalid_grant', 'Bad Request')
    const { nonce, person } = grant
    const claims = { iss: server.url, azp: clientId, aud: clientId, ...person, ...(nonce !== undefined && { nonce }) }
    const body = {
      access_token: 'ya29.double',
      expires_in: 3599,
      scope: grant.scope,
      token_type: 'Bearer',
      id_token: signIdToken(claims, lies),
    }
    return { status: 200, body }
  }

  const server: ProviderDouble = await startProvider((path, { form }) => {
    if (path === `POST ${TOKEN}`) return exchange(form)
    if (path === `GET ${KEYS}`) return { status: 200, body: keySet }
    if (path !== `GET ${DOCUMENT}`) return undefined
    return {
      status: 200,
      body: {
        issuer: server.url,
        authorization_endpoint: server.url + PAGE,
        token_endpoint: server.url + TOKEN,
        userinfo_endpoint: `${server.url}/v1/userinfo`,
        jwks_uri: server.url + KEYS,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
        ...document,
      },
    }
  })

  return {
    ...server,
    lies,
    document,
    agree(authorizeUrl, person) {
      const { grant, state, query } = readPage(authorizeUrl, { page: server.url + PAGE, clientId, redirectUris, pkce: true })
      if (!grant.scope.split(' ').includes('openid')) throw new Error('no openid')
      return { code: codes.issue({ ...grant, person }), state, query }
    },
    agreeInKit: (person) => codes.issue({ person, clientId, redirectUri: '', scope: 'openid email profile' }),
  }
}
