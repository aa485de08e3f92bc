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
import { countTraffic, proveTraffic, readTraffic } from './store.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const windows = { hundred: DAY, prefix: DAY, range: DAY, country: DAY, address: HOUR, app: HOUR, day: DAY, month: 30 * DAY }
export type Kind = keyof typeof windows
const kinds = Object.keys(windows) as Kind[]
/** Those in which answers count. */
export const answered = ['hundred', 'prefix', 'range', 'country'] as const
/**
 * How many messages one answer makes good, by the letter of the area. In a narrow one an attacker's messages may stand beside
 * those of honest people, whose answers must not pay for many of them.
 */
const worth = { h: 2, p: 2, r: 4, c: 4 } as const
const worthOf = (area: string): number => worth[area[0] as keyof typeof worth] ?? 0

export type Count = { open: number; sent: number; cost: number; sentAt: number; until: number }
export type Traffic = Record<Kind, Count>
export type Where = { mobile: string; country: string; address: string; clientId: string }

/** About 10,000 numbers share one: the number without its last four digits. */
export const prefixOf = (mobile: string): string => cut(mobile, 4)
/** Never into the calling code: short numbers share a wider one. */
const cut = (mobile: string, digits: number) => mobile.slice(0, Math.max(4, mobile.length - digits))

/** The first is nearly a number, and so kept as a keyed hash. */
const areasOf = (ctx: Ground, mobile: string, country: string) => [
  `h ${ctx.secrets.mac('hundred', cut(mobile, 2))}`,
  `p ${prefixOf(mobile)}`,
  `r ${cut(mobile, 6)}`,
  `c ${country}`,
]

/** Areas in the order of `windows`: what two messages have in common is locked in one order, by all. */
function slotsOf(ctx: Ctx, where: Where) {
  const areas = [
    ...areasOf(ctx, where.mobile, where.country),
    `a ${networkOf(where.address)}`,
    `app ${where.clientId}`,
    'day',
    'month',
  ]
  const [area0 = '', area1 = '', area2 = '', area3 = '', area4 = '', area5 = '', area6 = '', area7 = ''] = areas
  return { areas, slots: { area0, area1, area2, area3, area4, area5, area6, area7 } }
}

type Row = { area: string; open: number; sent: number; cost: number; sentAt: number; expiresAt: number }

function shape(rows: Row[], areas: string[], now: number): Traffic {
  const counts = kinds.map((kind, slot) => {
    const row = rows.find((it) => it.area === areas[slot])
    const { open = 0, sent = 0, cost = 0, sentAt = 0, expiresAt = now + windows[kind] } = row ?? {}
    return [kind, { open, sent, cost, sentAt, until: expiresAt }]
  })
  return Object.fromEntries(counts) as Traffic
}

/** What stands there before a message, with the answers that are not written yet. */
export async function trafficOf(ctx: Ctx, where: Where): Promise<Traffic> {
  const { areas, slots } = slotsOf(ctx, where)
  const now = ctx.now()
  const traffic = shape(await readTraffic(ctx, { tenantId: ctx.tenant.id, now, ...slots }), areas, now)
  answered.forEach((kind, slot) => {
    const area = areas[slot] ?? ''
    const answers = unwritten(ctx).get(keyOf(ctx.tenant.id, area)) ?? 0
    traffic[kind].open = Math.max(0, traffic[kind].open - worthOf(area) * answers)
  })
  return traffic
}

/**
 * A message about to be counted, with the answers of its areas: they are written along with it. `again`: the number got
 * one today already, and is no further number of its hundred.
 */
export type Counted = { where: Where; cost: number; answers: number[]; again: boolean }

/** Outside the transaction, which may run twice. What is taken and not written goes back by `returnAnswers`. */
export function takeAnswers(ctx: Ctx, where: Where, cost: number): Counted {
  const waiting = unwritten(ctx)
  const answers = areasOf(ctx, where.mobile, where.country).map((area) => {
    const key = keyOf(ctx.tenant.id, area)
    const held = waiting.get(key) ?? 0
    waiting.delete(key)
    return held
  })
  return { where, cost, answers, again: false }
}

export function returnAnswers(ctx: Ctx, { where, answers }: Counted): void {
  areasOf(ctx, where.mobile, where.country).forEach((area, slot) => add(ctx, keyOf(ctx.tenant.id, area), answers[slot] ?? 0))
}

/** Counts a message in all its areas, last in its transaction: every send of a tenant has the widest in common. */
export const countMessage = (ctx: Ctx, it: Counted): Promise<Traffic> => write(ctx, it, 1)

/** It never left. */
export const uncountMessage = (ctx: Ctx, it: Counted): Promise<Traffic> => write(ctx, { ...it, answers: [] }, -1)

async function write(ctx: Ctx, { where, cost, answers, again }: Counted, sent: 1 | -1): Promise<Traffic> {
  const { areas, slots } = slotsOf(ctx, where)
  const now = ctx.now()
  const [a = 0, b = 0, c = 0, d = 0] = answers
  const rows = await countTraffic(ctx, {
    tenantId: ctx.tenant.id,
    now,
    sent,
    cost: sent * cost,
    ...slots,
    ...{ open0: (again ? 0 : sent) - worth.h * a, open1: sent - worth.p * b, open2: sent - worth.r * c, open3: sent - worth.c * d },
    ...{ open4: 0, open5: 0, open6: 0, open7: 0 },
    ...{ proven0: a, proven1: b, proven2: c, proven3: d, proven4: 0, proven5: 0, proven6: 0, proven7: 0 },
    ...{ until0: now + windows.hundred, until1: now + windows.prefix, until2: now + windows.range, until3: now + windows.country },
    ...{ until4: now + windows.address, until5: now + windows.app, until6: now + windows.day, until7: now + windows.month },
  })
  return shape(rows, areas, now)
}

/** What a message that tries a cut-off area again takes: there is one in a while, of any number at once. */
export const probeOf = (ctx: Ctx, { mobile, country }: Where, kind: 'range' | 'country', window: number) => ({
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

function add(ctx: Ground, key: string, answers: number): void {
  if (answers) unwritten(ctx).set(key, (unwritten(ctx).get(key) ?? 0) + answers)
}

/** A code that went to this number was spent. After the commit: what is undone was not spent. */
export function answerMessage(ctx: Ground, tenantId: string, mobile: string): void {
  for (const area of areasOf(ctx, mobile, countryOf(mobile) ?? '')) add(ctx, keyOf(tenantId, area), 1)
}

/** Rows of one transaction. */
const FEW = 200

/** Writes what no message took along. Narrow areas first, as messages do. */
export async function writeAnswers(ctx: Ground): Promise<void> {
  const rank = (key: string) => 'hprc'.indexOf(key.split(' ', 2)[1] ?? '')
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
/** How many unanswered messages an area may have. */
export const mostOpen = (firewall: Firewall, kind: (typeof answered)[number]): number => firewall[`per_${kind}`]

/** How full the fullest area is: 0 when everybody answers, 1 where it is cut off. */
export const strainOf = (traffic: Traffic, firewall: Firewall): number =>
  Math.max(...answered.map((kind) => traffic[kind].open / mostOpen(firewall, kind)))
