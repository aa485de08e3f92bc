import { recordAct } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { findDelivery, queueAgain } from '../webhooks/index.ts'
import { countTest, DeliveryReply, getWebhook, showDelivery } from './webhooks.ts'

/** Ours. Under the same id, so that whoever took it already can tell; tried as often as one that is new. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/webhooks/:webhookId/deliveries/:deliveryId/again',
  about: 'Send one again, whatever came of it',
  role: 'administrator',
  grant: 'setting_all',
  reply: DeliveryReply,

  async handle({ ctx, params }) {
    return transact(ctx, async (ctx) => {
      const { id: webhookId, disabled } = await getWebhook(ctx, params['webhookId'])
      const key = { tenantId: ctx.tenant.id, id: params['deliveryId'] ?? '' }
      const found = await findDelivery(ctx, key)
      if (found?.webhookId !== webhookId) return fail('deliveryUnknown')
      if (disabled) return fail('webhookOff')
      await countTest(ctx)
      // At this moment somebody is sending it: that is what was asked for.
      if (await queueAgain(ctx, webhookId, key.id))
        await recordAct(ctx, { event: 'webhook-again', subject: webhookId, after: { delivery: key.id } })
      return showDelivery((await findDelivery(ctx, key)) ?? fail('deliveryUnknown'))
    })
  },
})
