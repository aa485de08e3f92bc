import { adminEndpoint } from '../http-admin.ts'
import { readStored, SettingsReply, show } from './settings.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/settings',
  about: 'The settings of the tenant',
  role: 'auditor',
  grant: 'setting_read',
  reply: SettingsReply,

  async handle({ ctx }) {
    return show(ctx, await readStored(ctx))
  },
})
