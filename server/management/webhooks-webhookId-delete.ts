import { adminEndpoint } from '../http-admin.ts'
import { removeWebhook } from '../webhooks/index.ts'
import { getWebhook, holding, recordWebhook } from './webhooks.ts'

/** Ours. What was still to be sent goes with it. */
export default adminEndpoint({
  method: 'DELETE',
  url: '/api/v2/admin/webhooks/:webhookId',
  about: 'Delete a webhook, with what it was still to be told',
  role: 'administrator',
  grant: 'setting_all',
  status: 204,

  async handle({ ctx, params }) {
    await holding(ctx, async (ctx) => {
      const before = await getWebhook(ctx, params['webhookId'])
      await removeWebhook(ctx, ctx.tenant.id, before.id)
      await recordWebhook(ctx, 'remove', before.id, { before })
    })
    return undefined
  },
})
