import { adminEndpoint } from '../http-admin.ts'
import { listTenantRows } from '../tenants/index.ts'
import { Type } from '../type.ts'
import { showTenant, TenantReply } from './tenants.ts'

/** Ours. The oldest first. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/tenants',
  about: 'The tenants of this server',
  role: 'auditor',
  grant: 'tenant_read',
  reply: Type.Object({ tenants: Type.Array(TenantReply) }),

  async handle({ ctx }) {
    return { tenants: (await listTenantRows(ctx, {})).map((it) => showTenant(ctx, it)) }
  },
})
