/** Applications as an administrator sees and writes them, in the words of a blueprint. */
import { findAppRow } from '../apps/index.ts'
import { recordAct } from '../audit/index.ts'
import type { AdminCtx } from '../context.ts'
import { fail, failFaults } from '../errors.ts'
import { say } from '../languages/faults.ts'
import { AppSettings } from '../schema/documents.ts'
import type { Schema } from '../schema/tables.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import { carryOut, configure } from './configure.ts'
import { permissionsOf, refuseGrants } from './granting.ts'
import { SettingsField, text, textOrNull, time } from './forms.ts'
import { changesOf, readSettings, type Settings, showSettings } from './marks.ts'
import { checkVersion, VersionField, versionOf, VersionSent } from './version.ts'

export type AppRow = Schema['apps']

const AppFields = {
  name: Type.Optional(Type.String({ description: 'What people read in messages.' })),
  template: Type.Optional(
    Type.Union([Type.String(), Type.Null()], { description: 'client_id of the ISV template it is the instance of here.' }),
  ),
  disabled: Type.Optional(Type.Boolean()),
  settings: Type.Optional(SettingsField('Whole, by /api/v2/admin/schemas/app: what is not in it is at its default.')),
}
export const NewAppBody = Type.Object(
  { client_id: Type.Optional(Type.String({ description: 'Absent: one is made up.' })), ...AppFields },
  { additionalProperties: true },
)
export const AppBody = Type.Object({ ...AppFields, version: VersionSent }, { additionalProperties: true })

export const AppReply = Type.Object({
  client_id: text,
  name: text,
  template: textOrNull,
  disabled: Type.Boolean(),
  has_secret: Type.Boolean({ description: 'Whether a client_secret was made; it is never shown again.' }),
  public_key: Type.String({ description: 'PEM (SPKI), for X-signature.' }),
  settings: SettingsField('With every default.'),
  created_at: time,
  version: VersionField,
})

const settingsOf = (row: AppRow) => JSON.parse(row.settings) as Settings
const recordable = (row: AppRow) => ({
  name: row.name,
  template: row.templateClientId,
  disabled: row.disabledAt !== null,
  settings: settingsOf(row),
})

export const showApp = (ctx: AdminCtx, row: AppRow) => ({
  client_id: row.clientId,
  name: row.name,
  template: row.templateClientId,
  disabled: row.disabledAt !== null,
  has_secret: row.secretHash !== null,
  public_key: row.publicKey,
  settings: showSettings(AppSettings, settingsOf(row)),
  created_at: inSeconds(row.createdAt),
  version: versionOf(ctx, recordable(row)),
})

export const getApp = async (ctx: AdminCtx, clientId: string | undefined): Promise<AppRow> =>
  (await findAppRow(ctx, ctx.tenant.id, clientId ?? '')) ?? fail('appUnknown')

export const recordApp = (ctx: AdminCtx, event: string, before: AppRow | undefined, after: AppRow | undefined): Promise<void> =>
  recordAct(ctx, {
    event: `app-${event}`,
    subject: (after ?? before)?.clientId ?? '',
    ...changesOf(AppSettings, before && recordable(before), after && recordable(after)),
  })

type Sent = {
  name?: string
  template?: string | null
  disabled?: boolean
  settings?: Record<string, unknown>
  version?: string | undefined
}

/** As a part of a blueprint; a secret is made here, and never brought. */
export function partOf(clientId: string, { version: _, settings, ...more }: Sent, stored: AppRow | undefined) {
  if ('secret' in more) failFaults([{ path: 'secret', fault: say('secretIsMade') }])
  return {
    ...more,
    client_id: clientId,
    ...(settings && { settings: readSettings(AppSettings, settings, stored && settingsOf(stored)) }),
  }
}

/** What is left out stays. An application that is as it should be is left alone, and so is the trail. */
export const changeApp = (ctx: AdminCtx, clientId: string | undefined, sent: Sent, event = 'change') =>
  configure(ctx, async (ctx, plan) => {
    const before = await getApp(ctx, clientId)
    checkVersion(ctx, sent.version, recordable(before))
    const steps = await plan({ applications: [partOf(before.clientId, sent, before) as never] }, 'applications[0]')
    await carryOut(ctx, steps)
    const after = await getApp(ctx, before.clientId)
    await refuseGrants(ctx, permissionsOf(before), permissionsOf(after))
    if (steps.length > 0) await recordApp(ctx, event, before, after)
    return showApp(ctx, after)
  })
