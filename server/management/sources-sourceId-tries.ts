import { adminEndpoint } from '../http-admin.ts'
import { begin, BegunReply } from './tries.ts'

/** Ours. State, nonce and verifier stay here; the answer is sent to …/answer by whoever began it. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/sources/:sourceId/tries',
  about: 'Try a source: the address of the provider’s page, for a round trip that signs nobody in',
  role: 'administrator',
  grant: 'source_all',
  status: 201,
  reply: BegunReply,
  handle: async ({ ctx, headers, params }) => begin({ ctx, headers, sourceId: params['sourceId'] }),
})
