import { recordAct } from '../audit/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { TenantSettings } from '../schema/documents.ts'
import { Type } from '../type.ts'
import { carryOut, configure } from './configure.ts'
import { SettingsField } from './forms.ts'
import { changesOf, readSettings } from './marks.ts'
import { readStored, SettingsReply, show } from './settings.ts'
import { checkVersion, VersionSent } from './version.ts'

/** Ours. The document is whole: what is not in it is at its default. It holds with the next call. */
export default adminEndpoint({
  method: 'PUT',
  url: '/api/v2/admin/settings',
  about: 'Change the settings of the tenant; everything that is wrong is told at once',
  role: 'administrator',
  grant: 'setting_all',
  // Texts of messages, and lists of numbers and words.
  limit: 1024 * 1024,
  body: Type.Object({ settings: SettingsField('By /api/v2/admin/schemas/tenant.'), version: VersionSent }),
  reply: SettingsReply,

  async handle({ ctx, body }) {
    return configure(ctx, async (ctx, plan) => {
      const before = await readStored(ctx)
      checkVersion(ctx, body.version, before)
      const steps = await plan({ settings: readSettings(TenantSettings, body.settings, before) as never }, 'settings')
      await carryOut(ctx, steps)
      const after = await readStored(ctx)
      if (steps.length > 0) {
        const changes = changesOf(TenantSettings, { settings: before }, { settings: after })
        await recordAct(ctx, { event: 'settings-change', subject: 'tenant', ...changes })
      }
      return show(ctx, after)
    })
  },
})
