import { openEndpoint } from '../http.ts'
import { enter } from './enter.ts'

/** Wire: admin reference 9.1; RFC 6749 sections 4.1.3 and 6, RFC 7636. Faults in OAuth's words, 13.2. */
export default openEndpoint({
  method: 'POST',
  url: '/api/v1/oauth2/token',
  also: ['/tenants/:tenantId/api/v1/oauth2/token'],
  about:
    'Tokens for a code, or for a refresh token (form: grant_type, code, redirect_uri, code_verifier, client_id, client_secret or Basic)',
  caller: 'anyone',
  bare: true,
  pages: true,

  handle: (handed) => enter(handed, '/token'),
})
