import { sql } from 'kysely'
import { all, change, one } from '../db.ts'
import { countries } from '../phone.ts'

/**
 * One row a budget. Of any number of calls at once, exactly `most` get a row back within one window:
 * the row is locked by the first and re-read by the next.
 */
export const takeOne = one((db, p: { tenantId: string; key: string; most: number; now: number; expiresAt: number }) =>
  db
    .insertInto('budgets')
    .values({ tenantId: p.tenantId, key: p.key, count: 1, windowStart: p.now, expiresAt: p.expiresAt })
    .onConflict((c) =>
      c
        .columns(['tenantId', 'key'])
        .doUpdateSet({
          count: sql<number>`case when ${sql.ref('budgets.expiresAt')} <= ${sql.ref('excluded.windowStart')} then 1 else ${sql.ref('budgets.count')} + 1 end`,
          windowStart: sql<number>`case when ${sql.ref('budgets.expiresAt')} <= ${sql.ref('excluded.windowStart')} then ${sql.ref('excluded.windowStart')} else ${sql.ref('budgets.windowStart')} end`,
          expiresAt: sql<number>`case when ${sql.ref('budgets.expiresAt')} <= ${sql.ref('excluded.windowStart')} then ${sql.ref('excluded.expiresAt')} else ${sql.ref('budgets.expiresAt')} end`,
        })
        .where((eb) => eb.or([eb('budgets.count', '<', p.most), eb('budgets.expiresAt', '<=', eb.ref('excluded.windowStart'))])),
    )
    .returning(['count']),
)

export const readBudget = one((db, p: { tenantId: string; key: string }) =>
  db.selectFrom('budgets').select(['count', 'expiresAt']).where('tenantId', '=', p.tenantId).where('key', '=', p.key),
)

export const giveBack = change((db, p: { tenantId: string; key: string }) =>
  db
    .updateTable('budgets')
    .set((eb) => ({ count: eb('count', '-', 1) }))
    .where('tenantId', '=', p.tenantId)
    .where('key', '=', p.key)
    .where('count', '>', 0),
)

/** The window begins anew. */
export const holdBudget = change((db, p: { tenantId: string; key: string; now: number; expiresAt: number }) =>
  db.updateTable('budgets').set({ windowStart: p.now, expiresAt: p.expiresAt }).where('tenantId', '=', p.tenantId).where('key', '=', p.key),
)

export const forgetBudget = change((db, p: { tenantId: string; key: string }) =>
  db.deleteFrom('budgets').where('tenantId', '=', p.tenantId).where('key', '=', p.key),
)

export const deleteExpiredBudgets = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('budgets')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'key'),
        'in',
        eb.selectFrom('budgets').select(['tenantId', 'key']).where('expiresAt', '<=', p.now).limit(p.most).$asTuple('tenantId', 'key'),
      ),
    ),
)

/** The areas a message is counted in, the widest last: their rows are locked in this order, so nobody waits in a circle. */
const SLOTS = [0, 1, 2, 3, 4, 5, 6] as const
/** In the first three answers count, in the last two money. */
type Answered = 0 | 1 | 2
type Slots = { [K in `area${(typeof SLOTS)[number]}`]: string }
type Counts = { [K in `until${(typeof SLOTS)[number]}` | `${'open' | 'proven'}${Answered}`]: number }
const isAnswered = (slot: number): slot is Answered => slot < 3

export const readTraffic = all((db, p: Slots & { tenantId: string; now: number }) =>
  db
    .selectFrom('traffic')
    .select(['area', 'open', 'sent', 'cost', 'recent', 'sentAt', 'expiresAt'])
    .where('tenantId', '=', p.tenantId)
    .where(
      'area',
      'in',
      SLOTS.map((slot) => p[`area${slot}`]),
    )
    .where('expiresAt', '>', p.now),
)

/** The widest areas of a tenant: every country, the day and the month. */
export const readWide = all((db, p: { tenantId: string; now: number }) =>
  db
    .selectFrom('traffic')
    .select(['area', 'open', 'sent', 'proven', 'cost', 'expiresAt'])
    .where('tenantId', '=', p.tenantId)
    .where('area', 'in', ['day', 'month', 'c ', ...countries.map((it) => `c ${it}`)])
    .where('expiresAt', '>', p.now),
)

/** Counts one message in all of its areas (or takes it back: `sent` is -1), and answers what stands there now. */
export const countTraffic = all((db, p: Slots & Counts & { tenantId: string; sent: number; cost: number; recent: string; now: number }) =>
  db
    .insertInto('traffic')
    .values(
      SLOTS.map((slot) => ({
        tenantId: p.tenantId,
        area: p[`area${slot}`],
        open: isAnswered(slot) ? p[`open${slot}`] : sql<number>`0`,
        sent: p.sent,
        proven: isAnswered(slot) ? p[`proven${slot}`] : sql<number>`0`,
        cost: slot > 4 ? p.cost : sql<number>`0`,
        recent: slot === 0 ? p.recent : sql<string>`''`,
        sentAt: p.now,
        expiresAt: p[`until${slot}`],
      })),
    )
    .onConflict((c) =>
      c.columns(['tenantId', 'area']).doUpdateSet({
        open: rest('open'),
        sent: sum('sent'),
        proven: sum('proven'),
        cost: sum('cost'),
        // The last forty: three characters each.
        recent: sql<string>`case when ${begun} then ${fresh('recent')} else substr(${fresh('recent')} || ${old('recent')}, 1, 120) end`,
        sentAt: sql<number>`case when ${fresh('sent')} > 0 then ${fresh('sentAt')} else ${old('sentAt')} end`,
        expiresAt: sql<number>`case when ${begun} then ${fresh('expiresAt')} else ${old('expiresAt')} end`,
      }),
    )
    .returning(['area', 'open', 'sent', 'cost', 'recent', 'sentAt', 'expiresAt']),
)

/** The same for one that nobody answers: in the widest two areas only, where messages and money are counted. */
export const countPaid = all(
  (
    db,
    p: { tenantId: string; day: string; month: string; untilDay: number; untilMonth: number; sent: number; cost: number; now: number },
  ) =>
    db
      .insertInto('traffic')
      .values(
        [
          { area: p.day, expiresAt: p.untilDay },
          { area: p.month, expiresAt: p.untilMonth },
        ].map((it) => ({
          ...it,
          tenantId: p.tenantId,
          open: sql<number>`0`,
          sent: p.sent,
          proven: sql<number>`0`,
          cost: p.cost,
          recent: sql<string>`''`,
          sentAt: p.now,
        })),
      )
      .onConflict((c) =>
        c.columns(['tenantId', 'area']).doUpdateSet({
          open: rest('open'),
          sent: sum('sent'),
          proven: sum('proven'),
          cost: sum('cost'),
          sentAt: sql<number>`case when ${fresh('sent')} > 0 then ${fresh('sentAt')} else ${old('sentAt')} end`,
          expiresAt: sql<number>`case when ${begun} then ${fresh('expiresAt')} else ${old('expiresAt')} end`,
        }),
      )
      .returning(['area', 'open', 'sent', 'cost', 'recent', 'sentAt', 'expiresAt']),
)

const old = (column: string) => sql.ref(`traffic.${column}`)
const fresh = (column: string) => sql.ref(`excluded.${column}`)
const begun = sql`${old('expiresAt')} <= ${fresh('sentAt')}`
/** A window that is over begins anew. */
const sum = (column: string) => sql<number>`case when ${begun} then ${fresh(column)} else ${old(column)} + ${fresh(column)} end`
/** The same, never below nothing: an area that everybody answers has nothing to spare. */
const rest = (column: string) => sql<number>`case
  when ${begun} or ${old(column)} < 0 then case when ${fresh(column)} < 0 then 0 else ${fresh(column)} end
  when ${old(column)} + ${fresh(column)} < 0 then 0
  else ${old(column)} + ${fresh(column)} end`

/** Of one area, what was proven since it was last written. */
export const proveTraffic = change((db, p: { tenantId: string; area: string; open: number; proven: number; now: number }) =>
  db
    .updateTable('traffic')
    .set({
      open: sql<number>`case when open + ${p.open} < 0 then 0 else open + ${p.open} end`,
      proven: sql<number>`proven + ${p.proven}`,
    })
    .where('tenantId', '=', p.tenantId)
    .where('area', '=', p.area)
    .where('expiresAt', '>', p.now),
)

export const deleteExpiredTraffic = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('traffic')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'area'),
        'in',
        eb.selectFrom('traffic').select(['tenantId', 'area']).where('expiresAt', '<=', p.now).limit(p.most).$asTuple('tenantId', 'area'),
      ),
    ),
)
