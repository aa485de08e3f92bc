/** The applications of a tenant: what differs. */
import { createApp, findAppAnywhere, findAppRow, listAppRows, setSecret, updateApp } from '../apps/index.ts'
import { say } from '../languages/faults.ts'
import { AppSettings, fill } from '../schema/documents.ts'
import { hashToken } from '../secrets.ts'
import { listSources } from '../social/index.ts'
import { suggest } from './fault.ts'
import type { AppPart, TenantPart } from './shape.ts'
import { differences, type Draft, type Home, Raced, said } from './step.ts'

type Row = Awaited<ReturnType<typeof listAppRows>>[number]

export async function draftApps(draft: Draft, home: Home, part: TenantPart, templates: Set<string>): Promise<void> {
  const parts = part.applications ?? []
  if (parts.length === 0) return
  const rows = home.isNew ? [] : await listAppRows(draft.ctx, home.id)
  const sources = new Set(part.sources?.map((it) => it.id))
  if (!home.isNew) for (const { id } of await listSources(draft.ctx, home.id)) sources.add(id)
  for (const [i, app] of parts.entries()) {
    const at = `${home.at}.applications[${i}]`
    const row = rows.find((it) => it.clientId === app.client_id)
    if (!row && (await findAppAnywhere(draft.ctx, { clientId: app.client_id }))) {
      draft.refuse(`${at}.client_id`, say('clientIdElsewhere'))
    }
    if (!row && templates.has(app.client_id)) draft.refuse(`${at}.client_id`, say('clientIdOfTemplate'))
    for (const [s, id] of (app.settings?.sources ?? []).entries()) {
      if (!sources.has(id))
        draft.refuse(`${at}.settings.sources[${s}]`, say('noSource', { id: JSON.stringify(id), hint: suggest(id, [...sources]) }))
    }
    checkTemplate(draft, app, at, parts, rows, templates)
    draftApp(draft, home, app, row)
  }
}

/** A template that there is, and no other application of this tenant has, unless that one gives it up. */
function checkTemplate({ refuse }: Draft, app: AppPart, at: string, parts: AppPart[], rows: Row[], templates: Set<string>) {
  if (!app.template) return
  if (!templates.has(app.template))
    refuse(`${at}.template`, say('noTemplate', { id: JSON.stringify(app.template), hint: suggest(app.template, [...templates]) }))
  const holder = rows.find((it) => it.templateClientId === app.template && it.clientId !== app.client_id)
  const holderPart = holder && parts.find((it) => it.client_id === holder.clientId)
  if (holder && (holderPart?.template === undefined || holderPart.template === app.template)) {
    refuse(`${at}.template`, say('templateHeld', { app: holder.clientId }))
  }
}

function draftApp({ steps }: Draft, home: Home, app: AppPart, row: Row | undefined) {
  const { client_id: clientId, template, name, secret, disabled, settings } = app
  const key = `${home.name}/${clientId}`
  if (!row) {
    steps.push({
      change: { action: 'create', kind: 'application', key, fields: [] },
      newApp: clientId,
      async write(ctx, keys) {
        const key = keys.get(clientId)
        const input = { clientId, name: name ?? clientId, templateClientId: template ?? null, settings, ...said({ secret, disabled }) }
        const made = key && (await createApp(ctx, home.id, input, key))
        // A client_id that somebody took meanwhile is not taken from them.
        if (!made || (await findAppRow(ctx, home.id, clientId))?.publicKey !== made.publicKey)
          throw new Raced(`the application ${clientId} was created elsewhere`)
      },
    })
    return
  }
  const stored = JSON.parse(row.settings) as unknown
  const wanted = said({ template, name, disabled, settings: settings && fill(AppSettings, settings), secret: secret && hashToken(secret) })
  const current = {
    template: row.templateClientId,
    name: row.name,
    disabled: row.disabledAt !== null,
    settings: fill(AppSettings, stored),
    secret: row.secretHash,
  }
  const fields = differences(wanted, current)
  if (fields.length === 0) return
  const kept = { name: row.name, settings: stored, disabled: row.disabledAt !== null }
  steps.push({
    change: { action: 'update', kind: 'application', key, fields },
    ...(fields.includes('template') && row.templateClientId && { release: (ctx) => updateApp(ctx, home.id, clientId, kept) }),
    async write(ctx) {
      const templateClientId = template === undefined ? row.templateClientId : template
      await updateApp(ctx, home.id, clientId, { ...kept, ...said({ name, settings, disabled }), templateClientId })
      if (secret && fields.includes('secret')) await setSecret(ctx, home.id, clientId, secret)
    },
  })
}
