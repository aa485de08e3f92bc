import { ground } from '../context.ts'
import { Failure } from '../errors.ts'
import { openEndpoint } from '../http.ts'
import { listPublicKeys } from '../tenants/index.ts'
import { tenantOf } from './tenant.ts'

/** Wire: user-api 7.1 call 48; RFC 7517 section 5. */
export default openEndpoint({
  method: 'GET',
  url: '/api/v1/oauth2/keys',
  also: ['/tenants/:tenantId/api/v1/oauth2/keys'],
  about: 'The public keys id_tokens are checked with (JWK Set)',
  caller: 'anyone',
  pages: true,

  async handle({ world, params, host }) {
    const tenant = await tenantOf(world, params, host)
    if (!tenant) throw new Failure('pathUnknown', {})
    // What one page may read a cache must not keep for another (Fetch standard, 3.3.4).
    return { headers: { vary: 'Origin' }, body: { keys: await listPublicKeys(ground(world), tenant.id) } }
  },
})
