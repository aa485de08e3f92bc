import { adminEndpoint } from '../http-admin.ts'
import { listSources } from '../social/index.ts'
import { Type } from '../type.ts'
import { lastChecks, showSource, SourceReply } from './sources.ts'

/** Ours. In the order in which they are offered. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/sources',
  about: 'The sources of the tenant, in their order',
  role: 'auditor',
  grant: 'source_read',
  reply: Type.Object({ sources: Type.Array(SourceReply) }),

  async handle({ ctx }) {
    const checks = await lastChecks(ctx)
    return { sources: (await listSources(ctx, ctx.tenant.id)).map((it) => showSource(ctx, it, checks.get(it.id))) }
  },
})
