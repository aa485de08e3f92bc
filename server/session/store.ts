import { sql } from 'kysely'
import { all, change, one } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

// state tokens

export const addState = change(
  (db, p: { tenantId: string; hash: string; purpose: string; clientId: string; fingerprint: string; payload: string; expiresAt: number }) =>
    db.insertInto('stateTokens').values({
      tenantId: p.tenantId,
      hash: p.hash,
      purpose: p.purpose,
      clientId: p.clientId,
      fingerprint: p.fingerprint,
      payload: p.payload,
      failures: 0,
      usedAt: null,
      expiresAt: p.expiresAt,
    }),
)

export const findState = one((db, p: { tenantId: string; hash: string }) =>
  db.selectFrom('stateTokens').selectAll().where('tenantId', '=', p.tenantId).where('hash', '=', p.hash),
)

/** `used_at is null` decides: of two at once, one changes a row. */
export const spendState = change((db, p: { tenantId: string; hash: string; now: number; most: number }) =>
  db
    .updateTable('stateTokens')
    .set({ usedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('hash', '=', p.hash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', p.now)
    .where('failures', '<', p.most),
)

export const countStateFailure = change((db, p: { tenantId: string; hash: string }) =>
  db
    .updateTable('stateTokens')
    .set((eb) => ({ failures: eb('failures', '+', 1) }))
    .where('tenantId', '=', p.tenantId)
    .where('hash', '=', p.hash),
)

// sessions

export const addSession = change((db, p: Omit<Schema['sessions'], 'endedAt'>) =>
  db.insertInto('sessions').values({
    tenantId: p.tenantId,
    id: p.id,
    tokenHash: p.tokenHash,
    userId: p.userId,
    clientId: p.clientId,
    fingerprint: p.fingerprint,
    system: p.system,
    agent: p.agent,
    address: p.address,
    methods: p.methods,
    createdAt: p.createdAt,
    endedAt: null,
    expiresAt: p.expiresAt,
  }),
)

export const findSessionByToken = one((db, p: { tenantId: string; tokenHash: string; now: number }) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('tokenHash', '=', p.tokenHash)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', p.now),
)

export const findSessionById = one((db, p: { tenantId: string; id: string; now: number }) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', p.now),
)

export const listSessionsOfUser = all((db, p: { tenantId: string; userId: string }) =>
  db.selectFrom('sessions').selectAll().where('tenantId', '=', p.tenantId).where('userId', '=', p.userId).orderBy('id'),
)

/** The old token names the row: of two renewals at once, one finds it. */
export const rotateSession = change((db, p: { tenantId: string; tokenHash: string; newHash: string; expiresAt: number; now: number }) =>
  db
    .updateTable('sessions')
    .set({ tokenHash: p.newHash, expiresAt: p.expiresAt })
    .where('tenantId', '=', p.tenantId)
    .where('tokenHash', '=', p.tokenHash)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', p.now),
)

export const endSession = change((db, p: { tenantId: string; id: string; now: number }) =>
  db.updateTable('sessions').set({ endedAt: p.now }).where('tenantId', '=', p.tenantId).where('id', '=', p.id).where('endedAt', 'is', null),
)

export const endSessionsOfUser = change((db, p: { tenantId: string; userId: string; now: number }) =>
  db
    .updateTable('sessions')
    .set({ endedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('endedAt', 'is', null),
)

/** Where somebody is logged in now, newest first. */
export const listLiveSessions = all((db, p: { tenantId: string; userId: string; now: number }) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', p.now)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc'),
)

/** 0 rows: not theirs, or over already. */
export const endSessionOfUser = change((db, p: { tenantId: string; userId: string; id: string; now: number }) =>
  db
    .updateTable('sessions')
    .set({ endedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('userId', '=', p.userId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', p.now),
)

/** Those that were made since a change that its owner undoes. */
export const endSessionsSince = change((db, p: { tenantId: string; userId: string; since: number; now: number }) =>
  db
    .updateTable('sessions')
    .set({ endedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('createdAt', '>=', p.since)
    .where('endedAt', 'is', null),
)

/** All but the one a change was made in. */
export const endOtherSessions = change((db, p: { tenantId: string; userId: string; keep: string; now: number }) =>
  db
    .updateTable('sessions')
    .set({ endedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('id', '<>', p.keep)
    .where('endedAt', 'is', null),
)

/** Whether this user ever signed in from this device, as far back as sessions are kept; ended ones count. */
export const findSessionOfDevice = one((db, p: { tenantId: string; userId: string; fingerprint: string }) =>
  db
    .selectFrom('sessions')
    .select('id')
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('fingerprint', '=', p.fingerprint)
    .limit(1),
)

/** The last time somebody signed in, as far back as sessions are kept. */
export const findLastSession = one((db, p: { tenantId: string; userId: string }) =>
  db
    .selectFrom('sessions')
    .select(['address', 'createdAt'])
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .orderBy('createdAt', 'desc')
    .limit(1),
)

// of a person who is erased; tickets before the sessions that name them

export const removeTicketsOfUser = change((db, p: { tenantId: string; userId: string }) =>
  db
    .deleteFrom('ssoTickets')
    .where('tenantId', '=', p.tenantId)
    .where('sessionId', 'in', (eb) =>
      eb.selectFrom('sessions').select('sessions.id').where('sessions.tenantId', '=', p.tenantId).where('sessions.userId', '=', p.userId),
    ),
)

export const removeSessionsOfUser = change((db, p: { tenantId: string; userId: string }) =>
  db.deleteFrom('sessions').where('tenantId', '=', p.tenantId).where('userId', '=', p.userId),
)

/** `pattern` is for LIKE, with a backslash before what stands for itself. Reads them all: they live for minutes. */
export const removeStatesNaming = change((db, p: { tenantId: string; pattern: string }) =>
  db
    .deleteFrom('stateTokens')
    .where('tenantId', '=', p.tenantId)
    .where(sql<boolean>`${sql.ref('payload')} like ${p.pattern} escape '\\'`),
)

// sso tickets

export const addTicket = change(
  (db, p: { tenantId: string; hash: string; sessionId: string; clientId: string; fingerprint: string; expiresAt: number }) =>
    db.insertInto('ssoTickets').values({
      tenantId: p.tenantId,
      hash: p.hash,
      sessionId: p.sessionId,
      clientId: p.clientId,
      fingerprint: p.fingerprint,
      usedAt: null,
      expiresAt: p.expiresAt,
    }),
)

/** Once, for one application, on the same device: all of it in the statement that spends it. */
export const spendTicket = one((db, p: { tenantId: string; hash: string; clientId: string; fingerprint: string; now: number }) =>
  db
    .updateTable('ssoTickets')
    .set({ usedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('hash', '=', p.hash)
    .where('clientId', '=', p.clientId)
    .where('fingerprint', '=', p.fingerprint)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', p.now)
    .returning('sessionId'),
)

// nonces of X-signature

/** 0 rows: this nonce was used before. */
export const addNonce = change((db, p: { tenantId: string; hash: string; expiresAt: number }) =>
  db
    .insertInto('nonces')
    .values({ tenantId: p.tenantId, hash: p.hash, expiresAt: p.expiresAt })
    .onConflict((c) => c.doNothing()),
)

// clean-up: over all tenants, a few rows at a time

export const deleteExpiredStates = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('stateTokens')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'hash'),
        'in',
        eb
          .selectFrom('stateTokens')
          .select(['tenantId', 'hash'])
          .where('expiresAt', '<=', p.now)
          .limit(p.most)
          .$asTuple('tenantId', 'hash'),
      ),
    ),
)

export const deleteExpiredSessions = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('sessions')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'id'),
        'in',
        eb.selectFrom('sessions').select(['tenantId', 'id']).where('expiresAt', '<=', p.now).limit(p.most).$asTuple('tenantId', 'id'),
      ),
    ),
)

export const deleteExpiredTickets = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('ssoTickets')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'hash'),
        'in',
        eb.selectFrom('ssoTickets').select(['tenantId', 'hash']).where('expiresAt', '<=', p.now).limit(p.most).$asTuple('tenantId', 'hash'),
      ),
    ),
)

export const deleteExpiredNonces = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('nonces')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'hash'),
        'in',
        eb.selectFrom('nonces').select(['tenantId', 'hash']).where('expiresAt', '<=', p.now).limit(p.most).$asTuple('tenantId', 'hash'),
      ),
    ),
)
