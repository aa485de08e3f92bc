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
  db
    .selectFrom('users')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('email', '=', p.email)
    .orderBy(sql`case when ${sql.ref('emailProvenAt')} is null then 1 else 0 end`)
    .orderBy('createdAt')
    .orderBy('id'),
)

export const listUserRows = all((db, p: { tenantId: string }) =>
  db.selectFrom('users').selectAll().where('tenantId', '=', p.tenantId).orderBy('id'),
)

export const renewProof = change((db, p: { tenantId: string; id: string; now: number }) =>
  db.updateTable('users').set({ mobileProvenAt: p.now, updatedAt: p.now }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

export const dropMobileClaims = change((db, p: { tenantId: string; mobile: string; keep: string; now: number }) =>
  db
    .updateTable('users')
    .set({ mobile: null, updatedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('mobile', '=', p.mobile)
    .where('mobileProvenAt', 'is', null)
    .where('id', '<>', p.keep),
)

export const renewEmailProof = change((db, p: { tenantId: string; id: string; now: number }) =>
  db.updateTable('users').set({ emailProvenAt: p.now, updatedAt: p.now }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

export const dropEmailClaims = change((db, p: { tenantId: string; email: string; keep: string; now: number }) =>
  db
    .updateTable('users')
    .set({ email: null, updatedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('email', '=', p.email)
    .where('emailProvenAt', 'is', null)
    .where('id', '<>', p.keep),
)

/** A proven number of this user's, in place of the one before; the unique index refuses one that another user proved. */
export const setMobile = change((db, p: { tenantId: string; id: string; mobile: string | null; provenAt: number | null; now: number }) =>
  db
    .updateTable('users')
    .set({ mobile: p.mobile, mobileProvenAt: p.provenAt, updatedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id),
)

export const setEmail = change((db, p: { tenantId: string; id: string; email: string | null; provenAt: number | null; now: number }) =>
  db
    .updateTable('users')
    .set({ email: p.email, emailProvenAt: p.provenAt, updatedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id),
)

export const setProfile = change(
  (db, p: { tenantId: string; id: string; userName: string; name: string; attributes: string; now: number }) =>
    db
      .updateTable('users')
      .set({ userName: p.userName, name: p.name, attributes: p.attributes, updatedAt: p.now })
      .where('tenantId', '=', p.tenantId)
      .where('id', '=', p.id),
)

export const markPassword = change((db, p: { tenantId: string; id: string; setAt: number | null; mustChange: number; now: number }) =>
  db
    .updateTable('users')
    .set({ passwordSetAt: p.setAt, passwordMustChange: p.mustChange, updatedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id),
)

/** Nothing changes but the time: whoever comes at once for this user waits for the transaction that asked first. */
export const lockUser = change((db, p: { tenantId: string; id: string; now: number }) =>
  db.updateTable('users').set({ updatedAt: p.now }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

export const markFactors = change((db, p: { tenantId: string; id: string; factors: string; now: number }) =>
  db.updateTable('users').set({ factors: p.factors, updatedAt: p.now }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
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
      attributes: p.attributes,
      passwordSetAt: p.passwordSetAt,
      passwordMustChange: p.passwordMustChange,
      factors: p.factors,
    })
    .onConflict((c) => c.doNothing()),
)

export const replaceUser = change(
  (db, p: Omit<Schema['users'], 'createdAt' | 'attributes' | 'passwordSetAt' | 'passwordMustChange' | 'factors'>) =>
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
