import { change, one } from '../db.ts'

export const addCaptcha = change((db, p: { tenantId: string; hash: string; answer: number; expiresAt: number }) =>
  db
    .insertInto('captchas')
    .values({ tenantId: p.tenantId, hash: p.hash, answer: p.answer, passHash: null, usedAt: null, expiresAt: p.expiresAt }),
)

/** The one attempt: of two at once, one gets the answer back. */
export const useCaptcha = one((db, p: { tenantId: string; hash: string; now: number }) =>
  db
    .updateTable('captchas')
    .set({ usedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('hash', '=', p.hash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', p.now)
    .returning('answer'),
)

export const passCaptcha = change((db, p: { tenantId: string; hash: string; passHash: string; expiresAt: number }) =>
  db
    .updateTable('captchas')
    .set({ passHash: p.passHash, expiresAt: p.expiresAt })
    .where('tenantId', '=', p.tenantId)
    .where('hash', '=', p.hash),
)

/** Spends what the puzzle earned: the hash holds the token and whom it was earned for. */
export const spendPass = change((db, p: { tenantId: string; hash: string; passHash: string; now: number }) =>
  db
    .updateTable('captchas')
    .set({ passHash: null })
    .where('tenantId', '=', p.tenantId)
    .where('hash', '=', p.hash)
    .where('passHash', '=', p.passHash)
    .where('expiresAt', '>', p.now),
)

/** Undoes `spendPass`. */
export const returnPass = change((db, p: { tenantId: string; hash: string; passHash: string; now: number }) =>
  db
    .updateTable('captchas')
    .set({ passHash: p.passHash })
    .where('tenantId', '=', p.tenantId)
    .where('hash', '=', p.hash)
    .where('passHash', 'is', null)
    .where('expiresAt', '>', p.now),
)

/** The answer to a challenge is kept only once it is spent: of two at once, one is. */
export const useWork = change((db, p: { tenantId: string; hash: string; now: number; expiresAt: number }) =>
  db
    .insertInto('captchas')
    .values({ tenantId: p.tenantId, hash: p.hash, answer: 0, passHash: null, usedAt: p.now, expiresAt: p.expiresAt })
    .onConflict((c) => c.columns(['tenantId', 'hash']).doNothing()),
)

export const dropWork = change((db, p: { tenantId: string; hash: string }) =>
  db.deleteFrom('captchas').where('tenantId', '=', p.tenantId).where('hash', '=', p.hash),
)

export const findCaptcha = one((db, p: { tenantId: string; hash: string }) =>
  db.selectFrom('captchas').select(['passHash', 'expiresAt']).where('tenantId', '=', p.tenantId).where('hash', '=', p.hash),
)

export const deleteExpiredCaptchas = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('captchas')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'hash'),
        'in',
        eb.selectFrom('captchas').select(['tenantId', 'hash']).where('expiresAt', '<=', p.now).limit(p.most).$asTuple('tenantId', 'hash'),
      ),
    ),
)
