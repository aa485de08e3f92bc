import { adminEndpoint } from '../http-admin.ts'
import { getTenant, showTenant, TenantReply } from './tenants.ts'

/** Ours. Its settings are asked for in itself: X-tenant-id. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/tenants/:tenantId',
  about: 'A tenant',
  role: 'auditor',
  grant: 'tenant_read',
  reply: TenantReply,

  async handle({ ctx, params }) {
    return showTenant(ctx, await getTenant(ctx, params['tenantId']))
  },
})
