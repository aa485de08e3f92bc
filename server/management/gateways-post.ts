import { adminEndpoint } from '../http-admin.ts'
import { CarrierReply, sms, NewCarrierBody, saveCarrier } from './carriers.ts'

/** Ours. It is tried after those that are there. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/gateways',
  about: 'Add a gateway for text messages',
  role: 'administrator',
  grant: 'message_all',
  status: 201,
  body: NewCarrierBody,
  reply: CarrierReply,
  handle: async ({ ctx, body: { id, ...body } }) => saveCarrier(ctx, sms, id, body, true),
})
