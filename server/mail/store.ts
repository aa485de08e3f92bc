import { sql } from 'kysely'
import { all, change } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

export const listMailRows = all((db, p: { tenantId: string }) =>
  db.selectFrom('mailGateways').selectAll().where('tenantId', '=', p.tenantId).orderBy('position').orderBy('id'),
)

export const putMailGateway = change((db, p: { tenantId: string; id: string; gateway: string; settings: string; position: number }) =>
  db
    .insertInto('mailGateways')
    .values({ tenantId: p.tenantId, id: p.id, gateway: p.gateway, settings: p.settings, position: p.position })
    .onConflict((c) => c.columns(['tenantId', 'id']).doUpdateSet({ gateway: p.gateway, settings: p.settings, position: p.position })),
)

export const removeMailGateway = change((db, p: { tenantId: string; id: string }) =>
  db.deleteFrom('mailGateways').where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

type Row = Schema['mailResults']
export type Results = Omit<Row, 'tenantId' | 'gatewayId' | 'day' | 'expiresAt'>

/** Added to what there is of that day, whichever process counted it. */
export const addMailResults = change((db, p: Row) => {
  const [old, fresh] = [(name: string) => sql.ref(`mailResults.${name}`), (name: string) => sql.ref(`excluded.${name}`)]
  const sum = (name: string) => sql<number>`${old(name)} + ${fresh(name)}`
  const newer = <T>(name: string) => sql<T>`coalesce(${fresh(name)}, ${old(name)})`
  return db
    .insertInto('mailResults')
    .values({
      tenantId: p.tenantId,
      gatewayId: p.gatewayId,
      day: p.day,
      sent: p.sent,
      failed: p.failed,
      failedRun: p.failedRun,
      lastSentAt: p.lastSentAt,
      lastFailedAt: p.lastFailedAt,
      lastFault: p.lastFault,
      expiresAt: p.expiresAt,
    })
    .onConflict((c) =>
      c.columns(['tenantId', 'gatewayId', 'day']).doUpdateSet({
        sent: sum('sent'),
        failed: sum('failed'),
        failedRun: sql<number>`case when ${fresh('sent')} > 0 then ${fresh('failedRun')} else ${sum('failedRun')} end`,
        lastSentAt: newer<number | null>('lastSentAt'),
        lastFailedAt: newer<number | null>('lastFailedAt'),
        lastFault: newer<string | null>('lastFault'),
      }),
    )
})

/** The oldest day first. */
export const listMailResults = all((db, p: { tenantId: string; since: number }) =>
  db.selectFrom('mailResults').selectAll().where('tenantId', '=', p.tenantId).where('day', '>=', p.since).orderBy('day'),
)

export const removeMailResults = change((db, p: { tenantId: string; gatewayId: string }) =>
  db.deleteFrom('mailResults').where('tenantId', '=', p.tenantId).where('gatewayId', '=', p.gatewayId),
)

export const deleteExpiredMailResults = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('mailResults')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'gatewayId', 'day'),
        'in',
        eb
          .selectFrom('mailResults')
          .select(['tenantId', 'gatewayId', 'day'])
          .where('expiresAt', '<=', p.now)
          .limit(p.most)
          .$asTuple('tenantId', 'gatewayId', 'day'),
      ),
    ),
)
