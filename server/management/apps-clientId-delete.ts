import { removeAppRow, removeTokensOfApp } from '../apps/index.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { getApp, recordApp } from './apps.ts'
import { configure } from './configure.ts'

/** Wire: admin reference 4.1: only one that is disabled. Its access tokens go with it; its people stay. */
export default adminEndpoint({
  method: 'DELETE',
  url: '/api/v2/admin/apps/:clientId',
  about: 'Delete an application that is disabled',
  role: 'administrator',
  grant: 'app_all',
  status: 204,

  async handle({ ctx, params }) {
    await configure(ctx, async (ctx) => {
      const app = await getApp(ctx, params['clientId'])
      if (app.disabledAt === null) fail('appStillEnabled')
      const key = { tenantId: ctx.tenant.id, clientId: app.clientId }
      await removeTokensOfApp(ctx, key)
      await removeAppRow(ctx, key)
      await recordApp(ctx, 'remove', app, undefined)
    })
  },
})
