import { ground } from '../context.ts'
import { Failure } from '../errors.ts'
import { openEndpoint } from '../http.ts'
import { languages } from '../languages/index.ts'
import { algorithms } from '../schema/documents.ts'
import { addressOf, issuerOf } from '../tenants/index.ts'
import { claims, routes, scopes } from './engine.ts'
import { tenantOf } from './tenant.ts'

/**
 * OpenID Connect Discovery 1.0, section 3: what is served today, and nothing else. The issuer is the
 * published one; the document is also where standard libraries look when they are given the bare host.
 */
export default openEndpoint({
  method: 'GET',
  url: '/api/v1/oauth2/.well-known/openid-configuration',
  also: ['/tenants/:tenantId/api/v1/oauth2/.well-known/openid-configuration', '/.well-known/openid-configuration'],
  about: 'OpenID Connect discovery',
  caller: 'anyone',
  pages: true,

  async handle({ world, params, host }) {
    const tenant = await tenantOf(world, params, host)
    if (!tenant) throw new Failure('pathUnknown', {})
    const address = addressOf(ground(world), tenant)
    const issuer = issuerOf(ground(world), tenant)
    return {
      // What one page may read a cache must not keep for another (Fetch standard, 3.3.4).
      headers: { vary: 'Origin' },
      body: {
        issuer,
        authorization_endpoint: `${issuer}${routes.authorization}`,
        token_endpoint: `${issuer}${routes.token}`,
        userinfo_endpoint: `${issuer}${routes.userinfo}`,
        introspection_endpoint: `${issuer}${routes.introspection}`,
        revocation_endpoint: `${issuer}${routes.revocation}`,
        end_session_endpoint: `${address}/api/v1/logout`,
        jwks_uri: `${issuer}${routes.jwks}`,
        scopes_supported: scopes,
        response_types_supported: ['code'],
        response_modes_supported: ['query', 'fragment', 'form_post'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
        revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
        id_token_signing_alg_values_supported: algorithms,
        subject_types_supported: ['public'],
        claims_supported: [
          'iss',
          'aud',
          'iat',
          'nbf',
          'exp',
          'jti',
          'sid',
          'amr',
          'auth_time',
          'nonce',
          ...new Set(Object.values(claims).flat()),
        ],
        claims_parameter_supported: false,
        request_parameter_supported: false,
        request_uri_parameter_supported: false,
        ui_locales_supported: Object.keys(languages),
      },
    }
  },
})
