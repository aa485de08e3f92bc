import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { checkSource } from '../social/index.ts'
import { Type } from '../type.ts'
import { FaultOrNull, showFault } from './forms.ts'
import { getSource } from './sources.ts'

/** Ours. The provider is asked outside every transaction; what it said is in the trail, where the overview finds it. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/sources/:sourceId/check',
  about: 'Ask the provider whether this source would work',
  role: 'administrator',
  grant: 'source_all',
  reply: Type.Object({ fault: FaultOrNull }),

  async handle({ ctx, params }) {
    const source = await getSource(ctx, params['sourceId'])
    const fault = await checkSource(ctx, source)
    await transact(ctx, (ctx) =>
      recordAct(ctx, { event: 'source-check', subject: source.id, sourceId: source.id, after: { ...(fault && { fault }) } }),
    )
    return { fault: showFault(fault) }
  },
})
