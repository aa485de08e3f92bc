import { recordAct } from '../audit/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { PICTURED } from '../picture.ts'
import { findConnector } from '../social/index.ts'
import { carryOut, configure } from './configure.ts'
import { changesOf } from './marks.ts'
import { getSource, lastChecks, partOf, recordable, showSource, SourceBody, SourceReply } from './sources.ts'
import { checkVersion } from './version.ts'

/** Ours. It holds with the next sign-in. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/admin/sources/:sourceId',
  about: 'Change a source; what is left out stays, settings are whole',
  role: 'administrator',
  grant: 'source_all',
  limit: PICTURED,
  body: SourceBody,
  reply: SourceReply,

  async handle({ ctx, body, params }) {
    return configure(ctx, async (ctx, plan) => {
      const before = await getSource(ctx, params['sourceId'])
      checkVersion(ctx, body.version, before)
      const steps = await plan({ sources: [partOf(before.id, body, before) as never] }, 'sources[0]')
      await carryOut(ctx, steps)
      const after = await getSource(ctx, before.id)
      if (steps.length > 0) {
        const changes = changesOf(findConnector(after.connector)?.settings, recordable(before), recordable(after))
        await recordAct(ctx, { event: 'source-change', subject: after.id, sourceId: after.id, ...changes })
      }
      return showSource(ctx, after, (await lastChecks(ctx)).get(after.id))
    })
  },
})
