import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { DomainField, getTenant, saveTenant, TenantReply } from './tenants.ts'
import { VersionSent } from './version.ts'

/** Ours. Its id is for ever, and so is everything in it. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/admin/tenants/:tenantId',
  about: 'Change name or domain of a tenant',
  role: 'owner',
  grant: 'tenant_all',
  body: Type.Object({ name: Type.Optional(Type.String()), domain: DomainField, version: VersionSent }),
  reply: TenantReply,

  async handle({ ctx, body, params }) {
    const { name, domain, version } = body
    const { id, name: before } = await getTenant(ctx, params['tenantId'])
    return saveTenant(ctx, { name: name ?? before, ...(domain !== undefined && { domain }) }, { id, version })
  },
})
