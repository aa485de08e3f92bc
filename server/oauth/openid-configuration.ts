import { ground } from '../context.ts'
import { Failure } from '../errors.ts'
import { openEndpoint } from '../http.ts'
import { algorithms } from '../schema/documents.ts'
import { issuerOf } from '../tenants/index.ts'
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

  async handle({ world, params, host }) {
    const tenant = await tenantOf(world, params, host)
    if (!tenant) throw new Failure('pathUnknown', {})
    const issuer = issuerOf(ground(world), tenant)
    return {
      body: {
        issuer,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: algorithms,
        subject_types_supported: ['public'],
        response_types_supported: ['id_token'],
        claims_supported: ['iss', 'aud', 'sub', 'iat', 'nbf', 'exp', 'jti', 'sid', 'amr', 'id', 'userName', 'name', 'mobile', 'email'],
      },
    }
  },
})
