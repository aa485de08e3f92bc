import { adminEndpoint } from '../http-admin.ts'
import { CarrierBody, CarrierReply, sms, saveCarrier } from './carriers.ts'

/** Ours. It holds with the next message. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/admin/gateways/:gatewayId',
  about: 'Change a gateway for text messages; what is left out stays, settings are whole',
  role: 'administrator',
  grant: 'message_all',
  body: CarrierBody,
  reply: CarrierReply,
  handle: async ({ ctx, body, params }) => saveCarrier(ctx, sms, params['gatewayId'] ?? '', body, false),
})
