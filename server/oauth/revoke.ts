import { openEndpoint } from '../http.ts'
import { enter } from './enter.ts'

/** RFC 7009 section 2, beside the published addresses (admin reference 9.1). Faults in OAuth's words, 13.2. */
export default openEndpoint({
  method: 'POST',
  url: '/api/v1/oauth2/revoke',
  also: ['/tenants/:tenantId/api/v1/oauth2/revoke'],
  about:
    'End an access token or a refresh token, and every token of the same sign-in; one that is unknown is answered alike (form: token; client_id, client_secret or Basic)',
  caller: 'anyone',
  bare: true,
  pages: true,

  handle: (handed) => enter(handed, '/revoke'),
})
