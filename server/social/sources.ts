/** Sources (authentication providers): a connector, its settings, and what happens to people nobody here knows. */
import { createCache } from '../cache.ts'
import type { Ctx, Ground } from '../context.ts'
import { type ErrorName, fail, failBecause } from '../errors.ts'
import { pictureField } from '../picture.ts'
import { type AuthorizeInput, type Connector, ConnectorRefusal, type Profile, type Proof, type Refusal } from './connectors/connector.ts'
import { findConnector } from './connectors/index.ts'
import { listSourceRows, putSource } from './store.ts'

/** The field "no user associated" (admin reference 2.2), and our own `ask`: the person chooses. */
export const unknownUserChoices = ['bind', 'bind_or_register', 'auto_create', 'deny', 'ask'] as const
export type UnknownUser = (typeof unknownUserChoices)[number]

/** Small: the page that people sign in on carries one for each source. */
export const SourceLogo = pictureField(
  ['png', 'jpeg', 'webp'],
  16,
  'Picture of its own on the button, as a data: address (PNG, JPEG or WebP, at most 16 KB). Empty: the mark of its connector.',
)

export type Source = {
  id: string
  connector: string
  name: string
  settings: Record<string, unknown>
  unknownUser: UnknownUser
  /** Whether a number or address that this provider marks verified counts as proven (threat row 2). */
  trustMobile: boolean
  trustEmail: boolean
  disabled: boolean
  /** A picture of its own, as a data: address; '': the mark of its connector. */
  logo: string
}

const cache = createCache<Source[]>()
export const forgetSources = (ctx: Ground): void => cache.forget(ctx)

const context = (tenantId: string, id: string) => `source ${tenantId} ${id}`

export async function listSources(ctx: Ground, tenantId: string): Promise<Source[]> {
  const rows = await listSourceRows(ctx, { tenantId })
  return rows.map((row) => ({
    id: row.id,
    connector: row.connector,
    name: row.name,
    settings: JSON.parse(ctx.secrets.unseal(context(tenantId, row.id), row.settings)) as Record<string, unknown>,
    unknownUser: row.unknownUser as UnknownUser,
    trustMobile: row.trustMobile === 1,
    trustEmail: row.trustEmail === 1,
    disabled: row.disabledAt !== null,
    logo: row.logo,
  }))
}

/** The place of a source that nobody gave one; it keeps the one it has. */
const LAST = 1_000_000

/** Settings are sealed whole: the provider's secret is among them. */
export async function saveSource(ctx: Ground, tenantId: string, source: Source): Promise<void> {
  const now = ctx.now()
  await putSource(ctx, {
    tenantId,
    id: source.id,
    connector: source.connector,
    name: source.name,
    settings: ctx.secrets.seal(context(tenantId, source.id), JSON.stringify(source.settings)),
    unknownUser: source.unknownUser,
    trustMobile: source.trustMobile ? 1 : 0,
    trustEmail: source.trustEmail ? 1 : 0,
    disabledAt: source.disabled ? now : null,
    createdAt: now,
    position: LAST,
    logo: source.logo,
  })
  cache.forget(ctx)
}

export type Offered = { source: Source; connector: Connector }

/** The tenant's sources, offered or not. */
export const listKnown = async (ctx: Ctx): Promise<Source[]> =>
  (await cache.get(ctx, ctx.tenant.id, () => listSources(ctx, ctx.tenant.id))) ?? []

/** What people call it. */
export const nameOfSource = async (ctx: Ctx, id: string): Promise<string> => (await listKnown(ctx)).find((it) => it.id === id)?.name ?? id

/** `socialType` on the wire (user-api 8.2). */
export function socialTypeOf(source: Source | undefined): string | undefined {
  const connector = source && findConnector(source.connector)
  const { socialType } = connector ?? {}
  return (typeof socialType === 'function' ? socialType(source?.settings ?? {}) : socialType) ?? connector?.id
}

/** With its connector, where this server has it, and offers it in this mode. */
function serve(ctx: Ground, source: Source): Offered | undefined {
  const connector = findConnector(source.connector)
  return connector && !(connector.developmentOnly && ctx.config.mode === 'production') ? { source, connector } : undefined
}

/** A source of the tenant, offered by an application or not. */
export async function findServed(ctx: Ctx, id: string): Promise<Offered | undefined> {
  const source = (await listKnown(ctx)).find((it) => it.id === id)
  return source && serve(ctx, source)
}

/** What this application offers, in the tenant's order. */
export async function listOffered(ctx: Ctx): Promise<Offered[]> {
  const sources = await listKnown(ctx)
  const mine = ctx.app.settings.sources
  return sources.filter((it) => !it.disabled && (!mine.length || mine.includes(it.id))).flatMap((it) => serve(ctx, it) ?? [])
}

/** A source this application offers. Unknown, switched off and another tenant's are answered alike. */
export const getSource = async (ctx: Ctx, id: string): Promise<Offered> =>
  (await listOffered(ctx)).find((it) => it.source.id === id) ?? fail('sourceUnknown')

/**
 * The offered source of a connector, for the calls whose path names the provider (login/wechat). `scenes` are those
 * the call is for, the likeliest first: a mobile application, a website and a mini-program are a source each.
 */
export async function getSourceOf(ctx: Ctx, connector: string, scenes?: string[]): Promise<Offered> {
  const all = (await listOffered(ctx)).filter((it) => it.source.connector === connector)
  if (!scenes) return all[0] ?? fail('sourceUnknown')
  // As the settings of both connectors that have scenes say it: what is not set is a website.
  const fit = scenes.flatMap((scene) => all.filter((it) => (it.source.settings['scene'] ?? 'website') === scene))
  return fit[0] ?? fail('sourceUnknown')
}

const errors: Record<Refusal, ErrorName> = {
  expired: 'providerExpired',
  denied: 'providerDenied',
  misconfigured: 'providerMisconfigured',
  unreachable: 'providerUnreachable',
}

/** What a provider refuses, in our words. Outside every transaction: it burns nothing here. */
async function askProvider<T>(source: Source, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (reason) {
    if (!(reason instanceof ConnectorRefusal)) throw reason
    return failBecause(`provider ${source.id}: ${reason.message}`, errors[reason.refusal] as 'providerDenied')
  }
}

/** Asks the provider who this is. */
export const identify = (ctx: Ctx, { source, connector }: Offered, proof: Proof): Promise<Profile> =>
  askProvider(source, () => connector.identify(source.settings, proof, { fetch: ctx.fetch, now: ctx.now }))

/** The number that a mini-program was given; nothing where this provider gives none. */
export async function askMobile(
  ctx: Ctx,
  { source, connector }: Offered,
  given: { code?: string; encrypted?: string },
): Promise<string | undefined> {
  return askProvider(source, async () => connector.readMobile?.(source.settings, given, { fetch: ctx.fetch, now: ctx.now }))
}

/** The provider's page to open; nothing when it has none. A provider may have to be asked for it (discovery). */
export async function findAuthorizeUrl(ctx: Ctx, { source, connector }: Offered, input: AuthorizeInput): Promise<string | undefined> {
  return askProvider(source, async () => connector.authorizeUrl?.(source.settings, input, { fetch: ctx.fetch, now: ctx.now }))
}
