import { adminEndpoint } from '../http-admin.ts'
import { CarrierReply, sms, readCarrier } from './carriers.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/gateways/:gatewayId',
  about: 'A gateway for text messages',
  role: 'auditor',
  grant: 'message_read',
  reply: CarrierReply,
  handle: async ({ ctx, params }) => readCarrier(ctx, sms, params['gatewayId']),
})
