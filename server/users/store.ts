import { sql } from 'kysely'
import { all, change, one } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

export const findUserById = one((db, p: { tenantId: string; id: string }) =>
  db.selectFrom('users').selectAll().where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

export const findUserByName = one((db, p: { tenantId: string; userName: string }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where(sql`lower(${sql.ref('userName')})`, '=', sql`lower(${p.userName})`),
)

/** Who proved the number first, then who claims it, oldest first. */
export const listUsersByMobile = all((db, p: { tenantId: string; mobile: string }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('mobile', '=', p.mobile)
    .orderBy(sql`case when ${sql.ref('mobileProvenAt')} is null then 1 else 0 end`)
    .orderBy('createdAt')
    .orderBy('id'),
)

export const listUsersByEmail = all((db, p: { tenantId: string; email: string }) =>
  db.selectFrom('users').selectAll().where('tenantId', '=', p.tenantId).where('email', '=', p.email).orderBy('createdAt').orderBy('id'),
)

export const listUserRows = all((db, p: { tenantId: string }) =>
  db.selectFrom('users').selectAll().where('tenantId', '=', p.tenantId).orderBy('id'),
)

export const renewProof = change((db, p: { tenantId: string; id: string; now: number }) =>
  db.updateTable('users').set({ mobileProvenAt: p.now, updatedAt: p.now }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

export const dropClaims = change((db, p: { tenantId: string; mobile: string; keep: string; now: number }) =>
  db
    .updateTable('users')
    .set({ mobile: null, updatedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('mobile', '=', p.mobile)
    .where('mobileProvenAt', 'is', null)
    .where('id', '<>', p.keep),
)

/** The unique indexes decide between two that come at once. */
export const addUser = change((db, p: Schema['users']) =>
  db
    .insertInto('users')
    .values({
      tenantId: p.tenantId,
      id: p.id,
      userName: p.userName,
      name: p.name,
      mobile: p.mobile,
      mobileProvenAt: p.mobileProvenAt,
      email: p.email,
      emailProvenAt: p.emailProvenAt,
      disabledAt: p.disabledAt,
      createdAt: p.createdAt,
      updatedAt: p.updatedAt,
    })
    .onConflict((c) => c.doNothing()),
)

export const replaceUser = change((db, p: Omit<Schema['users'], 'createdAt'>) =>
  db
    .updateTable('users')
    .set({
      userName: p.userName,
      name: p.name,
      mobile: p.mobile,
      mobileProvenAt: p.mobileProvenAt,
      email: p.email,
      emailProvenAt: p.emailProvenAt,
      disabledAt: p.disabledAt,
      updatedAt: p.updatedAt,
    })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id),
)
