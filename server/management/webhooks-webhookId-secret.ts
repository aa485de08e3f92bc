import { recordAct } from '../audit/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { inSecondsOr } from '../times.ts'
import { replaceSecret } from '../webhooks/index.ts'
import { timeOrNull } from './forms.ts'
import { getWebhook, holding, SecretReply } from './webhooks.ts'

/** Ours. For a day both sign, so that the other side can change over whenever it likes; one before that ends at once. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/webhooks/:webhookId/secret',
  about: 'Make a new secret, shown this once; the one before signs beside it for 24 hours',
  role: 'administrator',
  grant: 'setting_all',
  body: Type.Object({
    keep_old: Type.Boolean({ default: true, description: 'false: the one before ends now. For one that somebody else knows.' }),
  }),
  reply: Type.Object({ ...SecretReply, old_secret_until: timeOrNull }),

  async handle({ ctx, body, params }) {
    return holding(ctx, async (ctx) => {
      const { id } = await getWebhook(ctx, params['webhookId'])
      const { secret, until } = await replaceSecret(ctx, ctx.tenant.id, id, body.keep_old)
      await recordAct(ctx, { event: 'webhook-secret', subject: id, after: { old_kept: body.keep_old } })
      return { secret, old_secret_until: inSecondsOr(until) }
    })
  },
})
