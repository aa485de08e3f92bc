import { adminEndpoint } from '../http-admin.ts'
import { sms } from './carriers.ts'
import { TestBody, TestReply, writeTested } from './forms.ts'

/** Ours. It costs what any message costs, and counts: for its number, its country and the budget. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/gateways/:gatewayId/test',
  about: 'Send one real message through this gateway',
  role: 'administrator',
  grant: 'message_all',
  body: TestBody,
  reply: TestReply,
  handle: async ({ ctx, body, params }) => writeTested(await sms.test(ctx, params['gatewayId'] ?? '', body.to)),
})
