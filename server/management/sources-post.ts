import { recordAct } from '../audit/index.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { PICTURED } from '../picture.ts'
import { findConnector, listSources } from '../social/index.ts'
import { carryOut, configure } from './configure.ts'
import { changesOf } from './marks.ts'
import { getSource, NewSourceBody, partOf, recordable, showSource, SourceReply } from './sources.ts'

/** Ours. What is not said is as a blueprint has it: named like the connector, bind. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/sources',
  about: 'Make a source; accounts that came from one with this id before are known again',
  role: 'administrator',
  grant: 'source_all',
  limit: PICTURED,
  status: 201,
  body: NewSourceBody,
  reply: SourceReply,

  async handle({ ctx, body: { id, ...body } }) {
    return configure(ctx, async (ctx, plan) => {
      if ((await listSources(ctx, ctx.tenant.id)).some((it) => it.id === id)) fail('idTaken')
      await carryOut(ctx, await plan({ sources: [partOf(id, body, undefined) as never] }, 'sources[0]'))
      const made = await getSource(ctx, id)
      const changes = changesOf(findConnector(made.connector)?.settings, undefined, recordable(made))
      await recordAct(ctx, { event: 'source-create', subject: id, sourceId: id, ...changes })
      return showSource(ctx, made, undefined)
    })
  },
})
