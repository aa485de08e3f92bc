import { openEndpoint } from '../http.ts'
import { enter } from './enter.ts'

/** Wire: admin reference 9.1; the answer is that of RFC 7662, section 2.2, which no page shows. */
export default openEndpoint({
  method: 'POST',
  url: '/api/v1/oauth2/introspect',
  also: ['/tenants/:tenantId/api/v1/oauth2/introspect'],
  about: 'Whether a token of the application that asks is still good, and whose it is (form: token; Basic)',
  caller: 'anyone',
  bare: true,

  handle: (handed) => enter(handed, '/introspect'),
})
