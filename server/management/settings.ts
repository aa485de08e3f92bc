/** What a tenant decided: the whole document, and the version of what is stored. */
import type { AdminCtx } from '../context.ts'
import { fail } from '../errors.ts'
import { TenantSettings } from '../schema/documents.ts'
import { findTenantById } from '../tenants/index.ts'
import { Type } from '../type.ts'
import { SettingsField } from './forms.ts'
import { type Settings, showSettings } from './marks.ts'
import { VersionField, versionOf } from './version.ts'

export const SettingsReply = Type.Object({
  settings: SettingsField('By /api/v2/admin/schemas/tenant, with every default.'),
  stored: SettingsField('Only what somebody decided; the rest follows the defaults.'),
  version: VersionField,
})

export async function readStored(ctx: AdminCtx): Promise<Settings> {
  const row = (await findTenantById(ctx, { tenantId: ctx.tenant.id })) ?? fail('tenantUnknown')
  return JSON.parse(row.settings) as Settings
}

export const show = (ctx: AdminCtx, stored: Settings) => ({
  settings: showSettings(TenantSettings, stored),
  stored,
  version: versionOf(ctx, stored),
})
