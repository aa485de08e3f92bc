import { all, change, one } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

/** By this source's own id of the person: the primary key. */
export const findAccountBySubject = one((db, p: { tenantId: string; sourceId: string; subject: string }) =>
  db
    .selectFrom('socialAccounts')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('sourceId', '=', p.sourceId)
    .where('subject', '=', p.subject),
)

/**
 * By the provider's other id of the person: kept as such, or as the subject of a time when it was the only id; in
 * any source of the same connector. Each half finds its rows by key: one with `or` in it would read every account.
 */
export const listAccountsByAlias = all((db, p: { tenantId: string; sourceId: string; alias: string }) => {
  const ofKind = db
    .selectFrom('sources as s')
    // From the few sources to the many accounts: SQLite keeps the order of a cross join, and would choose the other one.
    .crossJoin('socialAccounts as a')
    .selectAll('a')
    .select('s.connector')
    .whereRef('a.tenantId', '=', 's.tenantId')
    .whereRef('a.sourceId', '=', 's.id')
    .where('s.tenantId', '=', p.tenantId)
    .where('s.connector', '=', (eb) =>
      eb.selectFrom('sources as own').select('own.connector').where('own.tenantId', '=', p.tenantId).where('own.id', '=', p.sourceId),
    )
  return ofKind.where('a.alias', '=', p.alias).unionAll(ofKind.where('a.subject', '=', p.alias))
})

export const listAccountRows = all((db, p: { tenantId: string; userId: string }) =>
  db.selectFrom('socialAccounts').selectAll().where('tenantId', '=', p.tenantId).where('userId', '=', p.userId).orderBy('id'),
)

/** The primary key decides: an account is tied to one user, whoever comes at once. */
export const addAccount = change((db, p: Schema['socialAccounts']) =>
  db
    .insertInto('socialAccounts')
    .values({
      tenantId: p.tenantId,
      sourceId: p.sourceId,
      subject: p.subject,
      alias: p.alias,
      id: p.id,
      userId: p.userId,
      nickname: p.nickname,
      avatar: p.avatar,
      createdAt: p.createdAt,
      updatedAt: p.updatedAt,
    })
    .onConflict((c) => c.doNothing()),
)

/** The provider's other id of a person we know, or their new face. */
export const refreshAccount = change(
  (
    db,
    p: {
      tenantId: string
      sourceId: string
      subject: string
      alias: string | null
      nickname: string | null
      avatar: string | null
      now: number
    },
  ) =>
    db
      .updateTable('socialAccounts')
      .set({ alias: p.alias, nickname: p.nickname, avatar: p.avatar, updatedAt: p.now })
      .where('tenantId', '=', p.tenantId)
      .where('sourceId', '=', p.sourceId)
      .where('subject', '=', p.subject),
)

/** A provider that used to tell one id and now tells two: the person keeps their account. Whoever comes second finds it done. */
export const renameAccount = change(
  (db, p: { tenantId: string; sourceId: string; subject: string; newSubject: string; alias: string; now: number }) =>
    db
      .updateTable('socialAccounts')
      .set({ subject: p.newSubject, alias: p.alias, updatedAt: p.now })
      .where('tenantId', '=', p.tenantId)
      .where('sourceId', '=', p.sourceId)
      .where('subject', '=', p.subject),
)

/** Changes nothing, and so holds the rows: of two unbindings at once the second sees what the first left (PostgreSQL). */
export const holdAccountsOfUser = change((db, p: { tenantId: string; userId: string }) =>
  db
    .updateTable('socialAccounts')
    .set((eb) => ({ updatedAt: eb.ref('updatedAt') }))
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId),
)

export const removeAccount = change((db, p: { tenantId: string; userId: string; sourceId: string; subject: string }) =>
  db
    .deleteFrom('socialAccounts')
    .where('tenantId', '=', p.tenantId)
    .where('sourceId', '=', p.sourceId)
    .where('subject', '=', p.subject)
    .where('userId', '=', p.userId),
)

export const removeAccountsOfUser = change((db, p: { tenantId: string; userId: string }) =>
  db.deleteFrom('socialAccounts').where('tenantId', '=', p.tenantId).where('userId', '=', p.userId),
)

export const listSourceRows = all((db, p: { tenantId: string }) =>
  db.selectFrom('sources').selectAll().where('tenantId', '=', p.tenantId).orderBy('position').orderBy('createdAt').orderBy('id'),
)

export const putSource = change((db, p: Schema['sources']) =>
  db
    .insertInto('sources')
    .values({
      tenantId: p.tenantId,
      id: p.id,
      connector: p.connector,
      name: p.name,
      settings: p.settings,
      unknownUser: p.unknownUser,
      trustMobile: p.trustMobile,
      trustEmail: p.trustEmail,
      disabledAt: p.disabledAt,
      createdAt: p.createdAt,
      position: p.position,
      logo: p.logo,
    })
    .onConflict((c) =>
      c.columns(['tenantId', 'id']).doUpdateSet({
        connector: p.connector,
        name: p.name,
        settings: p.settings,
        unknownUser: p.unknownUser,
        trustMobile: p.trustMobile,
        trustEmail: p.trustEmail,
        disabledAt: p.disabledAt,
        logo: p.logo,
      }),
    ),
)

export const placeSource = change((db, p: { tenantId: string; id: string; position: number }) =>
  db.updateTable('sources').set({ position: p.position }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

/** The accounts that came from it stay with their users: made again under this id it knows them again. */
export const removeSource = change((db, p: { tenantId: string; id: string }) =>
  db.deleteFrom('sources').where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

/** How many accounts of a source are bound; of very many no more than so many are counted. */
export const countAccounts = one((db, p: { tenantId: string; sourceId: string; most: number }) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom('socialAccounts')
        .select('subject')
        .where('tenantId', '=', p.tenantId)
        .where('sourceId', '=', p.sourceId)
        .limit(p.most)
        .as('some'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count')),
)

// tries

export const addTry = change((db, p: { tenantId: string; id: string; sourceId: string; payload: string; expiresAt: number }) =>
  db.insertInto('sourceTries').values({
    tenantId: p.tenantId,
    id: p.id,
    sourceId: p.sourceId,
    payload: p.payload,
    answeredAt: null,
    expiresAt: p.expiresAt,
  }),
)

export const findTryRow = one((db, p: { tenantId: string; id: string; now: number }) =>
  db.selectFrom('sourceTries').selectAll().where('tenantId', '=', p.tenantId).where('id', '=', p.id).where('expiresAt', '>', p.now),
)

/** `answered_at is null` decides: of two answers at once, one changes a row. */
export const spendTry = change((db, p: { tenantId: string; id: string; now: number }) =>
  db
    .updateTable('sourceTries')
    .set({ answeredAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('answeredAt', 'is', null)
    .where('expiresAt', '>', p.now),
)

export const writeTry = change((db, p: { tenantId: string; id: string; payload: string }) =>
  db.updateTable('sourceTries').set({ payload: p.payload }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

export const deleteExpiredTries = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('sourceTries')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'id'),
        'in',
        eb.selectFrom('sourceTries').select(['tenantId', 'id']).where('expiresAt', '<=', p.now).limit(p.most).$asTuple('tenantId', 'id'),
      ),
    ),
)
