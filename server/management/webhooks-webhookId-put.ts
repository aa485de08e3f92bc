import { isDeepStrictEqual } from 'node:util'
import { adminEndpoint } from '../http-admin.ts'
import { updateWebhook } from '../webhooks/index.ts'
import {
  checkWebhookVersion,
  getWebhook,
  holding,
  readWebhook,
  recordWebhook,
  refuseInside,
  showWebhook,
  WebhookBody,
  WebhookReply,
} from './webhooks.ts'

/** Ours. One that is as it should be is left alone, and so is the trail. The secret stays, wherever it leads: it is never sent. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/admin/webhooks/:webhookId',
  about: 'Change a webhook; what is left out stays',
  role: 'administrator',
  grant: 'setting_all',
  body: WebhookBody,
  reply: WebhookReply,

  async handle({ ctx, body, params }) {
    await refuseInside(ctx, body.url)
    return holding(ctx, async (ctx) => {
      const before = await getWebhook(ctx, params['webhookId'])
      checkWebhookVersion(ctx, body.version, before)
      const wanted = readWebhook(ctx, body, before)
      const { name, url, events, disabled } = before
      if (isDeepStrictEqual(wanted, { name, url, events, disabled })) return showWebhook(ctx, before)
      await updateWebhook(ctx, ctx.tenant.id, before, wanted)
      await recordWebhook(ctx, 'change', before.id, { before, after: wanted })
      return showWebhook(ctx, await getWebhook(ctx, before.id))
    })
  },
})
