/** The sources and gateways of a tenant: what differs. Their settings are always whole: what the file leaves out is gone. */
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Ground } from '../context.ts'
import { findMailGateway, listMailGateways, saveMailGateway } from '../mail/index.ts'
import { findGateway, listGateways, saveGateway } from '../sms/index.ts'
import { findConnector, listSources, saveSource, type Source } from '../social/index.ts'
import type { TenantPart } from './shape.ts'
import { differences, type Draft, type Home, said } from './step.ts'

type Settings = Record<string, unknown>
/** With the defaults of its schema: one that is written out and one that is not are the same settings. */
const effective = (schema: TSchema | undefined, settings: Settings): Settings =>
  schema ? (Value.Default(schema, structuredClone(settings)) as Settings) : settings

export async function draftSources({ ctx, steps }: Draft, home: Home, part: TenantPart): Promise<void> {
  if (!part.sources?.length) return
  const stored = home.isNew ? [] : await listSources(ctx, home.id)
  for (const it of part.sources) {
    const { id, connector, settings = {} } = it
    const key = `${home.name}/${id}`
    const plug = findConnector(connector)
    const given = said({
      name: it.name,
      unknownUser: it.no_user_associated,
      trustMobile: it.trust_mobile,
      trustEmail: it.trust_email,
      disabled: it.disabled,
      logo: it.logo,
    })
    const current = stored.find((one) => one.id === id)
    const fresh: Source = {
      id,
      connector,
      name: plug?.label.en ?? id,
      settings,
      unknownUser: 'bind',
      trustMobile: false,
      trustEmail: false,
      disabled: false,
      logo: '',
    }
    const next: Source = { ...(current ?? fresh), ...given, connector, settings }
    if (!current) {
      steps.push({ change: { action: 'create', kind: 'source', key, fields: [] }, write: (ctx) => saveSource(ctx, home.id, next) })
      continue
    }
    const compare = (one: Source) => ({
      connector: one.connector,
      name: one.name,
      no_user_associated: one.unknownUser,
      trust_mobile: one.trustMobile,
      trust_email: one.trustEmail,
      disabled: one.disabled,
      logo: one.logo,
      settings: effective(plug?.settings, one.settings),
    })
    const fields = differences(compare(next), compare(current))
    if (fields.length)
      steps.push({ change: { action: 'update', kind: 'source', key, fields }, write: (ctx) => saveSource(ctx, home.id, next) })
  }
}

export const draftGateways = (draft: Draft, home: Home, { gateways }: TenantPart) =>
  draftRoutes(draft, home, gateways, { kind: 'gateway', find: findGateway, list: listGateways, save: saveGateway })
export const draftMailGateways = (draft: Draft, home: Home, { mail_gateways }: TenantPart) =>
  draftRoutes(draft, home, mail_gateways, { kind: 'mail gateway', find: findMailGateway, list: listMailGateways, save: saveMailGateway })

type Route = { id: string; gateway: string; settings: Settings; position: number }
/** What there is two of: gateways for text messages, and gateways for e-mail. */
type Carriers = {
  kind: 'gateway' | 'mail gateway'
  find(id: string): { settings: TSchema } | undefined
  list(ctx: Ground, tenantId: string): Promise<Route[]>
  save(ctx: Ground, tenantId: string, route: Route): Promise<void>
}

/** Their order in the file is the order they are tried in; what only the database knows comes behind. */
async function draftRoutes({ ctx, steps }: Draft, home: Home, parts: TenantPart['gateways'], { kind, find, list, save }: Carriers) {
  if (!parts?.length) return
  const stored = home.isNew ? [] : await list(ctx, home.id)
  const named = new Set(parts.map((it) => it.id))
  const routes = [
    ...parts.map((it) => ({ id: it.id, gateway: it.gateway, settings: it.settings ?? {} })),
    ...stored.filter((it) => !named.has(it.id)),
  ]
  const positions = place(routes, stored)
  for (const [i, { id, gateway, settings }] of routes.entries()) {
    const next = { gateway, settings, position: positions[i] as number }
    const schema = find(next.gateway)?.settings
    const current = stored.find((it) => it.id === id)
    const compare = (one: typeof next) => ({ gateway: one.gateway, position: one.position, settings: effective(schema, one.settings) })
    const fields = current ? differences(compare(next), compare(current)) : []
    if (current && fields.length === 0) continue
    const change = { action: current ? 'update' : 'create', kind, key: `${home.name}/${id}`, fields } as const
    steps.push({ change, write: (ctx) => save(ctx, home.id, { id, ...next }) })
  }
}

/** Their order is what counts: a position that is in order already is left as it is. */
function place(routes: { id: string }[], stored: { id: string; position: number }[]): number[] {
  const now = new Map(stored.map((it) => [it.id, it.position]))
  if (routes.length === stored.length && routes.every((it, i) => it.id === stored[i]?.id)) return stored.map((it) => it.position)
  let last = 0
  return routes.map(({ id }) => (last = Math.max(now.get(id) ?? 0, last + 1)))
}
