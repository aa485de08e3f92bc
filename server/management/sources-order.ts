import { recordAct } from '../audit/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { listSources, placeSource } from '../social/index.ts'
import { configure } from './configure.ts'
import { OrderBody } from './forms.ts'
import { inOrder } from './order.ts'

/** Ours. The first of a connector is the one that calls of its name (login/wechat) mean. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/sources/order',
  about: 'Put the sources into an order',
  role: 'administrator',
  grant: 'source_all',
  body: OrderBody,
  reply: OrderBody,

  async handle({ ctx, body }) {
    return configure(ctx, async (ctx) => {
      const before = (await listSources(ctx, ctx.tenant.id)).map((it) => it.id)
      const after = inOrder(before, body.ids, 'sourceUnknown')
      for (const [i, id] of after.entries()) await placeSource(ctx, { tenantId: ctx.tenant.id, id, position: i + 1 })
      await recordAct(ctx, { event: 'source-order', subject: 'all', before, after })
      return { ids: after }
    })
  },
})
