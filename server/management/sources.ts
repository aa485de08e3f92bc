/** Sources as an administrator sees and writes them, in the words of a blueprint. */
import type { Static } from 'typebox'
import { searchEvents } from '../audit/index.ts'
import type { AdminCtx } from '../context.ts'
import { fail, failFaults } from '../errors.ts'
import { say } from '../languages/faults.ts'
import { findConnector, listSources, type Source, unknownUserChoices } from '../social/index.ts'
import { addressOf } from '../tenants/index.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import { ChoiceField, FaultOrNull, SECRETS, SettingsField, showChoice, showFault, text, time } from './forms.ts'
import { readSettings, showSettings } from './marks.ts'
import { VersionField, versionOf, VersionSent } from './version.ts'

const choice = () => Type.Enum([...unknownUserChoices], { description: 'What happens to a person nobody here knows.' })

const LOGO = 'Picture of its own, as a data: address (PNG, JPEG or WebP, at most 16 KB). Empty: the mark of its connector.'

export const SourceFields = {
  name: Type.Optional(Type.String({ description: 'What people call it.' })),
  no_user_associated: Type.Optional(choice()),
  trust_mobile: Type.Optional(Type.Boolean({ description: 'Whether a number that the provider calls verified counts as proven.' })),
  trust_email: Type.Optional(Type.Boolean({ description: 'The same of an e-mail address.' })),
  disabled: Type.Optional(Type.Boolean()),
  logo: Type.Optional(Type.String({ description: LOGO })),
  settings: Type.Optional(SettingsField(`Whole: what is not in it is at its default. ${SECRETS}`)),
}
export const NewSourceBody = Type.Object({ id: Type.String(), connector: Type.String(), ...SourceFields }, { additionalProperties: true })
export const SourceBody = Type.Object(
  { connector: Type.Optional(Type.String({ description: 'It stays what it is.' })), ...SourceFields, version: VersionSent },
  { additionalProperties: true },
)

export const SourceReply = Type.Object({
  id: text,
  connector: text,
  name: text,
  no_user_associated: choice(),
  policy: Type.Object(ChoiceField.properties, { description: 'The same, explained.' }),
  trust_mobile: Type.Boolean(),
  trust_email: Type.Boolean(),
  disabled: Type.Boolean(),
  logo: Type.String({ description: LOGO }),
  served: Type.Boolean({ description: 'Whether this server has the connector, and offers it in this mode.' }),
  redirect_uri: Type.String({
    description:
      'Where the provider leads back to, from the sign-in pages and from tries: to be registered there. Applications may have others.',
  }),
  settings: SettingsField(SECRETS),
  version: VersionField,
  last_check: Type.Union([Type.Object({ at: time, fault: FaultOrNull }), Type.Null()], {
    description: 'Of the settings as they are; null: not checked since they were changed.',
  }),
})

type Check = { at: number; fault?: { refusal: string; setting?: string; text: string } }

export const isServed = (ctx: AdminCtx, { connector }: Source): boolean => {
  const found = findConnector(connector)
  return found !== undefined && !(found.developmentOnly && ctx.config.mode === 'production')
}

/** The page of ours that providers lead back to (hosted/): what is registered for real sign-ins there serves a try as well. */
export const callbackOf = (ctx: AdminCtx, sourceId: string): string =>
  `${addressOf(ctx, ctx.tenant)}/login/social/${encodeURIComponent(sourceId)}/callback`

export const showSource = (ctx: AdminCtx, it: Source, check: Check | undefined) => ({
  id: it.id,
  connector: it.connector,
  name: it.name,
  no_user_associated: it.unknownUser,
  policy: showChoice(ctx, it.unknownUser),
  trust_mobile: it.trustMobile,
  trust_email: it.trustEmail,
  disabled: it.disabled,
  logo: it.logo,
  served: isServed(ctx, it),
  redirect_uri: callbackOf(ctx, it.id),
  settings: showSettings(findConnector(it.connector)?.settings, it.settings),
  version: versionOf(ctx, it),
  last_check: check ? { at: inSeconds(check.at), fault: showFault(check.fault) } : null,
})

/** For the trail: the same words, and settings that `changesOf` masks. */
export const recordable = (it: Source) => ({
  connector: it.connector,
  name: it.name,
  no_user_associated: it.unknownUser,
  trust_mobile: it.trustMobile,
  trust_email: it.trustEmail,
  disabled: it.disabled,
  ...(it.logo && { logo: it.logo }),
  settings: it.settings,
})

export async function getSource(ctx: AdminCtx, id: string | undefined): Promise<Source> {
  return (await listSources(ctx, ctx.tenant.id)).find((it) => it.id === id) ?? fail('sourceUnknown')
}

/** Checks that are looked back at; of one that was longer ago nothing is said. */
const CHECKS = 300

/** The last check of each source, from the trail, unless its settings changed since. */
export async function lastChecks(ctx: AdminCtx): Promise<Map<string, Check>> {
  const [checks, changes] = await Promise.all(
    ['admin/source-check', 'admin/source-change'].map((event) => searchEvents(ctx, { event }, { limit: CHECKS })),
  )
  const changed = new Map<string, string>()
  for (const { id, sourceId } of changes?.events ?? []) if (sourceId && !changed.has(sourceId)) changed.set(sourceId, id)
  const found = new Map<string, Check>()
  for (const { id, at, sourceId, detail } of checks?.events ?? []) {
    if (!sourceId || found.has(sourceId) || (changed.get(sourceId) ?? '') > id) continue
    const { after } = JSON.parse(detail ?? '{}') as { after?: { fault?: NonNullable<Check['fault']> } }
    found.set(sourceId, { at, ...(after?.fault && { fault: after.fault }) })
  }
  return found
}

/** As a part of a blueprint. Of a source that is there, what was not said stays; a blueprint would begin its settings anew. */
export function partOf(id: string, sent: Static<typeof SourceBody>, stored: Source | undefined) {
  const { version: _, settings, connector = stored?.connector ?? '', ...more } = sent
  // Its accounts are known by the ids of one provider; under another they could be somebody else's.
  if (stored && connector !== stored.connector) failFaults([{ path: 'connector', fault: say('connectorKept') }])
  const schema = findConnector(connector)?.settings
  const read = settings ? readSettings(schema, settings, stored?.settings) : stored?.settings
  return { ...more, id, connector, ...(read && { settings: read }) }
}
