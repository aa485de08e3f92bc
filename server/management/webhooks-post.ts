import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { createWebhook } from '../webhooks/index.ts'
import {
  getWebhook,
  holding,
  NewWebhookBody,
  readWebhook,
  recordWebhook,
  refuseInside,
  requireRoom,
  SecretReply,
  showWebhook,
  WebhookReply,
} from './webhooks.ts'

/** Ours. What happens from now on is told. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/webhooks',
  about: 'Make a webhook; its secret is shown this once',
  role: 'administrator',
  grant: 'setting_all',
  status: 201,
  body: NewWebhookBody,
  reply: Type.Object({ ...WebhookReply.properties, ...SecretReply }),

  async handle({ ctx, body }) {
    const wanted = readWebhook(ctx, body, undefined)
    await refuseInside(ctx, wanted.url)
    return holding(ctx, async (ctx) => {
      await requireRoom(ctx)
      const { id, secret } = await createWebhook(ctx, ctx.tenant.id, wanted)
      await recordWebhook(ctx, 'create', id, { after: wanted })
      return { ...showWebhook(ctx, await getWebhook(ctx, id)), secret }
    })
  },
})
