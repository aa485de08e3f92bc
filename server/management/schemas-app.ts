import { adminEndpoint } from '../http-admin.ts'
import { AppSettings } from '../schema/documents.ts'
import { SchemaField } from './forms.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/schemas/app',
  about: 'The settings of an application, as JSON Schema',
  role: 'auditor',
  grant: 'app_read',
  reply: SchemaField,
  handle: async () => AppSettings,
})
