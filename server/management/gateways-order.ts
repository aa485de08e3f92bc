import { adminEndpoint } from '../http-admin.ts'
import { sms, orderCarriers } from './carriers.ts'
import { OrderBody } from './forms.ts'

/** Ours. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/gateways/order',
  about: 'Put the gateways for text messages into the order they are tried in',
  role: 'administrator',
  grant: 'message_all',
  body: OrderBody,
  reply: OrderBody,
  handle: async ({ ctx, body }) => orderCarriers(ctx, sms, body.ids),
})
