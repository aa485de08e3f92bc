import { adminEndpoint } from '../http-admin.ts'
import { PICTURED } from '../picture.ts'
import { AppBody, AppReply, changeApp } from './apps.ts'

/** Ours. It holds with the next call of the application. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/admin/apps/:clientId',
  about: 'Change an application; what is left out stays, settings are whole',
  role: 'administrator',
  grant: 'app_all',
  limit: PICTURED,
  body: AppBody,
  reply: AppReply,
  handle: async ({ ctx, body, params }) => changeApp(ctx, params['clientId'], body),
})
