import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { listWebhooks } from '../webhooks/index.ts'
import { text } from './forms.ts'
import { showTypes, showWebhook, WebhookReply } from './webhooks.ts'

/** Ours. The oldest first. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/webhooks',
  about: 'The webhooks of the tenant, how they fare, and the types of events there are',
  role: 'auditor',
  grant: 'setting_read',
  reply: Type.Object({ webhooks: Type.Array(WebhookReply), types: Type.Array(Type.Object({ type: text, about: text })) }),

  async handle({ ctx }) {
    return { webhooks: (await listWebhooks(ctx, ctx.tenant.id)).map((it) => showWebhook(ctx, it)), types: showTypes(ctx) }
  },
})
