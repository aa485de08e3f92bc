/** Webhooks as an administrator sees and writes them. */
import type { Static } from 'typebox'
import { record, recordAct } from '../audit/index.ts'
import { type AdminCtx, type Ground, transact } from '../context.ts'
import { fail, failFaults, type Fault } from '../errors.ts'
import { type Saying, say } from '../languages/faults.ts'
import { inUnits, spend } from '../limits/index.ts'
import { languages } from '../languages/index.ts'
import { OutboundRefusal } from '../outbound.ts'
import type { Schema } from '../schema/tables.ts'
import { newId } from '../secrets.ts'
import { findTenant, holdTenant } from '../tenants/index.ts'
import { Type } from '../type.ts'
import { inSeconds, inSecondsOr } from '../times.ts'
import {
  type Answer,
  EVERYTHING,
  eventTypes,
  findWebhook,
  isSecure,
  listWebhooks,
  type TellOff,
  type Wanted,
  type Webhook,
} from '../webhooks/index.ts'
import { text, textOrNull, time, timeOrNull } from './forms.ts'
import { checkVersion, VersionField, versionOf, VersionSent } from './version.ts'

/** Every event is written once for each. */
const MOST = 20
/** Messages of one tenant in an hour that somebody sends by hand. */
const MOST_TESTS = 60
const HOUR = 3_600_000

const WebhookFields = {
  name: Type.Optional(Type.String({ maxLength: 100, description: 'For whoever reads the list.' })),
  url: Type.Optional(Type.String({ maxLength: 2000, description: 'Where it is posted to: https, but in development.' })),
  events: Type.Optional(
    Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100, description: 'Types, or "*" for all, also those there will be.' }),
  ),
  disabled: Type.Optional(Type.Boolean({ description: 'What happens meanwhile is not told later.' })),
}
export const NewWebhookBody = Type.Object(WebhookFields, { additionalProperties: false })
export const WebhookBody = Type.Object({ ...WebhookFields, version: VersionSent }, { additionalProperties: false })

export const WebhookReply = Type.Object({
  id: text,
  name: text,
  url: text,
  events: Type.Array(text),
  disabled: Type.Boolean(),
  disabled_by: Type.Union([Type.Enum(['hand', 'gone', 'failing']), Type.Null()], {
    description: 'gone: it answered 410. failing: it took nothing for five days.',
  }),
  failing_since: timeOrNull,
  last_at: timeOrNull,
  last_status: Type.Union([Type.Integer(), Type.Null()], { description: 'Of the last try; null: it was not answered.' }),
  last_fault: textOrNull,
  old_secret_until: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Seconds since 1970: until then the secret before signs too.',
  }),
  created_at: time,
  version: VersionField,
})

export const SecretReply = { secret: Type.String({ description: 'whsec_ and base64. Shown this once.' }) }

export const DeliveryReply = Type.Object({
  id: Type.String({ description: 'The webhook-id of every try.' }),
  type: text,
  at: time,
  state: Type.Enum(['waiting', 'sent', 'failed']),
  next_at: Type.Union([Type.Integer(), Type.Null()], { description: 'When it is tried next.' }),
  tries: Type.Integer(),
  answers: Type.Array(
    Type.Object({
      at: time,
      ms: Type.Integer(),
      status: Type.Union([Type.Integer(), Type.Null()]),
      fault: Type.Union([
        Type.Enum(['answered', 'gone', 'redirect', 'timeout', 'forbidden_address', 'https_required', 'network']),
        Type.Null(),
      ]),
    }),
    { description: 'What came of each try, the last twenty.' },
  ),
  payload: Type.Unknown({ description: 'As it is posted.' }),
})

/** What of it somebody decides: the version is of that, and the trail has that. */
const recordable = ({ name, url, events, disabled }: Wanted): Wanted => ({ name, url, events, disabled })

/** How it fares changes with every message, and is nobody's edit; that it was turned off is one. */
const version = (ctx: AdminCtx, it: Webhook) => versionOf(ctx, recordable(it))
export const checkWebhookVersion = (ctx: AdminCtx, sent: string | undefined, it: Webhook): void => checkVersion(ctx, sent, recordable(it))

export const showWebhook = (ctx: AdminCtx, it: Webhook): Static<typeof WebhookReply> => ({
  id: it.id,
  ...recordable(it),
  disabled_by: it.disabledBy as 'hand' | null,
  failing_since: inSecondsOr(it.failingSince),
  last_at: inSecondsOr(it.lastAt),
  last_status: it.lastStatus,
  last_fault: it.lastFault,
  old_secret_until: it.oldSecretUntil !== null && it.oldSecretUntil > ctx.now() ? inSeconds(it.oldSecretUntil) : null,
  created_at: inSeconds(it.createdAt),
  version: version(ctx, it),
})

export const showDelivery = (it: Schema['webhookDeliveries']): Static<typeof DeliveryReply> => ({
  id: it.id,
  type: it.type,
  at: inSeconds(it.at),
  state: it.state as 'waiting',
  next_at: inSecondsOr(it.nextAt),
  tries: it.tries,
  answers: (JSON.parse(it.answers) as Answer[]).map((answer) => ({ ...answer, at: inSeconds(answer.at) })),
  payload: JSON.parse(it.payload) as unknown,
})

/** The types, each with a sentence in the caller's language. */
export const showTypes = (ctx: AdminCtx) => eventTypes.map((type) => ({ type, about: languages[ctx.language].webhook_events[type] }))

export const getWebhook = async (ctx: AdminCtx, id: string | undefined): Promise<Webhook> =>
  (await findWebhook(ctx, ctx.tenant.id, id ?? '')) ?? fail('webhookUnknown')

/** Of two that change webhooks of a tenant, the second sees what the first one left. */
export const holding = <T>(ctx: AdminCtx, work: (ctx: AdminCtx) => Promise<T>): Promise<T> =>
  transact(ctx, async (ctx) => {
    await holdTenant(ctx, { tenantId: ctx.tenant.id })
    return work(ctx)
  })

export async function requireRoom(ctx: AdminCtx): Promise<void> {
  if ((await listWebhooks(ctx, ctx.tenant.id)).length >= MOST) failFaults([{ path: '', fault: say('webhooksFull', { most: MOST }) }])
}

type Sent = { name?: string; url?: string; events?: string[]; disabled?: boolean }

/** What is left out stays. Every fault is told at once, by its path. */
export function readWebhook(ctx: AdminCtx, sent: Sent, before: Webhook | undefined): Wanted {
  const faults: Fault[] = []
  const name = (sent.name ?? before?.name ?? '').trim()
  if (!name) faults.push({ path: 'name', fault: say('missing', { expected: say('aText') }) })
  const url = sent.url ?? before?.url ?? ''
  const fault = url === before?.url ? undefined : faultOfUrl(ctx, url)
  if (fault) faults.push({ path: 'url', fault })
  const events = [...new Set(sent.events ?? before?.events ?? [])]
  if (events.length === 0) faults.push({ path: 'events', fault: say('missing', { expected: say('eventTypes') }) })
  for (const [n, it] of events.entries()) {
    if (it !== EVERYTHING && !(eventTypes as readonly string[]).includes(it))
      faults.push({ path: `events[${n}]`, fault: say('noEventType') })
  }
  if (faults.length > 0) failFaults(faults)
  return { name, url, events: events.includes(EVERYTHING) ? [EVERYTHING] : events, disabled: sent.disabled ?? before?.disabled ?? false }
}

function faultOfUrl(ctx: AdminCtx, url: string): Saying | undefined {
  const read = URL.parse(url)
  if (!read || !/^https?:$/.test(read.protocol)) return say('anHttpsAddress')
  if (!isSecure(ctx, read.href)) return say('httpForDevelopment')
  if (read.username || read.password) return say('noPasswordInAddress')
  return read.hash ? say('nothingBehindHash') : undefined
}

/** An address in so many words. A name is looked up when it is called: where it leads may change. Outside every transaction. */
export async function refuseInside(ctx: AdminCtx, url: string | undefined): Promise<void> {
  const read = url === undefined ? null : URL.parse(url)
  const host = read?.hostname.replace(/^\[|\]$/g, '') ?? ''
  if (!read || !(/^[\d.]+$/.test(host) || host.includes(':') || host === 'localhost')) return
  try {
    await ctx.reach(host, Number(read.port || (read.protocol === 'https:' ? 443 : 80)))
  } catch (reason) {
    if (!(reason instanceof OutboundRefusal) || reason.kind !== 'forbidden_address') return
    failFaults([{ path: 'url', fault: say('insideAddress') }])
  }
}

type Sides = { before?: Wanted | undefined; after?: Wanted | undefined }

/** What differs. The address is told without what stands behind its path: a token may stand there. */
export function recordWebhook(ctx: AdminCtx, event: string, id: string, { before, after }: Sides): Promise<void> {
  const [was, is] = [before, after].map((it) => it && { ...recordable(it), url: plain(it.url) })
  const moved = before && after && before.url !== after.url
  const names = (Object.keys(was ?? is ?? {}) as (keyof Wanted)[]).filter(
    (it) => !was || !is || JSON.stringify(was[it]) !== JSON.stringify(is[it]) || (it === 'url' && moved),
  )
  const side = (it: Wanted | undefined) => it && Object.fromEntries(names.map((name) => [name, it[name]]))
  return recordAct(ctx, { event: `webhook-${event}`, subject: id, before: side(was), after: side(is) })
}

const plain = (url: string): string => `${url.replace(/\?.*$/s, '')}${url.includes('?') ? '?…' : ''}`

/** By hand many could be sent to somebody else's door. Inside a transaction. */
export async function countTest(ctx: AdminCtx): Promise<void> {
  const wait = await spend(ctx, { tenantId: ctx.tenant.id, key: 'webhook tests', most: MOST_TESTS, window: HOUR })
  if (wait) fail('testsSpent', { minutes: inUnits(wait, 60_000) })
}

/** The server turned one off by itself: told by the worker, in the transaction that does it. */
export const recordWebhookOff: TellOff = async (ctx: Ground, { tenantId, webhookId, why }) => {
  const tenant = await findTenant(ctx, tenantId)
  if (!tenant) return
  const id = newId(ctx.now())
  const own = { ...ctx, tenant, address: '', requestId: id, journey: { id } }
  await record(own, {
    event: 'admin/webhook-off',
    outcome: 'done',
    reason: why,
    detail: { by: {}, subject: webhookId, after: { disabled: true } },
  })
}
