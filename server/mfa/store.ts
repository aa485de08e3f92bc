import { all, change, one } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

export const listFactorRows = all((db, p: { tenantId: string; userId: string }) =>
  db
    .selectFrom('factors')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('confirmedAt', 'is not', null)
    .orderBy('createdAt')
    .orderBy('id'),
)

/** An authenticator that was begun, and has not shown yet that it works. */
export const findBegun = one((db, p: { tenantId: string; userId: string; id: string }) =>
  db
    .selectFrom('factors')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('id', '=', p.id)
    .where('confirmedAt', 'is', null),
)

export const findByCredential = one((db, p: { tenantId: string; credentialId: string }) =>
  db
    .selectFrom('factors')
    .selectAll()
    .where('tenantId', '=', p.tenantId)
    .where('credentialId', '=', p.credentialId)
    .where('confirmedAt', 'is not', null),
)

/** The unique index decides: a passkey is one user's. */
export const addFactor = change((db, p: Schema['factors']) =>
  db
    .insertInto('factors')
    .values({
      tenantId: p.tenantId,
      userId: p.userId,
      id: p.id,
      kind: p.kind,
      name: p.name,
      secret: p.secret,
      credentialId: p.credentialId,
      counter: p.counter,
      confirmedAt: p.confirmedAt,
      createdAt: p.createdAt,
      usedAt: p.usedAt,
    })
    .onConflict((c) => c.doNothing()),
)

/** `confirmed_at is null` decides: of two confirmations at once, one changes a row. */
export const confirmFactor = change((db, p: { tenantId: string; userId: string; id: string; counter: number; now: number }) =>
  db
    .updateTable('factors')
    .set({ confirmedAt: p.now, usedAt: p.now, counter: p.counter })
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('id', '=', p.id)
    .where('confirmedAt', 'is', null),
)

/**
 * `counter` must grow: of two uses of one time step at once, or of one assertion, one changes a row. `still` is a
 * counter that may stay as it is: 0 for an authenticator that never counts, else one that no row has.
 */
export const useFactor = change((db, p: { tenantId: string; userId: string; id: string; counter: number; still: number; now: number }) =>
  db
    .updateTable('factors')
    .set({ counter: p.counter, usedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('id', '=', p.id)
    .where('confirmedAt', 'is not', null)
    .where((eb) => eb.or([eb('counter', '<', p.counter), eb('counter', '=', p.still)])),
)

export const renameFactor = change((db, p: { tenantId: string; userId: string; id: string; name: string }) =>
  db
    .updateTable('factors')
    .set({ name: p.name })
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('id', '=', p.id)
    .where('confirmedAt', 'is not', null),
)

export const removeFactor = change((db, p: { tenantId: string; userId: string; id: string }) =>
  db
    .deleteFrom('factors')
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where('id', '=', p.id)
    .where('confirmedAt', 'is not', null),
)

/** What was added since a change that its owner undoes, and what is still being added. */
export const removeFactorsSince = change((db, p: { tenantId: string; userId: string; since: number }) =>
  db
    .deleteFrom('factors')
    .where('tenantId', '=', p.tenantId)
    .where('userId', '=', p.userId)
    .where((eb) => eb.or([eb('confirmedAt', '>=', p.since), eb('confirmedAt', 'is', null)])),
)

/** All of them, confirmed or not. */
export const removeFactorsOfUser = change((db, p: { tenantId: string; userId: string }) =>
  db.deleteFrom('factors').where('tenantId', '=', p.tenantId).where('userId', '=', p.userId),
)

/** What somebody began and left: the next one takes its place. */
export const removeBegun = change((db, p: { tenantId: string; userId: string }) =>
  db.deleteFrom('factors').where('tenantId', '=', p.tenantId).where('userId', '=', p.userId).where('confirmedAt', 'is', null),
)
