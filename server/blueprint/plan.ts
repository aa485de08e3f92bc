/** What has to change so that the database holds what the blueprint says: templates and tenants here, the rest beside. */
import { createTemplate, findAppAnywhere, listTemplates } from '../apps/index.ts'
import type { Ground } from '../context.ts'
import { say } from '../languages/faults.ts'
import { fill, TenantSettings } from '../schema/documents.ts'
import { randomHex } from '../secrets.ts'
import { addTenant, DEFAULT_TENANT, listTenantRows, updateTenant } from '../tenants/index.ts'
import { createFaults } from './fault.ts'
import { draftApps } from './plan-apps.ts'
import { draftGateways, draftMailGateways, draftSources } from './plan-providers.ts'
import { draftUsers } from './plan-users.ts'
import { type Blueprint, placeOf } from './reader.ts'
import type { TenantPart } from './shape.ts'
import { type Change, differences, type Draft, type Home, Raced, said, type Step } from './step.ts'

/** In the order they are written. Throws BlueprintFault with everything that stands in the way. */
export async function draftSteps(ctx: Ground, blueprint: Blueprint): Promise<Step[]> {
  const faults = createFaults(blueprint.file)
  const draft: Draft = { ctx, blueprint, steps: [], refuse: (path, fault) => faults.add(placeOf(blueprint, path), path, fault) }
  const templates = await draftTemplates(draft)
  for (const [home, part] of await draftTenants(draft)) {
    await draftSources(draft, home, part)
    await draftGateways(draft, home, part)
    await draftMailGateways(draft, home, part)
    await draftApps(draft, home, part, templates)
    await draftUsers(draft, home, part)
  }
  faults.check()
  return draft.steps
}

/** What would change, without changing it. Nothing to do is an empty list. */
export async function planBlueprint(ctx: Ground, blueprint: Blueprint): Promise<Change[]> {
  return (await draftSteps(ctx, blueprint)).map((it) => it.change)
}

/** Answers the client_ids of all templates there will be. */
async function draftTemplates({ ctx, blueprint, steps, refuse }: Draft): Promise<Set<string>> {
  const known = new Map((await listTemplates(ctx, {})).map((it) => [it.clientId, it.name]))
  for (const [i, { client_id: clientId, name }] of (blueprint.templates ?? []).entries()) {
    const now = known.get(clientId)
    if (await findAppAnywhere(ctx, { clientId })) refuse(`templates[${i}].client_id`, say('clientIdOfApp'))
    if (now === name) continue
    const change: Change =
      now === undefined
        ? { action: 'create', kind: 'template', key: clientId, fields: [] }
        : { action: 'update', kind: 'template', key: clientId, fields: ['name'] }
    steps.push({ change, write: (ctx) => createTemplate(ctx, { clientId, name }) })
    known.set(clientId, name)
  }
  return new Set(known.keys())
}

type Row = Awaited<ReturnType<typeof listTenantRows>>[number]

async function draftTenants(draft: Draft): Promise<[Home, TenantPart][]> {
  const rows = await listTenantRows(draft.ctx, {})
  const parts = draft.blueprint.tenants ?? []
  const matched = parts.map((part, i) => matchTenant(draft, rows, part, `tenants[${i}]`))
  return parts.map((part, i) => {
    const row = matched[i]
    // A domain may be taken over from a tenant that gives it up in the same file.
    const holder = part.domain ? rows.find((it) => it.domain === part.domain && it.id !== row?.id) : undefined
    const holderPart = holder && parts[matched.indexOf(holder)]
    if (holder && (holderPart?.domain === undefined || holderPart.domain === holder.domain)) {
      draft.refuse(`tenants[${i}].domain`, say('domainHeld', { name: holder.name }))
    }
    return [draftTenant(draft, row, part, `tenants[${i}]`), part]
  })
}

/** By its id, when the file names one; else by its name. */
function matchTenant({ refuse }: Draft, rows: Row[], part: TenantPart, at: string): Row | undefined {
  const named = rows.find((it) => it.name === part.name)
  const row = part.id ? rows.find((it) => it.id === part.id) : named
  if (part.id && named && named.id !== part.id) {
    refuse(`${at}.id`, say('idForEver', { name: part.name, id: named.id }))
  }
  // It would be made anew, empty, at the next start.
  if (row?.name === DEFAULT_TENANT && part.name !== DEFAULT_TENANT) refuse(`${at}.name`, say('nameKept', { name: DEFAULT_TENANT }))
  return row
}

function draftTenant({ steps }: Draft, row: Row | undefined, part: TenantPart, at: string): Home {
  const { name, domain, settings } = part
  if (!row) {
    const id = part.id ?? randomHex()
    steps.push({
      change: { action: 'create', kind: 'tenant', key: name, fields: [] },
      async write(ctx) {
        if (!(await addTenant(ctx, { id, name, domain: domain ?? null, settings })))
          throw new Raced(`the tenant ${name} was created elsewhere`)
      },
    })
    return { id, name, isNew: true, at }
  }
  const stored = JSON.parse(row.settings) as unknown
  const wanted = said({ name, domain, settings: settings && fill(TenantSettings, settings) })
  const fields = differences(wanted, { name: row.name, domain: row.domain, settings: fill(TenantSettings, stored) })
  if (fields.length) {
    steps.push({
      change: { action: 'update', kind: 'tenant', key: name, fields },
      ...(fields.includes('domain') &&
        row.domain && { release: (ctx) => updateTenant(ctx, { id: row.id, name: row.name, domain: null, settings: stored }) }),
      write: (ctx) =>
        updateTenant(ctx, { id: row.id, name, domain: domain === undefined ? row.domain : domain, settings: settings ?? stored }),
    })
  }
  return { id: row.id, name, isNew: false, at }
}
