import { adminEndpoint } from '../http-admin.ts'
import { CarrierReply, mail, NewCarrierBody, saveCarrier } from './carriers.ts'

/** Ours. It is tried after those that are there. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/mail-gateways',
  about: 'Add a gateway for e-mail',
  role: 'administrator',
  grant: 'message_all',
  status: 201,
  body: NewCarrierBody,
  reply: CarrierReply,
  handle: async ({ ctx, body: { id, ...body } }) => saveCarrier(ctx, mail, id, body, true),
})
