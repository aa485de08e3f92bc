import { openEndpoint } from '../http.ts'
import { enter } from './enter.ts'

/** Wire: admin reference 9.1 and 13.2. */
export default openEndpoint({
  method: 'GET',
  url: '/api/v1/oauth2/userinfo',
  also: ['/tenants/:tenantId/api/v1/oauth2/userinfo'],
  about: 'Whose an access token of /api/v1/oauth2/token is',
  caller: 'anyone',
  bare: true,
  pages: true,

  handle: (handed) => enter(handed, '/userinfo'),
})
