import { change, one } from '../db.ts'

export const addChange = change(
  (db, p: { tenantId: string; hash: string; userId: string; kind: string; detail: string; now: number; expiresAt: number }) =>
    db.insertInto('changes').values({
      tenantId: p.tenantId,
      hash: p.hash,
      userId: p.userId,
      kind: p.kind,
      detail: p.detail,
      createdAt: p.now,
      usedAt: null,
      expiresAt: p.expiresAt,
    }),
)

export const findChange = one((db, p: { tenantId: string; hash: string; now: number }) =>
  db
    .selectFrom('changes')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('hash', '=', p.hash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', p.now),
)

/** `used_at is null` decides: of two at once, one changes a row. */
export const useChange = change((db, p: { tenantId: string; hash: string; now: number }) =>
  db
    .updateTable('changes')
    .set({ usedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('hash', '=', p.hash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', p.now),
)

/** What came after a change that was undone: its links went to whoever made that change. */
export const voidChanges = change((db, p: { tenantId: string; userId: string; kind: string; since: number; now: number }) =>
  db
    .updateTable('changes')
    .set({ usedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('kind', '=', p.kind)
    .where('createdAt', '>=', p.since)
    .where('usedAt', 'is', null),
)

/** They are few and live for days. */
export const removeChangesOfUser = change((db, p: { tenantId: string; userId: string }) =>
  db.deleteFrom('changes').where('tenantId', '=', p.tenantId).where('userId', '=', p.userId),
)

export const deleteExpiredChanges = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('changes')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'hash'),
        'in',
        eb.selectFrom('changes').select(['tenantId', 'hash']).where('expiresAt', '<=', p.now).limit(p.most).$asTuple('tenantId', 'hash'),
      ),
    ),
)
