/**
 * Text messages, counted by area: numbers that differ in their last digits only, a country, a network address,
 * an application, a tenant's day and month.
 *
 * `open` is what the firewall goes by: messages nobody has answered. A message adds one; a code that is spent takes off
 * its own and some of people who lost interest. So an area whose people answer every second message (every fourth, where
 * the area is wide) stays at nothing however much they send, and one where nobody answers fills up.
 */
import { networkOf } from '../address.ts'
import { type Ctx, type Ground, transact } from '../context.ts'
import { countryOf } from '../phone.ts'
import type { TenantSettings } from '../schema/documents.ts'
import { countPaid as writePaid, countTraffic, proveTraffic, readTraffic } from './store.ts'

type Within = Ground & Pick<Ctx, 'tenant'>

const HOUR = 3_600_000
const DAY = 24 * HOUR

const windows = { prefix: DAY, range: DAY, country: DAY, address: HOUR, app: HOUR, day: DAY, month: 30 * DAY }
const kinds = Object.keys(windows) as (keyof typeof windows)[]
/**
 * Those in which answers count. The first has no row of its own: the row of its prefix remembers to which hundreds the
 * last messages went.
 */
export const answered = ['hundred', 'prefix', 'range', 'country'] as const
export type Kind = keyof typeof windows | 'hundred'
/**
 * How many messages one answer makes good, by the letter of the area. In a narrow one an attacker's messages may stand beside
 * those of honest people, whose answers must not pay for many of them.
 */
const worth = { p: 2, r: 4, c: 4 } as const
const worthOf = (area: string): number => worth[area[0] as keyof typeof worth] ?? 0

export type Count = { open: number; sent: number; cost: number; sentAt: number; until: number }
export type Traffic = Record<Kind, Count>
export type Where = { mobile: string; country: string; address: string; clientId: string }

/** About 10,000 numbers share one: the number without its last four digits. */
export const prefixOf = (mobile: string): string => cut(mobile, 4)
/** Never into the calling code: short numbers share a wider one. */
const cut = (mobile: string, digits: number) => mobile.slice(0, Math.max(4, mobile.length - digits))
/** Which hundred of its prefix a number is in: two digits. */
const hundredOf = (mobile: string) => mobile.slice(-4, -2)

const areasOf = (mobile: string, country: string) => [`p ${prefixOf(mobile)}`, `r ${cut(mobile, 6)}`, `c ${country}`]

/** Areas in the order of `windows`: what two messages have in common is locked in one order, by all. */
function slotsOf({ mobile, country, address, clientId }: Where) {
  const [area0 = '', area1 = '', area2 = ''] = areasOf(mobile, country)
  const slots = { area0, area1, area2, area3: `a ${networkOf(address)}`, area4: `app ${clientId}`, area5: 'day', area6: 'month' }
  return { areas: Object.values(slots), slots }
}

type Row = { area: string; open: number; sent: number; cost: number; recent: string; sentAt: number; expiresAt: number }

function shape(rows: Row[], areas: string[], { mobile }: Where, now: number): Traffic {
  const count = (slot: number): Count => {
    const row = rows.find((it) => it.area === areas[slot])
    if (row) return { open: row.open, sent: row.sent, cost: row.cost, sentAt: row.sentAt, until: row.expiresAt }
    return { open: 0, sent: 0, cost: 0, sentAt: 0, until: now + windows[kinds[slot] as keyof typeof windows] }
  }
  const prefix = count(0)
  const { open } = prefix
  return {
    // Of the messages nobody has answered, which are taken to be the last ones.
    hundred: { ...prefix, open: open && countIn(rows.find((it) => it.area === areas[0])?.recent ?? '', hundredOf(mobile), open) },
    prefix,
    range: count(1),
    country: count(2),
    address: count(3),
    app: count(4),
    day: count(5),
    month: count(6),
  }
}

const countIn = (recent: string, hundred: string, last: number) => recent.split(',', last).filter((it) => it === hundred).length

/** What stands there before a message, with the answers that are not written yet. */
export async function trafficOf(ctx: Within, where: Where): Promise<Traffic> {
  const { areas, slots } = slotsOf(where)
  const now = ctx.now()
  const rows = await readTraffic(ctx, { tenantId: ctx.tenant.id, now, ...slots })
  for (const row of rows) {
    const answers = unwritten(ctx).get(keyOf(ctx.tenant.id, row.area)) ?? 0
    row.open = Math.max(0, row.open - worthOf(row.area) * answers)
  }
  return shape(rows, areas, where, now)
}

/**
 * A message about to be counted, with the answers of its areas: they are written along with it. `again`: the number got
 * one today already, and is no further number of its hundred.
 */
export type Counted = { where: Where; cost: number; answers: number[]; again: boolean }

/** Outside the transaction, which may run twice. What is taken and not written goes back by `returnAnswers`. */
export function takeAnswers(ctx: Within, where: Where, cost: number): Counted {
  const waiting = unwritten(ctx)
  const answers = areasOf(where.mobile, where.country).map((area) => {
    const key = keyOf(ctx.tenant.id, area)
    const held = waiting.get(key) ?? 0
    if (held) waiting.delete(key)
    return held
  })
  return { where, cost, answers, again: false }
}

export function returnAnswers(ctx: Within, { where, answers }: Counted): void {
  areasOf(where.mobile, where.country).forEach((area, slot) => add(ctx, keyOf(ctx.tenant.id, area), answers[slot] ?? 0))
}

/**
 * Counts a message in all its areas, last in its transaction: every send of a tenant has the widest in common. Answers what
 * stood there before; when the last one was sent only `seen` knows, what was read in time.
 */
export async function countMessage(ctx: Within, it: Counted, seen?: Traffic): Promise<Traffic> {
  const { areas, rows } = await write(ctx, it, 1)
  for (const row of rows) {
    row.open = Math.max(0, row.open - 1)
    row.sent--
    row.cost -= PAID.has(row.area) ? it.cost : 0
    row.recent = row.recent.slice(3)
  }
  const traffic = shape(rows, areas, it.where, ctx.now())
  if (seen) for (const kind of answered) traffic[kind].sentAt = seen[kind].sentAt
  return traffic
}

/** It never left. */
export const uncountMessage = async (ctx: Within, it: Counted): Promise<void> => void (await write(ctx, { ...it, answers: [] }, -1))

/**
 * Counts a message that nobody answers, such as a notice: it is one of the tenant's and costs money, and says nothing of its
 * area. Last in its transaction. Answers what stood there before.
 */
export async function countPaid(ctx: Within, cost: number, sent: 1 | -1 = 1): Promise<Pick<Traffic, 'day' | 'month'>> {
  const now = ctx.now()
  const rows = await writePaid(ctx, {
    tenantId: ctx.tenant.id,
    day: 'day',
    month: 'month',
    untilDay: now + windows.day,
    untilMonth: now + windows.month,
    sent,
    cost: sent * cost,
    now,
  })
  const before = (area: 'day' | 'month'): Count => {
    const { open = 0, sent: all = 0, cost: money = 0, sentAt = 0, expiresAt = now } = rows.find((it) => it.area === area) ?? {}
    return { open, sent: all - sent, cost: money - sent * cost, sentAt, until: expiresAt }
  }
  return { day: before('day'), month: before('month') }
}

/** It never left. */
export const uncountPaid = async (ctx: Within, cost: number): Promise<void> => void (await countPaid(ctx, cost, -1))

/** Where money is counted. */
const PAID = new Set(['day', 'month'])

async function write(ctx: Within, { where, cost, answers, again }: Counted, sent: 1 | -1): Promise<{ areas: string[]; rows: Row[] }> {
  const { areas, slots } = slotsOf(where)
  const now = ctx.now()
  const [a = 0, b = 0, c = 0] = answers
  const rows = await countTraffic(ctx, {
    tenantId: ctx.tenant.id,
    now,
    sent,
    cost: sent * cost,
    recent: sent < 0 ? '' : again ? '--,' : `${hundredOf(where.mobile)},`,
    ...slots,
    open0: sent - worth.p * a,
    open1: sent - worth.r * b,
    open2: sent - worth.c * c,
    proven0: a,
    proven1: b,
    proven2: c,
    until0: now + windows.prefix,
    until1: now + windows.range,
    until2: now + windows.country,
    until3: now + windows.address,
    until4: now + windows.app,
    until5: now + windows.day,
    until6: now + windows.month,
  })
  return { areas, rows }
}

/** What a message that tries a cut-off area again takes: there is one in a while, of any number at once. */
export const probeOf = (ctx: Within, { mobile, country }: Where, kind: 'range' | 'country', window: number) => ({
  tenantId: ctx.tenant.id,
  key: `probe ${kind === 'range' ? cut(mobile, 6) : country}`,
  most: 1,
  window,
})

/**
 * Answers not yet written, by tenant and area: the next message of the area takes them along, and the clean-up the
 * rest. Written where they arise they would cost every sign-in a statement, and have all of a country wait for one row.
 * A process that ends at once forgets those of its last minute; the firewall is then that much stricter.
 */
const waitingAnswers = new WeakMap<object, Map<string, number>>()
const keyOf = (tenantId: string, area: string) => `${tenantId} ${area}`

function unwritten(ctx: Ground): Map<string, number> {
  let mine = waitingAnswers.get(ctx.database)
  if (!mine) waitingAnswers.set(ctx.database, (mine = new Map()))
  return mine
}

/** Of one area: how many, and what they take off what nobody has answered. */
export function unwrittenOf(ctx: Ground, tenantId: string, area: string): { answers: number; off: number } {
  const answers = unwritten(ctx).get(keyOf(tenantId, area)) ?? 0
  return { answers, off: worthOf(area) * answers }
}

function add(ctx: Ground, key: string, answers: number): void {
  if (answers) unwritten(ctx).set(key, (unwritten(ctx).get(key) ?? 0) + answers)
}

/** A code that went to this number was spent. After the commit: what is undone was not spent. */
export function answerMessage(ctx: Ground, tenantId: string, mobile: string): void {
  for (const area of areasOf(mobile, countryOf(mobile) ?? '')) add(ctx, keyOf(tenantId, area), 1)
}

/** Rows of one transaction. */
const FEW = 200

/** Writes what no message took along. Narrow areas first, as messages do. */
export async function writeAnswers(ctx: Ground): Promise<void> {
  const rank = (key: string) => 'prc'.indexOf(key.split(' ', 2)[1] ?? '')
  const keys = [...unwritten(ctx).keys()].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  for (let from = 0; from < keys.length; from += FEW) {
    // Taken now, at once: what comes in while this is being written is a number of its own.
    const some = keys.slice(from, from + FEW).map((key) => [key, unwritten(ctx).get(key) ?? 0] as const)
    for (const [key] of some) unwritten(ctx).delete(key)
    await transact(ctx, async (ctx) => {
      for (const [key, answers] of some) {
        const [tenantId = ''] = key.split(' ', 1)
        const area = key.slice(tenantId.length + 1)
        await proveTraffic(ctx, { tenantId, area, open: -worthOf(area) * answers, proven: answers, now: ctx.now() })
      }
    })
  }
}

type Firewall = TenantSettings['sms']['firewall']
/** How many unanswered messages an area may have; without end, where the setting is 0. */
export const mostOpen = (firewall: Firewall, kind: (typeof answered)[number]): number => firewall[`per_${kind}`] || Infinity

/** How full the fullest area is: 0 when everybody answers, 1 where it is cut off. */
export const strainOf = (traffic: Traffic, firewall: Firewall): number =>
  Math.max(...answered.map((kind) => traffic[kind].open / mostOpen(firewall, kind)))
