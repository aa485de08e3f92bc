/**
 * Kakao on this machine, written from its REST API reference and its table of errors: it checks what Kakao checks, and
 * answers errors as {error, error_code, error_description} (which quotes the code) and {code, msg}.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Answer, createCodes, type Json, type ProviderDouble, readPage, startProvider } from './provider.double.ts'

export type KakaoPerson = { id: number | bigint; kakao_account?: Json }

export type KakaoDouble = ProviderDouble & {
  /** The person agrees on the page: what the browser brings back. Throws what the page would complain about. */
  agree(authorizeUrl: string, person: KakaoPerson): { code: string; state: string; query: URLSearchParams }
}

export const TOKEN = '/oauth/token'
export const ME = '/v2/user/me'
const PAGE = '/oauth/authorize'

/** `clientSecret` absent: it is switched off for this key. */
type Options = { restApiKey: string; clientSecret?: string; redirectUris: string[]; now?(): number }

const no = (status: number, error: string, error_code: string, error_description: string): Answer => ({
  status,
  body: { error, error_code, error_description },
})

/** Ids of any length; TypeScript does not know JSON.rawJSON yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

export async function startKakaoDouble({ restApiKey, clientSecret, redirectUris, now = Date.now }: Options): Promise<KakaoDouble> {
  const codes = createCodes<KakaoPerson>(now, 10 * 60_000)
  const tokens = new Map<string, { person: KakaoPerson; until: number }>()

  function exchange(form: URLSearchParams): Answer {
    if (!form.get('grant_type') || !form.get('code')) return no(400, 'invalid_request', 'KOE001', 'missing parameter')
    if (form.get('grant_type') !== 'authorization_code') return no(400, 'unsupported_grant_type', 'KOE310', 'unsupported grant type')
    if (form.get('client_id') !== restApiKey) return no(401, 'invalid_client', 'KOE101', 'Not exist client_id')
    if (clientSecret !== undefined && form.get('client_secret') !== clientSecret) {
      return no(401, 'invalid_client', 'KOE010', 'Bad client credentials')
    }
    const grant = codes.take(form, restApiKey)
    if (grant === 'redirect') return no(400, 'invalid_grant', 'KOE303', 'Redirect URI mismatch.')
    if (typeof grant === 'string') {
      return no(400, 'invalid_grant', 'KOE320', `authorization code not found for code=${form.get('code')}`)
    }
    const token = randomBytes(32).toString('base64url')
    tokens.set(token, { person: grant.person, until: now() + 21_599_000 })
    return { status: 200, body: { token_type: 'bearer', access_token: token, expires_in: 21_599, refresh_token: 'r', scope: grant.scope } }
  }

  function me(request: IncomingMessage, url: URL): Answer {
    const [, token = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? []
    const grant = tokens.get(token)
    if (!grant) return { status: 401, body: { msg: 'this access token does not exist', code: -401 } }
    if (now() >= grant.until) return { status: 401, body: { msg: 'this access token is already expired', code: -401 } }
    if (url.searchParams.get('secure_resource') !== 'true') return { status: 400, body: { msg: 'pictures would come by http', code: -2 } }
    const { id, ...rest } = grant.person
    return { status: 200, body: { id: rawJSON(String(id)), connected_at: '2026-01-01T00:00:00Z', ...rest } }
  }

  const server = await startProvider((path, { request, url, form }) => {
    if (path === `POST ${TOKEN}`) return exchange(form)
    return path === `GET ${ME}` ? me(request, url) : undefined
  })

  return {
    ...server,
    agree(authorizeUrl, person) {
      const { query, state, grant } = readPage(authorizeUrl, { page: server.url + PAGE, clientId: restApiKey, redirectUris, pkce: true })
      return { code: codes.issue({ ...grant, person }), state, query }
    },
  }
}
