import { adminEndpoint } from '../http-admin.ts'
import { dropCarrier, mail } from './carriers.ts'

/** Ours. */
export default adminEndpoint({
  method: 'DELETE',
  url: '/api/v2/admin/mail-gateways/:gatewayId',
  about: 'Take away a gateway for e-mail',
  role: 'administrator',
  grant: 'message_all',
  status: 204,
  handle: async ({ ctx, params }) => dropCarrier(ctx, mail, params['gatewayId']),
})
