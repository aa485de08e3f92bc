import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { listDeliveryRows } from '../webhooks/index.ts'
import { textOrNull } from './forms.ts'
import { DeliveryReply, getWebhook, showDelivery } from './webhooks.ts'

/** As no id of our time begins: behind all of them. */
const END = '99991231'

/** Ours. Of the last seven days. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/webhooks/:webhookId/deliveries',
  about: 'What a webhook was told or is to be told, and what it answered, the newest first',
  role: 'auditor',
  grant: 'setting_read',
  query: Type.Object({
    state: Type.Enum(['', 'waiting', 'sent', 'failed'], { default: '', description: 'Empty: any.' }),
    cursor: Type.String({ default: '', maxLength: 64, description: 'What the page before had as next.' }),
    limit: Type.Integer({ default: 50, minimum: 1, maximum: 200 }),
  }),
  reply: Type.Object({ deliveries: Type.Array(DeliveryReply), next: textOrNull }),

  async handle({ ctx, query, params }) {
    const { id } = await getWebhook(ctx, params['webhookId'])
    const { state, cursor, limit } = query
    const rows = await listDeliveryRows(ctx, { tenantId: ctx.tenant.id, webhookId: id, state, before: cursor || END, most: limit + 1 })
    const deliveries = rows.slice(0, limit)
    return { deliveries: deliveries.map(showDelivery), next: rows.length > limit ? (deliveries.at(-1)?.id ?? null) : null }
  },
})
