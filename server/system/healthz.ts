import { openEndpoint } from '../http.ts'

export default openEndpoint({
  method: 'GET',
  url: '/healthz',
  about: 'Whether the process lives',
  caller: 'anyone',
  handle: async () => ({ body: { status: 'ok' } }),
})
