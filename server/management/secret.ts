import { setSecret } from '../apps/index.ts'
import { recordAct } from '../audit/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { getApp } from './apps.ts'
import { configure } from './configure.ts'
import { permissionsOf, refuseGrants } from './granting.ts'

/** Wire: admin reference 4.1. Every call with the secret before fails at once; of the new one only a hash is kept. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/apps/:clientId/secret',
  about: 'Make a new client_secret, shown this once',
  role: 'administrator',
  grant: 'app_all',
  reply: Type.Object({ client_id: Type.String(), client_secret: Type.String() }),

  async handle({ ctx, params }) {
    return configure(ctx, async (ctx) => {
      const app = await getApp(ctx, params['clientId'])
      const { clientId, secretHash } = app
      await refuseGrants(ctx, [], permissionsOf(app))
      const secret = await setSecret(ctx, ctx.tenant.id, clientId)
      await recordAct(ctx, { event: 'app-secret', subject: clientId, after: { replaced: secretHash !== null } })
      return { client_id: clientId, client_secret: secret }
    })
  },
})
