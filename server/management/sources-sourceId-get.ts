import { adminEndpoint } from '../http-admin.ts'
import { getSource, lastChecks, showSource, SourceReply } from './sources.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/sources/:sourceId',
  about: 'A source',
  role: 'auditor',
  grant: 'source_read',
  reply: SourceReply,

  async handle({ ctx, params }) {
    const source = await getSource(ctx, params['sourceId'])
    return showSource(ctx, source, (await lastChecks(ctx)).get(source.id))
  },
})
