import { adminEndpoint } from '../http-admin.ts'
import { getWebhook, showWebhook, WebhookReply } from './webhooks.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/webhooks/:webhookId',
  about: 'A webhook',
  role: 'auditor',
  grant: 'setting_read',
  reply: WebhookReply,
  handle: async ({ ctx, params }) => showWebhook(ctx, await getWebhook(ctx, params['webhookId'])),
})
