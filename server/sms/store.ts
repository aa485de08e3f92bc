import { sql } from 'kysely'
import { all, change, one } from '../db.ts'

export const listGatewayRows = all((db, p: { tenantId: string }) =>
  db.selectFrom('gateways').selectAll().where('tenantId', '=', p.tenantId).orderBy('position').orderBy('id'),
)

export const putGateway = change((db, p: { tenantId: string; id: string; gateway: string; settings: string; position: number }) =>
  db
    .insertInto('gateways')
    .values({ tenantId: p.tenantId, id: p.id, gateway: p.gateway, settings: p.settings, position: p.position, receiptsAt: null })
    .onConflict((c) => c.columns(['tenantId', 'id']).doUpdateSet({ gateway: p.gateway, settings: p.settings, position: p.position })),
)

export const removeGateway = change((db, p: { tenantId: string; id: string }) =>
  db.deleteFrom('gateways').where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

/** Once an hour is enough: it says that this gateway tells what becomes of its messages. */
export const markReceipts = change((db, p: { tenantId: string; id: string; now: number; since: number }) =>
  db
    .updateTable('gateways')
    .set({ receiptsAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where((eb) => eb.or([eb('receiptsAt', 'is', null), eb('receiptsAt', '<', p.since)])),
)

export const addMessage = change(
  (
    db,
    p: {
      tenantId: string
      id: string
      numberHash: string
      country: string
      prefix: string
      gatewayId: string
      cost: number
      now: number
      expiresAt: number
    },
  ) =>
    db.insertInto('messages').values({
      tenantId: p.tenantId,
      id: p.id,
      numberHash: p.numberHash,
      country: p.country,
      prefix: p.prefix,
      gatewayId: p.gatewayId,
      vendorId: null,
      state: 'sent',
      cost: p.cost,
      createdAt: p.now,
      receiptAt: null,
      detail: null,
      expiresAt: p.expiresAt,
    }),
)

/** Who took it after all, and what they call it. */
export const nameMessage = change((db, p: { tenantId: string; id: string; gatewayId: string; vendorId: string | null }) =>
  db
    .updateTable('messages')
    .set({ gatewayId: p.gatewayId, vendorId: p.vendorId })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id),
)

export const findMessage = one((db, p: { tenantId: string; id: string }) =>
  db.selectFrom('messages').select(['gatewayId', 'vendorId']).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

/** Nobody took it: it costs nothing. */
export const failMessage = change((db, p: { tenantId: string; id: string; detail: string }) =>
  db.updateTable('messages').set({ state: 'failed', cost: 0, detail: p.detail }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

/** A receipt. What was delivered stays so, whatever a vendor says later. */
export const settleMessage = change(
  (db, p: { tenantId: string; gatewayId: string; vendorId: string; state: string; detail: string | null; now: number }) =>
    db
      .updateTable('messages')
      .set({ state: p.state, detail: p.detail, receiptAt: p.now })
      .where('tenantId', '=', p.tenantId)
      .where('gatewayId', '=', p.gatewayId)
      .where('vendorId', '=', p.vendorId)
      .where('state', '!=', 'delivered'),
)

/** How the last messages of a gateway to a country fared. */
export const listLastMessages = all((db, p: { tenantId: string; country: string; gatewayId: string; since: number; most: number }) =>
  db
    .selectFrom('messages')
    .select(['state', 'createdAt'])
    .where('tenantId', '=', p.tenantId)
    .where('country', '=', p.country)
    .where('gatewayId', '=', p.gatewayId)
    .where('createdAt', '>', p.since)
    .orderBy('createdAt', 'desc')
    .limit(p.most),
)

/** When messages went to a number. */
export const listMessagesTo = all((db, p: { tenantId: string; numberHash: string }) =>
  db.selectFrom('messages').select('createdAt').where('tenantId', '=', p.tenantId).where('numberHash', '=', p.numberHash),
)

export const removeMessagesTo = change((db, p: { tenantId: string; numberHash: string }) =>
  db.deleteFrom('messages').where('tenantId', '=', p.tenantId).where('numberHash', '=', p.numberHash),
)

/** The last messages of a tenant, whatever became of them, the newest first. */
export const listLastSent = all((db, p: { tenantId: string; most: number }) =>
  db
    .selectFrom('messages')
    .select(['gatewayId', 'state', 'createdAt', 'detail'])
    .where('tenantId', '=', p.tenantId)
    .orderBy('id', 'desc')
    .limit(p.most),
)

/** What went to each country since an id, of the last `most` messages; `cost` in ten-thousandths. */
export const listSpent = all((db, p: { tenantId: string; from: string; most: number }) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom('messages')
        .select(['country', 'cost', 'state'])
        .where('tenantId', '=', p.tenantId)
        .where('id', '>=', p.from)
        .orderBy('id', 'desc')
        .limit(p.most)
        .as('recent'),
    )
    .select((eb) => ['country', eb.fn.countAll<number>().as('messages')])
    .select([
      sql<number>`cast(sum(${sql.ref('cost')}) as bigint)`.as('cost'),
      sql<number>`cast(sum(case when ${sql.ref('state')} = 'failed' then 1 else 0 end) as bigint)`.as('failed'),
    ])
    .groupBy('country'),
)

export const deleteExpiredMessages = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('messages')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'id'),
        'in',
        eb.selectFrom('messages').select(['tenantId', 'id']).where('expiresAt', '<=', p.now).limit(p.most).$asTuple('tenantId', 'id'),
      ),
    ),
)
