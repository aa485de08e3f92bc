import { sql } from 'kysely'
import { change, one } from '../db.ts'

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
