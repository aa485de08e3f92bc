import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { SettingsField } from './forms.ts'
import { DomainField, saveTenant, TenantReply } from './tenants.ts'

/** Ours. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/tenants',
  about: 'Make a tenant',
  role: 'owner',
  grant: 'tenant_all',
  status: 201,
  body: Type.Object(
    {
      name: Type.String(),
      id: Type.Optional(Type.String({ description: '32 hexadecimal digits. Absent: made up.' })),
      domain: DomainField,
      settings: Type.Optional(SettingsField('By /api/v2/admin/schemas/tenant.')),
    },
    { additionalProperties: true },
  ),
  reply: TenantReply,
  handle: async ({ ctx, body }) => saveTenant(ctx, body),
})
