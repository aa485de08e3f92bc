/** The webhooks of a tenant, as they are written and read. */
import { randomBytes } from 'node:crypto'
import { createCache } from '../cache.ts'
import { afterCommit, type Ground } from '../context.ts'
import type { Schema } from '../schema/tables.ts'
import { newId } from '../secrets.ts'
import { readKey } from '../signing.ts'
import { EVERYTHING, type EventType } from './events.ts'
import { addWebhook, changeSecret, changeWebhook, findWebhookRow, listWebhookRows, removeDeliveries, removeWebhookRow } from './store.ts'
import { wake } from './waking.ts'

export type WebhookRow = Schema['webhooks']

/** How long the secret before signs beside a new one. */
export const OVERLAP = 24 * 3_600_000

/** What somebody decides of one. */
export type Wanted = { name: string; url: string; events: string[]; disabled: boolean }

export type Webhook = Wanted &
  Pick<WebhookRow, 'id' | 'disabledBy' | 'failingSince' | 'lastAt' | 'lastStatus' | 'lastFault' | 'createdAt' | 'oldSecretUntil'>

/** What is asked at every event: which webhooks of a tenant are on, and for what. */
type On = { id: string; events: string[] }
const cache = createCache<On[]>()

/** Those that want to hear of this. From memory: a tenant without webhooks costs a look there. */
export async function listListening(ctx: Ground, tenantId: string): Promise<On[]> {
  const read = async () =>
    (await listWebhookRows(ctx, { tenantId }))
      .filter((it) => it.disabledAt === null)
      .map(({ id, events }) => ({ id, events: readEvents(events) }))
  return (await cache.get(ctx, tenantId, read)) ?? []
}

export const wants = ({ events }: { events: string[] }, type: EventType): boolean => events.includes(EVERYTHING) || events.includes(type)

/** This process sees it with the next event, the others within a second; and what waits for one that is on again is sent. */
function changed(ctx: Ground): void {
  afterCommit(ctx, () => {
    cache.forget(ctx)
    wake(ctx)
  })
}
export const forgetWebhooks = changed

const readEvents = (events: string): string[] => JSON.parse(events) as string[]
const context = (tenantId: string, id: string) => `webhook ${tenantId} ${id}`

const read = (row: WebhookRow): Webhook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: readEvents(row.events),
  disabled: row.disabledAt !== null,
  disabledBy: row.disabledBy,
  failingSince: row.failingSince,
  lastAt: row.lastAt,
  lastStatus: row.lastStatus,
  lastFault: row.lastFault,
  createdAt: row.createdAt,
  oldSecretUntil: row.oldSecret === null ? null : row.oldSecretUntil,
})

export const listWebhooks = async (ctx: Ground, tenantId: string): Promise<Webhook[]> =>
  (await listWebhookRows(ctx, { tenantId })).map(read)

export async function findWebhook(ctx: Ground, tenantId: string, id: string): Promise<Webhook | undefined> {
  const row = await findWebhookRow(ctx, { tenantId, id })
  return row && read(row)
}

/** As Standard Webhooks has it: 32 random bytes. */
const makeSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Answers the secret, this once. */
export async function createWebhook(ctx: Ground, tenantId: string, wanted: Wanted): Promise<{ id: string; secret: string }> {
  const now = ctx.now()
  const id = newId(now)
  const secret = makeSecret()
  await addWebhook(ctx, {
    tenantId,
    id,
    name: wanted.name,
    url: wanted.url,
    secret: ctx.secrets.seal(context(tenantId, id), secret),
    events: JSON.stringify(wanted.events),
    disabledAt: wanted.disabled ? now : null,
    disabledBy: wanted.disabled ? 'hand' : null,
    createdAt: now,
  })
  changed(ctx)
  return { id, secret }
}

/** One that is turned on, or led elsewhere, has not failed yet. The secret stays: it is never sent, only signed with. */
export async function updateWebhook(ctx: Ground, tenantId: string, before: Webhook, wanted: Wanted): Promise<void> {
  const isOn = !wanted.disabled
  const row = await findWebhookRow(ctx, { tenantId, id: before.id })
  await changeWebhook(ctx, {
    tenantId,
    id: before.id,
    name: wanted.name,
    url: wanted.url,
    events: JSON.stringify(wanted.events),
    disabledAt: isOn ? null : (row?.disabledAt ?? ctx.now()),
    disabledBy: isOn ? null : (row?.disabledBy ?? 'hand'),
    failingSince: (before.disabled && isOn) || before.url !== wanted.url ? null : before.failingSince,
  })
  changed(ctx)
}

/** Answers the new secret, this once. `overlap`: the one before signs on for a day; without, it ends now. */
export async function replaceSecret(
  ctx: Ground,
  tenantId: string,
  id: string,
  overlap: boolean,
): Promise<{ secret: string; until: number | null }> {
  const secret = makeSecret()
  const row = await findWebhookRow(ctx, { tenantId, id })
  const until = overlap && row ? ctx.now() + OVERLAP : null
  await changeSecret(ctx, {
    tenantId,
    id,
    secret: ctx.secrets.seal(context(tenantId, id), secret),
    oldSecret: until === null ? null : (row?.secret ?? null),
    oldSecretUntil: until,
  })
  return { secret, until }
}

/** What it was still to be told goes with it. */
export async function removeWebhook(ctx: Ground, tenantId: string, id: string): Promise<void> {
  await removeDeliveries(ctx, { tenantId, webhookId: id })
  await removeWebhookRow(ctx, { tenantId, id })
  changed(ctx)
}

/** The keys that sign at this moment, the new one first. */
export function keysOf(ctx: Ground, row: WebhookRow): Buffer[] {
  const sealed = [row.secret, ...(row.oldSecret !== null && (row.oldSecretUntil ?? 0) > ctx.now() ? [row.oldSecret] : [])]
  return sealed.map((it) => readKey(ctx.secrets.unseal(context(row.tenantId, row.id), it)) ?? unreadable())
}

function unreadable(): never {
  throw new Error('a secret of ours cannot be read')
}
