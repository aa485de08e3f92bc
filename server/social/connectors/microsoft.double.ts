/**
 * Entra ID on this machine, written from its documentation of the v2.0 endpoints: tenants and their documents (for
 * several tenants with a template for an issuer), codes with PKCE, tokens of the person's own tenant, AADSTS errors.
 */
import { randomUUID } from 'node:crypto'
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

export type MicrosoftPerson = { tid: string; oid: string; sub: string; name?: string; email?: string; [claim: string]: unknown }

export type MicrosoftDouble = ProviderDouble & {
  lies: TokenLies
  /** Laid over every discovery document. */
  document: Json
  agree(authorizeUrl: string, person: MicrosoftPerson): { code: string; state: string }
}

export const PERSONAL = '9188040d-6c67-4c5b-b112-36a304b66dad'
export const pathsOf = (tenant: string) => ({
  document: `/${tenant}/v2.0/.well-known/openid-configuration`,
  page: `/${tenant}/oauth2/v2.0/authorize`,
  token: `/${tenant}/oauth2/v2.0/token`,
  keys: `/${tenant}/discovery/v2.0/keys`,
})

type Options = {
  clientId: string
  clientSecret: string
  redirectUris: string[]
  /** Domains, and the tenants they belong to. */
  tenants: Record<string, string>
  /** The app registration takes accounts of one tenant only. */
  single?: boolean
  now?(): number
}

function no(status: number, error: string, code: number, words: string): Answer {
  const trace = { timestamp: new Date().toISOString(), trace_id: randomUUID(), correlation_id: randomUUID() }
  return { status, body: { error, error_description: `AADSTS${code}: ${words}`, error_codes: [code], ...trace } }
}

export async function startMicrosoftDouble(options: Options): Promise<MicrosoftDouble> {
  const { clientId, clientSecret, redirectUris, tenants, single = false, now = Date.now } = options
  const codes = createCodes<MicrosoftPerson>(now, 10 * 60_000)
  const lies: TokenLies = {}
  const document: Json = {}

  /** What stands for this tenant in the issuer of its document; undefined: there is no such tenant. */
  function issuerPart(tenant: string): string | undefined {
    if (tenant === 'common' || tenant === 'organizations') return '{tenantid}'
    if (tenant === 'consumers') return PERSONAL
    return Object.values(tenants).includes(tenant) ? tenant : tenants[tenant]
  }

  function exchange(form: URLSearchParams, tenant: string): Answer {
    if (form.get('client_id') !== clientId) {
      return no(400, 'unauthorized_client', 700016, 'Application with this identifier was not found in the directory.')
    }
    if (single && issuerPart(tenant) === '{tenantid}') {
      return no(400, 'invalid_request', 50194, 'Application is not configured as a multi-tenant application.')
    }
    if (!form.has('client_secret'))
      return no(401, 'invalid_client', 7000218, 'The request body must contain client_assertion or client_secret.')
    if (form.get('client_secret') !== clientSecret) return no(401, 'invalid_client', 7000215, 'Invalid client secret provided.')
    if (form.get('grant_type') !== 'authorization_code') return no(400, 'unsupported_grant_type', 70003, 'The grant type is not supported.')
    if (!form.get('code')) return no(400, 'invalid_request', 900144, "The request body must contain the parameter 'code'.")
    const grant = codes.take(form, clientId)
    if (grant === 'unknown') return no(400, 'invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.')
    if (grant === 'used') return no(400, 'invalid_grant', 54005, 'OAuth2 Authorization code was already redeemed.')
    if (grant === 'late') return no(400, 'invalid_grant', 70008, 'The provided authorization code is expired.')
    if (grant === 'redirect') return no(400, 'invalid_grant', 500112, 'The reply address does not match.')
    if (typeof grant === 'string') return no(400, 'invalid_grant', 501481, 'The Code_Verifier does not match the code_challenge.')
    const { person, nonce } = grant
    const claims = { iss: `${server.url}/${person.tid}/v2.0`, aud: clientId, ver: '2.0', ...person, ...(nonce !== undefined && { nonce }) }
    const body = { token_type: 'Bearer', scope: grant.scope, expires_in: 3599, access_token: 'at', id_token: signIdToken(claims, lies) }
    return { status: 200, body }
  }

  function discover(tenant: string): Answer {
    const part = issuerPart(tenant)
    if (part === undefined) return no(400, 'invalid_tenant', 90002, `Tenant '${tenant}' not found.`)
    const { page, token, keys } = pathsOf(tenant)
    const body = {
      issuer: `${server.url}/${part}/v2.0`,
      authorization_endpoint: server.url + page,
      token_endpoint: server.url + token,
      jwks_uri: server.url + keys,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      ...document,
    }
    return { status: 200, body }
  }

  const server: ProviderDouble = await startProvider((path, { url, form }) => {
    const tenant = url.pathname.split('/')[1] ?? ''
    const paths = pathsOf(tenant)
    if (path === `GET ${paths.document}`) return discover(tenant)
    if (path === `POST ${paths.token}`) return exchange(form, tenant)
    return path === `GET ${paths.keys}` ? { status: 200, body: keySet } : undefined
  })

  return {
    ...server,
    lies,
    document,
    agree(authorizeUrl, person) {
      const tenant = new URL(authorizeUrl).pathname.split('/')[1] ?? ''
      const { grant, state } = readPage(authorizeUrl, { page: server.url + pathsOf(tenant).page, clientId, redirectUris, pkce: true })
      // Without profile there is no oid.
      if (!grant.scope.includes('profile')) throw new Error('no profile')
      return { code: codes.issue({ ...grant, person }), state }
    },
  }
}
