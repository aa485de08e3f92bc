/**
 * LINE Login v2.1 on this machine, written from its API reference: the page, the token endpoint with PKCE, and id_tokens
 * signed with the channel secret for websites, with a published key for the kits.
 */
import { ecKey, type IdTokenLies, issueIdToken, publish } from './id-token.double.ts'
import { type Answer, createCodes, type Json, type ProviderDouble, readPage, startProvider } from './provider.double.ts'

export type LinePerson = { sub: string; name?: string; picture?: string; email?: string }

export type LineDouble = ProviderDouble & {
  lies: IdTokenLies
  /** What is published, which a test may change. */
  keys: Json[]
  /** The person agrees on the page: what the browser brings back. Throws what the page would complain about. */
  agree(authorizeUrl: string, person: LinePerson): { code: string; state: string; query: URLSearchParams }
  /** The same through a kit of LINE, whose id_tokens are signed otherwise. */
  agreeInKit(authorizeUrl: string, person: LinePerson): { code: string }
}

export const TOKEN = '/oauth2/v2.1/token'
export const CERTS = '/oauth2/v2.1/certs'
const PAGE = '/oauth2/v2.1/authorize'
const KID = 'd2f09b8a6c1e4f53a7'

type Options = { channelId: string; channelSecret: string; redirectUris: string[]; now?(): number }
type Agreed = LinePerson & { kit: boolean }

const no = (error: string, error_description: string, status = 400): Answer => ({ status, body: { error, error_description } })

export async function startLineDouble({ channelId, channelSecret, redirectUris, now = Date.now }: Options): Promise<LineDouble> {
  const codes = createCodes<Agreed>(now, 10 * 60_000)
  const lies: IdTokenLies = {}
  const keys: Json[] = [publish(ecKey.publicKey, KID, { alg: 'ES256' })]

  function exchange(form: URLSearchParams): Answer {
    if (form.get('grant_type') !== 'authorization_code') return no('unsupported_grant_type', 'unsupported grant_type')
    for (const name of ['code', 'redirect_uri', 'client_id', 'client_secret'])
      if (!form.get(name)) return no('invalid_request', `missing ${name}`)
    if (form.get('client_id') !== channelId) return no('invalid_request', 'invalid client_id')
    if (form.get('client_secret') !== channelSecret) return no('invalid_client', 'invalid client_secret')
    const grant = codes.take(form, channelId)
    if (typeof grant === 'string') {
      return no(
        'invalid_grant',
        grant === 'redirect'
          ? 'redirect_uri does not match'
          : grant === 'verifier'
            ? 'invalid code_verifier'
            : 'invalid authorization code',
      )
    }
    const { kit, sub, name, picture, email } = grant.person
    const scope = grant.scope.split(' ')
    const seconds = Math.floor(now() / 1000)
    const claims = {
      iss: 'https://access.line.me',
      sub,
      aud: channelId,
      exp: seconds + 3600,
      iat: seconds,
      amr: ['linesso'],
      ...(grant.nonce !== undefined && { nonce: grant.nonce }),
      ...(scope.includes('profile') && { name, picture }),
      ...(scope.includes('email') && { email }),
    }
    const idToken = kit
      ? issueIdToken({ alg: 'ES256', kid: KID }, claims, ecKey.privateKey, lies)
      : issueIdToken({ alg: 'HS256' }, claims, channelSecret, lies)
    const body = {
      access_token: 'line-access',
      expires_in: 2_592_000,
      refresh_token: 'line-refresh',
      scope: grant.scope,
      token_type: 'Bearer',
    }
    return { status: 200, body: { ...body, id_token: idToken } }
  }

  const server: ProviderDouble = await startProvider((path, { form }) => {
    if (path === `POST ${TOKEN}`) return exchange(form)
    return path === `GET ${CERTS}` ? { status: 200, body: { keys } } : undefined
  })

  const agree = (authorizeUrl: string, person: LinePerson, kit: boolean) => {
    const { query, state, grant } = readPage(authorizeUrl, { page: server.url + PAGE, clientId: channelId, redirectUris, pkce: true })
    if (!grant.scope.split(' ').includes('openid')) throw new Error('invalid_scope')
    return { code: codes.issue({ ...grant, person: { ...person, kit } }), state, query }
  }
  return {
    ...server,
    lies,
    keys,
    agree: (authorizeUrl, person) => agree(authorizeUrl, person, false),
    agreeInKit: (authorizeUrl, person) => agree(authorizeUrl, person, true),
  }
}
