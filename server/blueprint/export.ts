/** What the database holds, as a blueprint. Configuration and people; not a backup: no sessions, keys, links or secrets. */
import { Document, type YAMLMap } from 'yaml'
import { listAppRows, listTemplates } from '../apps/index.ts'
import type { Ground } from '../context.ts'
import { findMailGateway, listMailGateways } from '../mail/index.ts'
import { findGateway, listGateways } from '../sms/index.ts'
import { findConnector, listSources } from '../social/index.ts'
import { listTenantRows } from '../tenants/index.ts'
import { listUserRows, type User } from '../users/index.ts'
import { hide } from './hiding.ts'
import type { Rules } from './words.ts'

type Fields = Record<string, unknown>
/** Gives a secret its name in the environment; each name is given once. */
type Names = (...parts: string[]) => { env: string }

/** Reads back as a blueprint and, with every secret it names in the environment, plans nothing. */
export async function exportBlueprint(ctx: Ground): Promise<string> {
  const names = createNames()
  const left: string[] = []
  const templates = (await listTemplates(ctx, {})).map((it) => ({ client_id: it.clientId, name: it.name }))
  const tenants: Fields[] = []
  for (const row of await listTenantRows(ctx, {})) {
    tenants.push({
      name: row.name,
      id: row.id,
      ...(row.domain !== null && { domain: row.domain }),
      ...settingsOf(JSON.parse(row.settings) as Fields),
      ...list('sources', await exportSources(ctx, row, names, left)),
      ...list('gateways', exportRoutes(await listGateways(ctx, row.id), row, findGateway, names, left)),
      ...list('mail_gateways', exportRoutes(await listMailGateways(ctx, row.id), row, findMailGateway, names, left)),
      ...list('applications', await exportApps(ctx, row.id)),
      ...list('users', exportUsers(await listUserRows(ctx, { tenantId: row.id }))),
    })
  }
  const document = new Document(
    { version: 1, ...list('templates', templates), ...list('tenants', tenants) },
    { version: '1.2', schema: 'core', aliasDuplicateObjects: false },
  )
  document.commentBefore = [
    ' Exported from Bowline. Secrets are not in here: set each BOWLINE_SECRET_… to the real value before applying.',
    ' An application keeps the client_secret it has; a new one gets one with  secret: {env: NAME}.',
    ...left.map((it) => ` Left out: ${it}`),
  ].join('\n')
  space(document.contents as YAMLMap | null)
  return document.toString({ lineWidth: 0 })
}

/** An empty line before each part, as a person would write it. */
function space(root: YAMLMap | null) {
  for (const pair of root?.items.slice(1) ?? []) {
    const key = pair.key as { spaceBefore?: boolean }
    key.spaceBefore = true
  }
}

const list = (key: string, entries: unknown[]) => (entries.length ? { [key]: entries } : {})
const settingsOf = (settings: Fields) => (Object.keys(settings).length ? { settings } : {})

function createNames(): Names {
  const taken = new Set<string>()
  return (...parts) => {
    const name = ['BOWLINE_SECRET', ...parts.map((it) => it.toUpperCase().replace(/[^A-Z0-9]+/g, '_') || '_')].join('_')
    let free = name
    for (let i = 2; taken.has(free); i++) free = `${name}_${i}`
    taken.add(free)
    return { env: free }
  }
}

type Owner = { id: string; name: string }

async function exportApps(ctx: Ground, tenantId: string): Promise<Fields[]> {
  return (await listAppRows(ctx, tenantId)).map((row) => ({
    client_id: row.clientId,
    ...(row.templateClientId !== null && { template: row.templateClientId }),
    name: row.name,
    ...(row.disabledAt !== null && { disabled: true }),
    ...settingsOf(JSON.parse(row.settings) as Fields),
  }))
}

async function exportSources(ctx: Ground, tenant: Owner, names: Names, left: string[]): Promise<Fields[]> {
  return (await listSources(ctx, tenant.id)).flatMap((it) => {
    const schema = findConnector(it.connector)?.settings as Rules | undefined
    if (!schema) {
      left.push(`the source ${tenant.name}/${it.id}, whose connector ${it.connector} this server does not have`)
      return []
    }
    return {
      id: it.id,
      connector: it.connector,
      name: it.name,
      no_user_associated: it.unknownUser,
      ...(it.trustMobile && { trust_mobile: true }),
      ...(it.trustEmail && { trust_email: true }),
      ...(it.disabled && { disabled: true }),
      ...(it.logo && { logo: it.logo }),
      ...settingsOf(hide(schema, it.settings, (path) => names(tenant.name, it.id, ...path)) as Fields),
    }
  })
}

type Route = { id: string; gateway: string; settings: Fields }

/** Gateways for text messages, or for e-mail. */
function exportRoutes(
  routes: Route[],
  tenant: Owner,
  find: typeof findGateway | typeof findMailGateway,
  names: Names,
  left: string[],
): Fields[] {
  return routes.flatMap((it) => {
    const schema = find(it.gateway)?.settings as Rules | undefined
    if (!schema) {
      left.push(`the gateway ${tenant.name}/${it.id}: this server has no ${it.gateway}`)
      return []
    }
    return {
      id: it.id,
      gateway: it.gateway,
      ...settingsOf(hide(schema, it.settings, (path) => names(tenant.name, it.id, ...path)) as Fields),
    }
  })
}

function exportUsers(users: User[]): Fields[] {
  // Of several who claim a number only the rightful one is written: who proved it, else who came first (users/store.ts).
  const holders = new Map<string, User>()
  for (const user of users.toSorted(
    (a, b) => Number(a.mobileProvenAt === null) - Number(b.mobileProvenAt === null) || a.createdAt - b.createdAt,
  )) {
    if (user.mobile !== null && !holders.has(user.mobile)) holders.set(user.mobile, user)
  }
  const proven = new Set(users.flatMap((it) => (it.email !== null && it.emailProvenAt !== null ? [it.email.toLowerCase()] : [])))
  return users.map((it) => ({
    user_name: it.userName,
    name: it.name,
    ...(it.mobile !== null &&
      holders.get(it.mobile) === it && { mobile: it.mobile, ...(it.mobileProvenAt !== null && { mobile_verified: true }) }),
    ...(it.email !== null &&
      (it.emailProvenAt !== null || !proven.has(it.email.toLowerCase())) && {
        email: it.email,
        ...(it.emailProvenAt !== null && { email_verified: true }),
      }),
    ...(it.disabledAt !== null && { disabled: true }),
  }))
}
