import { adminEndpoint } from '../http-admin.ts'
import { CarrierReply, mail, readCarrier } from './carriers.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/mail-gateways/:gatewayId',
  about: 'A gateway for e-mail',
  role: 'auditor',
  grant: 'message_read',
  reply: CarrierReply,
  handle: async ({ ctx, params }) => readCarrier(ctx, mail, params['gatewayId']),
})
