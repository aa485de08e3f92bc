import { listAppRows } from '../apps/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { AppReply, showApp } from './apps.ts'

/** Ours. The oldest first. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/apps',
  about: 'The applications of the tenant',
  role: 'auditor',
  grant: 'app_read',
  reply: Type.Object({ apps: Type.Array(AppReply) }),

  async handle({ ctx }) {
    return { apps: (await listAppRows(ctx, ctx.tenant.id)).map((it) => showApp(ctx, it)) }
  },
})
