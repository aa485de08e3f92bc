import { adminEndpoint } from '../http-admin.ts'
import { TenantSettings } from '../schema/documents.ts'
import { SchemaField } from './forms.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/schemas/tenant',
  about: 'The settings of a tenant, as JSON Schema',
  role: 'auditor',
  grant: 'setting_read',
  reply: SchemaField,
  handle: async () => TenantSettings,
})
