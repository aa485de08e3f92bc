import { adminEndpoint } from '../http-admin.ts'
import { KeysReply, listKeys } from './keys.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/keys',
  about: 'The keys the tenant signs id_tokens with',
  role: 'auditor',
  grant: 'tenant_read',
  reply: KeysReply,

  async handle({ ctx }) {
    return { keys: await listKeys(ctx) }
  },
})
