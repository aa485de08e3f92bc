import { sql } from 'kysely'
import { all, change, one } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

type Key = { tenantId: string; id: string }

export const addWebhook = change(
  (db, p: Omit<Schema['webhooks'], 'oldSecret' | 'oldSecretUntil' | 'failingSince' | 'lastAt' | 'lastStatus' | 'lastFault'>) =>
    db.insertInto('webhooks').values({
      tenantId: p.tenantId,
      id: p.id,
      name: p.name,
      url: p.url,
      secret: p.secret,
      events: p.events,
      disabledAt: p.disabledAt,
      disabledBy: p.disabledBy,
      createdAt: p.createdAt,
    }),
)

export const listWebhookRows = all((db, p: { tenantId: string }) =>
  db.selectFrom('webhooks').selectAll().where('tenantId', '=', p.tenantId).orderBy('createdAt').orderBy('id'),
)

export const findWebhookRow = one((db, p: Key) =>
  db.selectFrom('webhooks').selectAll().where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

/** What somebody decided. Whether it fails begins anew, where it was off or led elsewhere: `failingSince` is what stays of it. */
export const changeWebhook = change(
  (db, p: Pick<Schema['webhooks'], 'tenantId' | 'id' | 'name' | 'url' | 'events' | 'disabledAt' | 'disabledBy' | 'failingSince'>) =>
    db
      .updateTable('webhooks')
      .set({
        name: p.name,
        url: p.url,
        events: p.events,
        disabledAt: p.disabledAt,
        disabledBy: p.disabledBy,
        failingSince: p.failingSince,
      })
      .where('tenantId', '=', p.tenantId)
      .where('id', '=', p.id),
)

export const changeSecret = change((db, p: Pick<Schema['webhooks'], 'tenantId' | 'id' | 'secret' | 'oldSecret' | 'oldSecretUntil'>) =>
  db
    .updateTable('webhooks')
    .set({ secret: p.secret, oldSecret: p.oldSecret, oldSecretUntil: p.oldSecretUntil })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id),
)

export const removeWebhookRow = change((db, p: Key) => db.deleteFrom('webhooks').where('tenantId', '=', p.tenantId).where('id', '=', p.id))

// how it fares: only while it leads where the message went

type Answered = Key & { url: string; at: number; status: number | null }

export const markTaken = change((db, p: Answered) =>
  db
    .updateTable('webhooks')
    .set({ lastAt: p.at, lastStatus: p.status, lastFault: null, failingSince: null })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('url', '=', p.url),
)

export const markRefused = change((db, p: Answered & { fault: string }) =>
  db
    .updateTable('webhooks')
    .set((eb) => ({
      lastAt: p.at,
      lastStatus: p.status,
      lastFault: p.fault,
      failingSince: sql<number>`coalesce(${sql.ref('failingSince')}, ${eb.val(p.at)})`,
    }))
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('url', '=', p.url),
)

/** 0 rows: it is off already, leads elsewhere, or has taken something since. `before`: it must have failed since then at the latest. */
export const turnOff = change((db, p: Key & { url: string; now: number; by: string; before: number }) =>
  db
    .updateTable('webhooks')
    .set({ disabledAt: p.now, disabledBy: p.by })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('url', '=', p.url)
    .where('disabledAt', 'is', null)
    .where('failingSince', '<=', p.before),
)

// the outbox

export const addDelivery = change((db, p: Omit<Schema['webhookDeliveries'], 'state' | 'tries' | 'answers'>) =>
  db.insertInto('webhookDeliveries').values({
    tenantId: p.tenantId,
    id: p.id,
    webhookId: p.webhookId,
    type: p.type,
    payload: p.payload,
    state: 'waiting',
    at: p.at,
    nextAt: p.nextAt,
    leasedUntil: p.leasedUntil,
    tries: 0,
    answers: '[]',
    expiresAt: p.expiresAt,
  }),
)

export const findDelivery = one((db, p: Key) =>
  db.selectFrom('webhookDeliveries').selectAll().where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

/** The newest first, before the one of this id. `state`: empty for any. */
export const listDeliveryRows = all((db, p: { tenantId: string; webhookId: string; state: string; before: string; most: number }) =>
  db
    .selectFrom('webhookDeliveries')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('webhookId', '=', p.webhookId)
    .where('id', '<', p.before)
    .where((eb) => eb.or([eb(sql<string>`cast(${eb.val(p.state)} as text)`, '=', ''), eb('state', '=', p.state)]))
    .orderBy('id', 'desc')
    .limit(p.most),
)

export const listDue = all((db, p: { tenantId: string; webhookId: string; now: number; most: number }) =>
  db
    .selectFrom('webhookDeliveries')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('webhookId', '=', p.webhookId)
    .where('nextAt', '<=', p.now)
    // Everybody who takes some of them waits in one order.
    .orderBy('nextAt')
    .orderBy('id')
    .limit(p.most),
)

/** 0 rows: another process has it. What a process left that ended is due again when its lease is over. */
export const takeDelivery = change((db, p: Key & { seen: number | null; until: number }) =>
  db
    .updateTable('webhookDeliveries')
    .set({ nextAt: p.until, leasedUntil: p.until })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('nextAt', '=', p.seen),
)

/** What came of it. 0 rows: the lease was over, and another process has it now. */
export const finishDelivery = change(
  (db, p: Key & { leased: number; state: string; nextAt: number | null; tries: number; answers: string }) =>
    db
      .updateTable('webhookDeliveries')
      .set({ state: p.state, nextAt: p.nextAt, leasedUntil: null, tries: p.tries, answers: p.answers })
      .where('tenantId', '=', p.tenantId)
      .where('id', '=', p.id)
      .where('leasedUntil', '=', p.leased),
)

/** Once more, from the beginning. 0 rows: it is being sent at this moment. */
export const renewDelivery = change((db, p: Key & { webhookId: string; now: number; expiresAt: number }) =>
  db
    .updateTable('webhookDeliveries')
    .set({ state: 'waiting', nextAt: p.now, leasedUntil: null, tries: 0, expiresAt: p.expiresAt })
    .where('tenantId', '=', p.tenantId)
    .where('webhookId', '=', p.webhookId)
    .where('id', '=', p.id)
    .where((eb) => eb.or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', p.now)])),
)

export const removeDeliveries = change((db, p: { tenantId: string; webhookId: string }) =>
  db.deleteFrom('webhookDeliveries').where('tenantId', '=', p.tenantId).where('webhookId', '=', p.webhookId),
)

// over all tenants: what there is to do for a process

/** Webhooks that are on and have something due: one look into an index for each. */
export const listDueWebhooks = all((db, p: { now: number; most: number }) =>
  db
    .selectFrom('webhooks')
    .select(['tenantId', 'id'])
    .where('disabledAt', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('webhookDeliveries as due')
          .select(sql<number>`1`.as('one'))
          .whereRef('due.tenantId', '=', 'webhooks.tenantId')
          .whereRef('due.webhookId', '=', 'webhooks.id')
          .where('due.nextAt', '<=', p.now),
      ),
    )
    .limit(p.most),
)

export const findAnyWebhook = one((db, _: object) => db.selectFrom('webhooks').select('id').where('disabledAt', 'is', null).limit(1))

export const deleteExpiredDeliveries = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('webhookDeliveries')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'id'),
        'in',
        eb
          .selectFrom('webhookDeliveries')
          .select(['tenantId', 'id'])
          .where('expiresAt', '<=', p.now)
          .limit(p.most)
          .$asTuple('tenantId', 'id'),
      ),
    ),
)
