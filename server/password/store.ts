import { all, change, one } from '../db.ts'

export const findPassword = one((db, p: { tenantId: string; userId: string }) =>
  db.selectFrom('passwords').selectAll().where('tenantId', '=', p.tenantId).where('userId', '=', p.userId),
)

export const putPassword = change((db, p: { tenantId: string; userId: string; hash: string; now: number }) =>
  db
    .insertInto('passwords')
    .values({ tenantId: p.tenantId, userId: p.userId, hash: p.hash, setAt: p.now })
    .onConflict((c) =>
      c.columns(['tenantId', 'userId']).doUpdateSet((eb) => ({ hash: eb.ref('excluded.hash'), setAt: eb.ref('excluded.setAt') })),
    ),
)

/** 0 rows: there is one. */
export const addPassword = change((db, p: { tenantId: string; userId: string; hash: string; now: number }) =>
  db
    .insertInto('passwords')
    .values({ tenantId: p.tenantId, userId: p.userId, hash: p.hash, setAt: p.now })
    .onConflict((c) => c.doNothing()),
)

/** The hash decides: it is another password as soon as there is another hash. Also with the same one, to hold the row. */
export const exchangeHash = change((db, p: { tenantId: string; userId: string; hash: string; newHash: string }) =>
  db
    .updateTable('passwords')
    .set({ hash: p.newHash })
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('hash', '=', p.hash),
)

export const removePassword = change((db, p: { tenantId: string; userId: string }) =>
  db.deleteFrom('passwords').where('tenantId', '=', p.tenantId).where('userId', '=', p.userId),
)

// earlier passwords, the newest last

export const addOldPassword = change((db, p: { tenantId: string; userId: string; id: string; hash: string }) =>
  db.insertInto('oldPasswords').values({ tenantId: p.tenantId, userId: p.userId, id: p.id, hash: p.hash }),
)

export const listOldPasswords = all((db, p: { tenantId: string; userId: string; most: number }) =>
  db
    .selectFrom('oldPasswords')
    .select('hash')
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .orderBy('id', 'desc')
    .limit(p.most),
)

/** All but the newest `most`. */
export const trimOldPasswords = change((db, p: { tenantId: string; userId: string; most: number }) =>
  db
    .deleteFrom('oldPasswords')
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('oldPasswords as kept')
        .select('kept.id')
        .where('kept.tenantId', '=', p.tenantId)
        .where('kept.userId', '=', p.userId)
        .orderBy('kept.id', 'desc')
        .limit(p.most),
    ),
)
