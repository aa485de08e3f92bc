import { adminEndpoint } from '../http-admin.ts'
import { CarriersReply, listCarriers, mail } from './carriers.ts'

/** Ours. In the order they are tried in. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/mail-gateways',
  about: 'The gateways for e-mail, how they fare, and the kinds there are',
  role: 'auditor',
  grant: 'message_read',
  reply: CarriersReply,
  handle: async ({ ctx }) => listCarriers(ctx, mail),
})
