/** Gateways for text messages and gateways for e-mail: two kinds of one thing, administered alike. */
import type { Static, TObject, TSchema } from 'typebox'
import { recordAct } from '../audit/index.ts'
import type { AdminCtx, Ground } from '../context.ts'
import { fail } from '../errors.ts'
import {
  dropMailGateway,
  findMailGateway,
  listMailGateways,
  mailGateways,
  mailResultsOf,
  saveMailGateway,
  tryMailGateway,
} from '../mail/index.ts'
import { dropGateway, findGateway, gateways, listGateways, resultsOf, saveGateway, type Tried, tryGateway } from '../sms/index.ts'
import { Type } from '../type.ts'
import { inSecondsOr } from '../times.ts'
import { configure } from './configure.ts'
import { Label, SchemaField, SECRETS, SettingsField, text, textOrNull, timeOrNull } from './forms.ts'
import { changesOf, readSettings, type Settings, showSettings } from './marks.ts'
import { inOrder } from './order.ts'
import { checkVersion, VersionField, versionOf, VersionSent } from './version.ts'

type Route = { id: string; gateway: string; settings: Settings; position: number }
type Kind = { id: string; label: { en: string; zh: string }; settings: TObject; developmentOnly?: boolean }

const HealthField = Type.Object({
  failing: Type.Boolean({ description: 'Several of the last messages failed in a row, or it is being left alone.' }),
  breaker: Type.Enum(['closed', 'open', 'trying'], {
    description: 'open: this process leaves it alone for a while; trying: the next message tries it.',
  }),
  open_until: timeOrNull,
  sent: Type.Integer({
    description: 'Of the last messages: taken, without a word of what became of them. Mail: of the last seven days.',
  }),
  delivered: Type.Integer(),
  undelivered: Type.Integer(),
  failed: Type.Integer({ description: 'Nobody took it.' }),
  failed_in_a_row: Type.Integer(),
  last_sent_at: timeOrNull,
  last_failed_at: timeOrNull,
  last_fault: textOrNull,
})
export type Health = Static<typeof HealthField>

/** Fewer say nothing. */
const IN_A_ROW = 3

export type Carriers = {
  /** In the trail, and in a blueprint. */
  event: 'gateway' | 'mail-gateway'
  part: 'gateways' | 'mail_gateways'
  kinds: Record<string, Kind>
  find(id: string): { settings: TSchema } | undefined
  list(ctx: Ground, tenantId: string): Promise<Route[]>
  save(ctx: Ground, tenantId: string, route: Route): Promise<void>
  drop(ctx: Ground, tenantId: string, id: string): Promise<void>
  test(ctx: AdminCtx, id: string, to: string): Promise<Tried>
  health(ctx: AdminCtx, ids: string[]): Promise<Map<string, Health>>
}

export const sms: Carriers = {
  event: 'gateway',
  part: 'gateways',
  kinds: gateways,
  find: findGateway,
  list: listGateways,
  save: saveGateway,
  drop: dropGateway,
  test: tryGateway,
  async health(ctx, ids) {
    const shown = [...(await resultsOf(ctx, ids))].map(([id, it]): [string, Health] => [
      id,
      {
        failing: it.breaker.state === 'open' || it.failedInARow >= IN_A_ROW,
        breaker: it.breaker.state,
        open_until: inSecondsOr(it.breaker.openUntil || null),
        sent: it.sent,
        delivered: it.delivered,
        undelivered: it.undelivered,
        failed: it.failed,
        failed_in_a_row: Math.max(it.failedInARow, it.breaker.failures),
        last_sent_at: inSecondsOr(it.lastSentAt),
        last_failed_at: inSecondsOr(it.lastFailedAt),
        last_fault: it.lastFault,
      },
    ])
    return new Map(shown)
  },
}

export const mail: Carriers = {
  event: 'mail-gateway',
  part: 'mail_gateways',
  kinds: mailGateways,
  find: findMailGateway,
  list: listMailGateways,
  save: saveMailGateway,
  drop: dropMailGateway,
  test: tryMailGateway,
  async health(ctx, ids) {
    const shown = [...(await mailResultsOf(ctx, ids))].map(([id, it]): [string, Health] => [
      id,
      {
        failing: it.failedRun >= IN_A_ROW,
        breaker: 'closed',
        open_until: null,
        sent: it.sent,
        delivered: 0,
        undelivered: 0,
        failed: it.failed,
        failed_in_a_row: it.failedRun,
        last_sent_at: inSecondsOr(it.lastSentAt),
        last_failed_at: inSecondsOr(it.lastFailedAt),
        last_fault: it.lastFault,
      },
    ])
    return new Map(shown)
  },
}

export const CarrierReply = Type.Object({
  id: text,
  gateway: Type.String({ description: 'Its kind.' }),
  position: Type.Integer({ description: 'The smallest is tried first, where no route says otherwise.' }),
  served: Type.Boolean({ description: 'Whether this server has the kind, and uses it in this mode.' }),
  settings: SettingsField(SECRETS),
  version: VersionField,
  health: HealthField,
})
export const CarriersReply = Type.Object({
  gateways: Type.Array(CarrierReply),
  kinds: Type.Array(Type.Object({ id: text, label: Label, settings: SchemaField, development_only: Type.Boolean() })),
})
const settingsField = () => Type.Optional(SettingsField(`Whole: what is not in it is at its default. ${SECRETS}`))
export const NewCarrierBody = Type.Object(
  { id: Type.String(), gateway: Type.String(), settings: settingsField() },
  { additionalProperties: true },
)
export const CarrierBody = Type.Object(
  { gateway: Type.Optional(Type.String()), settings: settingsField(), version: VersionSent },
  { additionalProperties: true },
)

export const isUsable = (ctx: AdminCtx, kind: Kind | undefined): boolean =>
  kind !== undefined && !(kind.developmentOnly && ctx.config.mode === 'production')
const kindOf = (all: Carriers, id: string) => (Object.hasOwn(all.kinds, id) ? all.kinds[id] : undefined)

/** Without what only one of the two kinds has. */
const stored = ({ id, gateway, settings, position }: Route): Route => ({ id, gateway, settings, position })
const recordable = ({ gateway, settings, position }: Route) => ({ gateway, position, settings })

async function show(ctx: AdminCtx, all: Carriers, routes: Route[]): Promise<Static<typeof CarrierReply>[]> {
  const ids = routes.map((it) => it.id)
  const health = await all.health(ctx, ids)
  return routes.map((it) => ({
    id: it.id,
    gateway: it.gateway,
    position: it.position,
    served: isUsable(ctx, kindOf(all, it.gateway)),
    settings: showSettings(all.find(it.gateway)?.settings, it.settings),
    version: versionOf(ctx, stored(it)),
    health: health.get(it.id) as Health,
  }))
}
const showOne = async (ctx: AdminCtx, all: Carriers, route: Route) => (await show(ctx, all, [route]))[0]

async function get(ctx: AdminCtx, all: Carriers, id: string | undefined): Promise<Route> {
  return (await all.list(ctx, ctx.tenant.id)).find((it) => it.id === id) ?? fail('gatewayUnknown')
}

export async function listCarriers(ctx: AdminCtx, all: Carriers) {
  const usable = Object.values(all.kinds).filter((it) => isUsable(ctx, it))
  return {
    gateways: await show(ctx, all, await all.list(ctx, ctx.tenant.id)),
    kinds: usable.map((it) => ({ id: it.id, label: it.label, settings: it.settings, development_only: it.developmentOnly === true })),
  }
}

export const readCarrier = async (ctx: AdminCtx, all: Carriers, id: string | undefined) => showOne(ctx, all, await get(ctx, all, id))

type Sent = { gateway?: string | undefined; settings?: Settings; version?: string | undefined }

/** Made without `before`, changed with it. The rules are a blueprint's; the order is left as it is, where one would take that of the file. */
export const saveCarrier = (ctx: AdminCtx, all: Carriers, id: string, sent: Sent, isNew: boolean) =>
  configure(ctx, async (ctx, _plan, check) => {
    const routes = await all.list(ctx, ctx.tenant.id)
    const before = routes.find((it) => it.id === id)
    if (isNew && before) fail('idTaken')
    if (!isNew && !before) fail('gatewayUnknown')
    const { version, settings, gateway = before?.gateway ?? '', ...more } = sent
    if (before) checkVersion(ctx, version, stored(before))
    // Of another kind nothing that is stored has a meaning.
    const kept = before?.gateway === gateway ? before.settings : undefined
    const read = settings ? readSettings(all.find(gateway)?.settings, settings, kept) : kept
    const part = { ...more, id, gateway, ...(read && { settings: read }) }
    const checked = check({ [all.part]: [part] } as never, `${all.part}[0]`)[all.part]?.[0]
    const position = before?.position ?? Math.max(0, ...routes.map((it) => it.position)) + 1
    const after: Route = { id, gateway, settings: checked?.settings ?? {}, position }
    const { changes, isSame } = compare(all, before, after)
    if (isSame) return showOne(ctx, all, after)
    await all.save(ctx, ctx.tenant.id, after)
    await recordAct(ctx, { event: `${all.event}-${isNew ? 'create' : 'change'}`, subject: id, ...changes })
    return showOne(ctx, all, after)
  })

function compare(all: Carriers, before: Route | undefined, after: Route) {
  const changes = changesOf(all.find(after.gateway)?.settings, before && recordable(before), recordable(after))
  return { changes, isSame: before !== undefined && Object.keys({ ...changes.before, ...changes.after }).length === 0 }
}

export const dropCarrier = (ctx: AdminCtx, all: Carriers, id: string | undefined) =>
  configure(ctx, async (ctx) => {
    const route = await get(ctx, all, id)
    await all.drop(ctx, ctx.tenant.id, route.id)
    const { before } = changesOf(all.find(route.gateway)?.settings, recordable(route), undefined)
    await recordAct(ctx, { event: `${all.event}-remove`, subject: route.id, before })
  })

export const orderCarriers = (ctx: AdminCtx, all: Carriers, wanted: string[]) =>
  configure(ctx, async (ctx) => {
    const routes = await all.list(ctx, ctx.tenant.id)
    const before = routes.map((it) => it.id)
    const after = inOrder(before, wanted, 'gatewayUnknown')
    for (const [i, id] of after.entries()) {
      const route = routes.find((it) => it.id === id)
      if (route && route.position !== i + 1) await all.save(ctx, ctx.tenant.id, { ...stored(route), position: i + 1 })
    }
    await recordAct(ctx, { event: `${all.event}-order`, subject: 'all', before, after })
    return { ids: after }
  })
