import { type Kysely, sql } from 'kysely'
import { all, change, one } from '../db.ts'
import type { Schema } from '../schema/tables.ts'
import { countedFields } from './counted.ts'

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

export const markPassword = change(
  (db, p: { tenantId: string; id: string; setAt: number | null; mustChange: number; by: string | null; now: number }) =>
    db
      .updateTable('users')
      .set({ passwordSetAt: p.setAt, passwordMustChange: p.mustChange, passwordBy: p.by, updatedAt: p.now })
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
      passwordBy: p.passwordBy,
      factors: p.factors,
    })
    .onConflict((c) => c.doNothing()),
)

export const replaceUser = change(
  (db, p: Omit<Schema['users'], 'createdAt' | 'attributes' | 'passwordSetAt' | 'passwordMustChange' | 'passwordBy' | 'factors'>) =>
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

export const setDisabled = change((db, p: { tenantId: string; id: string; disabledAt: number | null; now: number }) =>
  db.updateTable('users').set({ disabledAt: p.disabledAt, updatedAt: p.now }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

export const removeUser = change((db, p: { tenantId: string; id: string }) =>
  db.deleteFrom('users').where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

// found by how something begins, in the order of its index: from a place on (`from`, behind the id `after`), before `until`

type Stretch = { tenantId: string; from: string; after: string; until: string; most: number }

const keys = {
  userName: sql<string>`lower(${sql.ref('userName')})`,
  name: sql<string>`lower(${sql.ref('name')})`,
  email: sql<string>`${sql.ref('email')}`,
  mobile: sql<string>`${sql.ref('mobile')}`,
  id: sql<string>`${sql.ref('id')}`,
}

const searchBy = (field: keyof typeof keys) =>
  all((db, p: Stretch) =>
    db
      .selectFrom('users')
      .selectAll()
      .where('tenantId', '=', p.tenantId)
      .where(keys[field], '>=', p.from)
      .where(keys[field], '<', p.until)
      .where((eb) => eb.or([eb(keys[field], '>', p.from), eb('id', '>', p.after)]))
      .orderBy(keys[field])
      .orderBy('id')
      .limit(p.most),
  )

export const searchByUserName = searchBy('userName')
export const searchByName = searchBy('name')
export const searchByEmail = searchBy('email')
export const searchByMobile = searchBy('mobile')
export const searchById = searchBy('id')

const slots = [0, 1, 2, 3, 4, 5, 6, 7] as const
type Slots = Record<'tenantId' | `${'from' | 'until'}${(typeof slots)[number]}`, string> & { most: number }

const inSlot = (db: Kysely<Schema>, p: Slots, slot: (typeof slots)[number]) =>
  db
    .selectFrom('users')
    .where('tenantId', '=', p.tenantId)
    .where(keys[countedFields[slot]], '>=', p[`from${slot}`])
    .where(keys[countedFields[slot]], '<', p[`until${slot}`])
    .limit(p.most)

/** How many begin so in each slot, of at most `most`: from the indexes alone. Whoever begins so in several is in each. */
export const countSlots = one((db, p: Slots) => {
  const count = (slot: (typeof slots)[number]) =>
    db.selectFrom(inSlot(db, p, slot).select('tenantId').as('some')).select((eb) => eb.fn.countAll<number>().as('count'))
  return db.selectNoFrom(slots.map((slot) => count(slot).as(`in${slot}`)))
})

/** How many people that are; only the enabled (0 to 0), the disabled (1 to 1) or both (0 to 1). Reads each of them. */
export const countFound = one((db, p: Slots & { least: number; last: number }) => {
  const off = sql<number>`case when ${sql.ref('disabledAt')} is null then 0 else 1 end`.as('off')
  const some = (slot: (typeof slots)[number]) => db.selectFrom(inSlot(db, p, slot).select(['id', off]).as('some')).selectAll()
  const found = slots.slice(1).reduce((all, slot) => all.unionAll(some(slot)), some(0))
  return db
    .selectFrom(found.as('found'))
    .select((eb) => eb.fn.count<number>('id').distinct().as('count'))
    .where('off', '>=', p.least)
    .where('off', '<=', p.last)
})

export const countDisabled = one((db, p: { tenantId: string; most: number }) =>
  db
    .selectFrom((eb) =>
      eb.selectFrom('users').select('id').where('tenantId', '=', p.tenantId).where('disabledAt', 'is not', null).limit(p.most).as('some'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count')),
)

/** The newest first: an id begins with the time it was given. */
const newest = (isDisabled: boolean) =>
  all((db, p: { tenantId: string; before: string; most: number }) => {
    const rows = db.selectFrom('users').selectAll().where('tenantId', '=', p.tenantId).where('id', '<', p.before)
    return (isDisabled ? rows.where('disabledAt', 'is not', null) : rows).orderBy('id', 'desc').limit(p.most)
  })
export const listNewest = newest(false)
export const listNewestDisabled = newest(true)

export const listUsersAfter = all((db, p: { tenantId: string; after: string; most: number }) =>
  db.selectFrom('users').selectAll().where('tenantId', '=', p.tenantId).where('id', '>', p.after).orderBy('id').limit(p.most),
)

/** As the published list has it: those before are counted off in the index, without their rows; how few, directory/ranks.ts sees to. */
export const listUserPage = all((db, p: { tenantId: string; after: string; skip: number; most: number }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('users as page')
        .select('page.id')
        .where('page.tenantId', '=', p.tenantId)
        .where('page.id', '>', p.after)
        .orderBy('page.id')
        .limit(p.most)
        .offset(p.skip),
    )
    .orderBy('id'),
)

const behind = (db: Kysely<Schema>, p: { tenantId: string; after: string }) =>
  db.selectFrom('users').select('id').where('tenantId', '=', p.tenantId).where('id', '>', p.after).orderBy('id')

/** The id so many behind this one, from the index alone; nobody where there are fewer. */
export const findIdBehind = one((db, p: { tenantId: string; after: string; skip: number }) => behind(db, p).limit(1).offset(p.skip))

/** How many come behind it, of at most `most`. In their order, or PostgreSQL would count them in an index that has them in another. */
export const countBehind = one((db, p: { tenantId: string; after: string; most: number }) =>
  db.selectFrom(behind(db, p).limit(p.most).as('some')).select((eb) => eb.fn.countAll<number>().as('count')),
)

/** Reads every user of the tenant: an index by the time of change would cost every sign-in (docs/decisions/013). */
const changed = (db: Kysely<Schema>, p: { tenantId: string; since: number }) =>
  db.selectFrom('users').where('tenantId', '=', p.tenantId).where('updatedAt', '>', p.since)

export const listChangedPage = all((db, p: { tenantId: string; since: number; skip: number; most: number }) =>
  changed(db, p).selectAll().orderBy('id').limit(p.most).offset(p.skip),
)

export const countChanged = one((db, p: { tenantId: string; since: number }) =>
  changed(db, p).select((eb) => eb.fn.countAll<number>().as('count')),
)
