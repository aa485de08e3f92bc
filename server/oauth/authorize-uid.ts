import { openEndpoint } from '../http.ts'
import { enter } from './enter.ts'

/** Ours: where the sign-in page leads back to. The cookie of the request that began says which it is. */
export default openEndpoint({
  method: 'GET',
  url: '/api/v1/oauth2/authorize/:uid',
  also: ['/tenants/:tenantId/api/v1/oauth2/authorize/:uid'],
  about: 'Go on with a sign-in that began at authorize, after the sign-in page',
  caller: 'anyone',
  bare: true,

  handle: (handed) => enter(handed, `/authorize/${encodeURIComponent(handed.params['uid'] ?? '')}`),
})
