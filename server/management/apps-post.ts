import { findAppRow } from '../apps/index.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { PICTURED } from '../picture.ts'
import { randomToken } from '../secrets.ts'
import { createAppKey } from '../tokens.ts'
import { AppReply, getApp, NewAppBody, partOf, recordApp, showApp } from './apps.ts'
import { carryOut, configure } from './configure.ts'
import { permissionsOf, refuseGrants } from './granting.ts'

/** Ours. It has no client_secret yet: …/secret makes one and shows it. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/apps',
  about: 'Make an application',
  role: 'administrator',
  grant: 'app_all',
  limit: PICTURED,
  status: 201,
  body: NewAppBody,
  reply: AppReply,

  async handle({ ctx, body: { client_id: clientId = randomToken(32), ...body } }) {
    const keys = new Map([[clientId, await createAppKey()]])
    return configure(ctx, async (ctx, plan) => {
      if (await findAppRow(ctx, ctx.tenant.id, clientId)) fail('idTaken')
      await carryOut(ctx, await plan({ applications: [partOf(clientId, body, undefined) as never] }, 'applications[0]'), keys)
      const made = await getApp(ctx, clientId)
      await refuseGrants(ctx, [], permissionsOf(made))
      await recordApp(ctx, 'create', undefined, made)
      return showApp(ctx, made)
    })
  },
})
