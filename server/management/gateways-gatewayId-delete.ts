import { adminEndpoint } from '../http-admin.ts'
import { dropCarrier, sms } from './carriers.ts'

/** Ours. */
export default adminEndpoint({
  method: 'DELETE',
  url: '/api/v2/admin/gateways/:gatewayId',
  about: 'Take away a gateway for text messages',
  role: 'administrator',
  grant: 'message_all',
  status: 204,
  handle: async ({ ctx, params }) => dropCarrier(ctx, sms, params['gatewayId']),
})
