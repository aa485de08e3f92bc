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

/** By the provider's other id of the person. Its own query: one with `or` in it reads every account of the source. */
export const findAccountByAlias = one((db, p: { tenantId: string; sourceId: string; alias: string }) =>
  db
    .selectFrom('socialAccounts')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('sourceId', '=', p.sourceId)
    .where('alias', '=', p.alias),
)

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

export const removeAccountsOfUser = change((db, p: { tenantId: string; userId: string }) =>
  db.deleteFrom('socialAccounts').where('tenantId', '=', p.tenantId).where('userId', '=', p.userId),
)

export const listSourceRows = all((db, p: { tenantId: string }) =>
  db.selectFrom('sources').selectAll().where('tenantId', '=', p.tenantId).orderBy('createdAt').orderBy('id'),
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
      }),
    ),
)
