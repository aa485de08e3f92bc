import { openEndpoint } from '../http.ts'
import { enter } from './enter.ts'

/** OpenID Connect Core, section 5.3: both methods are served. */
export default openEndpoint({
  method: 'POST',
  url: '/api/v1/oauth2/userinfo',
  also: ['/tenants/:tenantId/api/v1/oauth2/userinfo'],
  about: 'The same, for clients that post',
  caller: 'anyone',
  bare: true,
  pages: true,

  handle: (handed) => enter(handed, '/userinfo'),
})
