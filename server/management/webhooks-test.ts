import { recordAct } from '../audit/index.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { sendTest } from '../webhooks/index.ts'
import { countTest, DeliveryReply, showDelivery } from './webhooks.ts'

/** Ours. One that is off is tried too, once. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/webhooks/:webhookId/test',
  about: 'Send a test event (webhook.test) now, and say what came of it',
  role: 'administrator',
  grant: 'setting_all',
  reply: DeliveryReply,

  async handle({ ctx, params }) {
    const id = params['webhookId'] ?? ''
    const sent = await sendTest(ctx, id, async (ctx) => {
      await countTest(ctx)
      await recordAct(ctx, { event: 'webhook-test', subject: id })
    })
    return showDelivery(sent ?? fail('webhookUnknown'))
  },
})
