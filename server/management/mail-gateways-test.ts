import { adminEndpoint } from '../http-admin.ts'
import { mail } from './carriers.ts'
import { TestBody, TestReply, writeTested } from './forms.ts'

/** Ours. It counts for its mailbox as any other. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/mail-gateways/:gatewayId/test',
  about: 'Send one real message through this gateway',
  role: 'administrator',
  grant: 'message_all',
  body: TestBody,
  reply: TestReply,
  handle: async ({ ctx, body, params }) => writeTested(await mail.test(ctx, params['gatewayId'] ?? '', body.to)),
})
