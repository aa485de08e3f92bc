import { adminEndpoint } from '../http-admin.ts'
import { AppReply, changeApp } from './apps.ts'

/** Wire: admin reference 4.1. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/apps/:clientId/enable',
  about: 'Let an application be used again',
  role: 'administrator',
  grant: 'app_all',
  reply: AppReply,
  handle: async ({ ctx, params }) => changeApp(ctx, params['clientId'], { disabled: false }, 'enable'),
})
