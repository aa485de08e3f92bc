import { sql } from 'kysely'
import { change, one } from '../db.ts'

/** A new code takes the place of the one before it, for the same receiver, purpose and state token. */
export const putCode = change(
  (db, p: { tenantId: string; target: string; purpose: string; stateHash: string; codeMac: string; now: number; expiresAt: number }) =>
    db
      .insertInto('codes')
      .values({
        tenantId: p.tenantId,
        target: p.target,
        purpose: p.purpose,
        stateHash: p.stateHash,
        codeMac: p.codeMac,
        tries: 0,
        sentAt: p.now,
        usedAt: null,
        expiresAt: p.expiresAt,
      })
      .onConflict((c) =>
        c.columns(['tenantId', 'target', 'purpose', 'stateHash']).doUpdateSet((eb) => ({
          codeMac: eb.ref('excluded.codeMac'),
          tries: 0,
          sentAt: eb.ref('excluded.sentAt'),
          usedAt: null,
          expiresAt: eb.ref('excluded.expiresAt'),
        })),
      ),
)

/**
 * Counts one try at the code that was sent last, and answers it. `otherStateHash` is the state token's,
 * or '' again: a code sent without one is good with one, unless the application says otherwise.
 */
export const countTry = one(
  (db, p: { tenantId: string; target: string; purpose: string; stateHash: string; otherStateHash: string; most: number; now: number }) =>
    db
      .updateTable('codes')
      .set((eb) => ({ tries: eb('tries', '+', 1) }))
      .where('tenantId', '=', p.tenantId)
      .where('target', '=', p.target)
      .where('purpose', '=', p.purpose)
      .where('stateHash', '=', (eb) =>
        eb
          .selectFrom('codes as latest')
          .select('latest.stateHash')
          .where('latest.tenantId', '=', p.tenantId)
          .where('latest.target', '=', p.target)
          .where('latest.purpose', '=', p.purpose)
          .where((or) => or.or([or('latest.stateHash', '=', p.stateHash), or('latest.stateHash', '=', p.otherStateHash)]))
          .orderBy('latest.sentAt', 'desc')
          .orderBy('latest.stateHash', 'desc')
          .limit(1),
      )
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', p.now)
      .where('tries', '<', p.most)
      .returning(['stateHash', 'codeMac', 'tries']),
)

/** Whether a code that could be tried was there at all: tells "used up" from "none". */
export const findTriedCode = one(
  (db, p: { tenantId: string; target: string; purpose: string; stateHash: string; otherStateHash: string; most: number; now: number }) =>
    db
      .selectFrom('codes')
      .select('tries')
      .where('tenantId', '=', p.tenantId)
      .where('target', '=', p.target)
      .where('purpose', '=', p.purpose)
      .where((eb) => eb.or([eb('stateHash', '=', p.stateHash), eb('stateHash', '=', p.otherStateHash)]))
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', p.now)
      .where('tries', '>=', p.most),
)

/** `used_at is null` decides, inside the transaction of what the code was asked for: one of any number at once. */
export const useCode = change(
  (db, p: { tenantId: string; target: string; purpose: string; stateHash: string; codeMac: string; now: number }) =>
    db
      .updateTable('codes')
      .set({ usedAt: p.now })
      .where('tenantId', '=', p.tenantId)
      .where('target', '=', p.target)
      .where('purpose', '=', p.purpose)
      .where('stateHash', '=', p.stateHash)
      .where('codeMac', '=', p.codeMac)
      .where('usedAt', 'is', null),
)

/** A try that was no guess: the code was right, and is still good. */
export const returnTry = change((db, p: { tenantId: string; target: string; purpose: string; stateHash: string; codeMac: string }) =>
  db
    .updateTable('codes')
    .set((eb) => ({ tries: eb('tries', '-', 1) }))
    .where('tenantId', '=', p.tenantId)
    .where('target', '=', p.target)
    .where('purpose', '=', p.purpose)
    .where('stateHash', '=', p.stateHash)
    .where('codeMac', '=', p.codeMac)
    .where('usedAt', 'is', null)
    .where('tries', '>', 0),
)

/** Another keyed hash in the place of the one before: who carries the code knows more of it. */
export const renameCode = change(
  (db, p: { tenantId: string; target: string; purpose: string; stateHash: string; codeMac: string; name: string }) =>
    db
      .updateTable('codes')
      .set({ codeMac: p.name })
      .where('tenantId', '=', p.tenantId)
      .where('target', '=', p.target)
      .where('purpose', '=', p.purpose)
      .where('stateHash', '=', p.stateHash)
      .where('codeMac', '=', p.codeMac),
)

/** A code that never left: it cannot be guessed either. */
export const dropCode = change((db, p: { tenantId: string; target: string; purpose: string; stateHash: string; codeMac: string }) =>
  db
    .deleteFrom('codes')
    .where('tenantId', '=', p.tenantId)
    .where('target', '=', p.target)
    .where('purpose', '=', p.purpose)
    .where('stateHash', '=', p.stateHash)
    .where('codeMac', '=', p.codeMac),
)

/** Whatever was sent there. */
export const removeCodesTo = change((db, p: { tenantId: string; target: string }) =>
  db.deleteFrom('codes').where('tenantId', '=', p.tenantId).where('target', '=', p.target),
)

export const deleteExpiredCodes = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('codes')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'target', 'purpose', 'stateHash'),
        'in',
        eb
          .selectFrom('codes')
          .select(['tenantId', 'target', 'purpose', 'stateHash'])
          .where('expiresAt', '<=', p.now)
          .limit(p.most)
          .$asTuple('tenantId', 'target', 'purpose', 'stateHash'),
      ),
    )
    .where(sql.ref('expiresAt'), '<=', p.now),
)
