import { adminEndpoint } from '../http-admin.ts'
import { tell, TryReply } from './tries.ts'

/** Ours. For whoever began it, in the same sign-in, for ten minutes; nobody else, whatever they may read. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/sources/:sourceId/tries/:tryId',
  about: 'How far a try has come, and what came of it',
  role: 'auditor',
  grant: 'source_read',
  reply: TryReply,
  handle: async ({ ctx, headers, params }) => tell({ ctx, headers, sourceId: params['sourceId'], tryId: params['tryId'] }),
})
