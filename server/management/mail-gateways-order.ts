import { adminEndpoint } from '../http-admin.ts'
import { mail, orderCarriers } from './carriers.ts'
import { OrderBody } from './forms.ts'

/** Ours. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/mail-gateways/order',
  about: 'Put the gateways for e-mail into the order they are tried in',
  role: 'administrator',
  grant: 'message_all',
  body: OrderBody,
  reply: OrderBody,
  handle: async ({ ctx, body }) => orderCarriers(ctx, mail, body.ids),
})
