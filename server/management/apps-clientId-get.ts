import { adminEndpoint } from '../http-admin.ts'
import { AppReply, getApp, showApp } from './apps.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/apps/:clientId',
  about: 'An application',
  role: 'auditor',
  grant: 'app_read',
  reply: AppReply,

  async handle({ ctx, params }) {
    return showApp(ctx, await getApp(ctx, params['clientId']))
  },
})
