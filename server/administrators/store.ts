import type { Kysely } from 'kysely'
import { all, change, one } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

type Db = Kysely<Schema>
type Key = { tenantId: string; id: string }
type Own = { tenantId: string; administratorId: string }

/** Some of the values of a statement, under their names. */
const only = <P, N extends keyof P>(p: P, ...names: N[]) => Object.fromEntries(names.map((it) => [it, p[it]])) as Pick<P, N>

// administrators

const administrators = (db: Db, p: { tenantId: string }) => db.selectFrom('administrators').selectAll().where('tenantId', '=', p.tenantId)
const update = (db: Db, p: Key) => db.updateTable('administrators').where('tenantId', '=', p.tenantId).where('id', '=', p.id)

export const findAdministrator = one((db, p: Key) => administrators(db, p).where('id', '=', p.id))
export const findAdministratorByEmail = one((db, p: { tenantId: string; email: string }) =>
  administrators(db, p).where('email', '=', p.email),
)
export const listAdministratorRows = all((db, p: { tenantId: string }) => administrators(db, p).orderBy('createdAt').orderBy('id'))

type New = Key & { email: string; name: string; role: string; passwordHash: string; createdAt: number }
/** The unique index decides: of two that take one address at once, one gets it. */
export const addAdministrator = change((db, p: New) =>
  db
    .insertInto('administrators')
    .values({ ...only(p, 'tenantId', 'id', 'email', 'name', 'role', 'passwordHash', 'createdAt'), totpCounter: 0, version: 1 })
    .onConflict((c) => c.doNothing()),
)

/** Whoever acts on one administrator at once waits here, and then reads what the other one left. */
export const lockAdministrator = change((db, p: Key) => update(db, p).set((eb) => ({ version: eb.ref('version') })))

/** As `lockAdministrator`, of all owners: before one of them goes, so that no two go at once and leave none. */
export const lockOwners = change((db, p: { tenantId: string }) =>
  db
    .updateTable('administrators')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('tenantId', '=', p.tenantId)
    .where('role', '=', 'owner'),
)

type Changed = Key & { name: string; role: string; disabledAt: number | null; version: number }
/** `version` decides: what somebody else changed meanwhile is not overwritten. */
export const changeAdministrator = change((db, p: Changed) =>
  update(db, p)
    .set((eb) => ({ ...only(p, 'name', 'role', 'disabledAt'), version: eb('version', '+', 1) }))
    .where('version', '=', p.version),
)

export const changeOwnData = change((db, p: Key & { name: string; language: string | null }) =>
  update(db, p).set((eb) => ({ ...only(p, 'name', 'language'), version: eb('version', '+', 1) })),
)

/** An enabled owner, whatever they were: the way back of whoever runs the server. The second factors are lost. */
export const restoreAdministrator = change((db, p: Key & { name: string; passwordHash: string }) =>
  update(db, p).set((eb) => ({
    ...only(p, 'name', 'passwordHash'),
    role: 'owner',
    totpSecret: null,
    totpPending: null,
    disabledAt: null,
    version: eb('version', '+', 1),
  })),
)

/** `instead` decides: of two changes at once, the second finds another hash than it proved. */
export const changeHash = change((db, p: Key & { passwordHash: string; instead: string }) =>
  update(db, p).set({ passwordHash: p.passwordHash }).where('passwordHash', '=', p.instead),
)

export const markLogin = change((db, p: Key & { now: number }) => update(db, p).set({ lastLoginAt: p.now }))

export const removeAdministrator = change((db, p: Key) =>
  db.deleteFrom('administrators').where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

// authenticators

export const beginTotp = change((db, p: Key & { totpPending: string }) =>
  update(db, p).set({ totpPending: p.totpPending }).where('totpSecret', 'is', null),
)

/** The one that was shown to work, and no other that was begun meanwhile. */
export const confirmTotp = change((db, p: Key & { totpPending: string; step: number }) =>
  update(db, p).set({ totpSecret: p.totpPending, totpPending: null, totpCounter: p.step }).where('totpPending', '=', p.totpPending),
)

/** The step must grow: of two uses of one code at once, one changes a row. */
export const useTotp = change((db, p: Key & { step: number }) =>
  update(db, p).set({ totpCounter: p.step }).where('totpSecret', 'is not', null).where('totpCounter', '<', p.step),
)

export const removeTotp = change((db, p: Key) =>
  update(db, p).set({ totpSecret: null, totpPending: null }).where('totpSecret', 'is not', null),
)

// passkeys

const passkeys = (db: Db, p: { tenantId: string }) => db.selectFrom('adminPasskeys').selectAll().where('tenantId', '=', p.tenantId)
const dropPasskeys = (db: Db, p: Own) =>
  db.deleteFrom('adminPasskeys').where('tenantId', '=', p.tenantId).where('administratorId', '=', p.administratorId)

export const listPasskeyRows = all((db, p: Own) =>
  passkeys(db, p).where('administratorId', '=', p.administratorId).orderBy('createdAt').orderBy('id'),
)

/** Whose passkeys there are, for the list of administrators. */
export const listPasskeyHolders = all((db, p: { tenantId: string }) =>
  db.selectFrom('adminPasskeys').select('administratorId').distinct().where('tenantId', '=', p.tenantId),
)

export const findPasskeyRow = one((db, p: { tenantId: string; credentialId: string }) =>
  passkeys(db, p).where('credentialId', '=', p.credentialId),
)

/** The unique index decides: a passkey is one administrator's. */
export const addPasskey = change((db, p: Omit<Schema['adminPasskeys'], 'usedAt'>) =>
  db
    .insertInto('adminPasskeys')
    .values(only(p, 'tenantId', 'administratorId', 'id', 'name', 'credentialId', 'secret', 'counter', 'createdAt'))
    .onConflict((c) => c.doNothing()),
)

/** The counter must grow; `still` is one that may stay as it is: 0 for an authenticator that never counts, else one that no row has. */
export const usePasskey = change((db, p: Own & { id: string; counter: number; still: number; now: number }) =>
  db
    .updateTable('adminPasskeys')
    .set({ counter: p.counter, usedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('administratorId', '=', p.administratorId)
    .where('id', '=', p.id)
    .where((eb) => eb.or([eb('counter', '<', p.counter), eb('counter', '=', p.still)])),
)

export const removePasskey = change((db, p: Own & { id: string }) => dropPasskeys(db, p).where('id', '=', p.id))
export const removePasskeys = change((db, p: Own) => dropPasskeys(db, p))

// sessions

const dropSessions = (db: Db, p: { tenantId: string }) => db.deleteFrom('adminSessions').where('tenantId', '=', p.tenantId)

export const addSession = change((db, p: Schema['adminSessions']) => {
  const who = only(p, 'tenantId', 'id', 'tokenHash', 'administratorId', 'state', 'challenge')
  return db.insertInto('adminSessions').values({ ...who, ...only(p, 'agent', 'address', 'createdAt', 'seenAt', 'expiresAt') })
})

export const findSession = one((db, p: { tenantId: string; tokenHash: string }) =>
  db.selectFrom('adminSessions').selectAll().where('tenantId', '=', p.tenantId).where('tokenHash', '=', p.tokenHash),
)

/** Where somebody is signed in, newest first; `seenSince` is when an idle one was seen last. */
export const listSessionRows = all((db, p: Own & { now: number; seenSince: number }) =>
  db
    .selectFrom('adminSessions')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('administratorId', '=', p.administratorId)
    .where('state', '=', 'full')
    .where('expiresAt', '>', p.now)
    .where('seenAt', '>', p.seenSince)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc'),
)

export const touchSession = change((db, p: Key & { now: number }) =>
  db.updateTable('adminSessions').set({ seenAt: p.now }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

/** A session that has nothing to ask any more has no challenge: of two answers to one, one takes it. */
export const askOfSession = change((db, p: Key & { challenge: string }) =>
  db.updateTable('adminSessions').set({ challenge: p.challenge }).where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)
export const answerSession = change((db, p: Key & { challenge: string }) =>
  db
    .updateTable('adminSessions')
    .set({ challenge: null })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('challenge', '=', p.challenge),
)

/** Of two steps out of one session at once, one finds it. */
export const removeSession = change((db, p: Key) => dropSessions(db, p).where('id', '=', p.id))
export const removeOwnSession = change((db, p: Own & { id: string }) =>
  dropSessions(db, p).where('id', '=', p.id).where('administratorId', '=', p.administratorId),
)
/** `keep`: the id of the one that stays; '' for none. */
export const removeSessions = change((db, p: Own & { keep: string }) =>
  dropSessions(db, p).where('administratorId', '=', p.administratorId).where('id', '!=', p.keep),
)

// links

const links = (db: Db, p: { tenantId: string; now: number }) =>
  db.selectFrom('adminLinks').selectAll().where('tenantId', '=', p.tenantId).where('spentAt', 'is', null).where('expiresAt', '>', p.now)
const dropInvitations = (db: Db, p: { tenantId: string }) =>
  db.deleteFrom('adminLinks').where('tenantId', '=', p.tenantId).where('kind', '=', 'invitation').where('spentAt', 'is', null)
const spend = (db: Db, p: { tenantId: string; now: number }) =>
  db.updateTable('adminLinks').set({ spentAt: p.now }).where('tenantId', '=', p.tenantId).where('spentAt', 'is', null)

export const addLink = change((db, p: Omit<Schema['adminLinks'], 'spentAt'>) =>
  db.insertInto('adminLinks').values(only(p, 'tenantId', 'hash', 'id', 'kind', 'email', 'role', 'createdBy', 'createdAt', 'expiresAt')),
)

export const findLink = one((db, p: { tenantId: string; hash: string; now: number }) => links(db, p).where('hash', '=', p.hash))
export const listInvitations = all((db, p: { tenantId: string; now: number }) =>
  links(db, p).where('kind', '=', 'invitation').orderBy('createdAt').orderBy('id'),
)

/** Of any number at once, one spends it. */
export const spendLink = change((db, p: { tenantId: string; hash: string; now: number }) => spend(db, p).where('hash', '=', p.hash))
/** All of them, in one statement: whoever comes with another one at the same moment waits here and finds none. */
export const spendFirstRun = change((db, p: { tenantId: string; now: number }) => spend(db, p).where('kind', '=', 'first-run'))

export const removeInvitation = change((db, p: Key) => dropInvitations(db, p).where('id', '=', p.id))
export const removeInvitationsTo = change((db, p: { tenantId: string; email: string }) =>
  dropInvitations(db, p).where('email', '=', p.email),
)
export const removeInvitationsBy = change((db, p: { tenantId: string; createdBy: string }) =>
  dropInvitations(db, p).where('createdBy', '=', p.createdBy),
)

// clean-up: a few rows at a time

export const deleteExpiredAdminSessions = change((db, p: { now: number; most: number }) => {
  const few = db.selectFrom('adminSessions').select(['tenantId', 'id']).where('expiresAt', '<=', p.now).limit(p.most)
  return db.deleteFrom('adminSessions').where((eb) => eb(eb.refTuple('tenantId', 'id'), 'in', few.$asTuple('tenantId', 'id')))
})

export const deleteExpiredAdminLinks = change((db, p: { now: number; most: number }) => {
  const few = db.selectFrom('adminLinks').select(['tenantId', 'hash']).where('expiresAt', '<=', p.now).limit(p.most)
  return db.deleteFrom('adminLinks').where((eb) => eb(eb.refTuple('tenantId', 'hash'), 'in', few.$asTuple('tenantId', 'hash')))
})
