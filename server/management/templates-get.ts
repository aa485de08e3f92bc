import { listTemplates } from '../apps/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { text } from './forms.ts'

/** Wire: admin reference 5. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/templates',
  about: 'ISV templates: client_ids that stand for an application of each tenant',
  role: 'auditor',
  grant: 'tenant_read',
  reply: Type.Object({ templates: Type.Array(Type.Object({ client_id: text, name: text })) }),

  async handle({ ctx }) {
    return { templates: (await listTemplates(ctx, {})).map((it) => ({ client_id: it.clientId, name: it.name })) }
  },
})
