import { change, one } from '../db.ts'

/** What was there before under this id is replaced: the other side holds one id, and the last word counts. */
export const putRecord = change(
  (db, p: { tenantId: string; kind: string; hash: string; grantHash: string | null; payload: string; expiresAt: number }) =>
    db
      .insertInto('oauthRecords')
      .values({
        tenantId: p.tenantId,
        kind: p.kind,
        hash: p.hash,
        grantHash: p.grantHash,
        payload: p.payload,
        consumedAt: null,
        expiresAt: p.expiresAt,
      })
      .onConflict((c) => c.columns(['tenantId', 'kind', 'hash']).doUpdateSet({ payload: p.payload, expiresAt: p.expiresAt })),
)

export const findRecord = one((db, p: { tenantId: string; kind: string; hash: string; now: number }) =>
  db
    .selectFrom('oauthRecords')
    .select(['payload', 'consumedAt', 'expiresAt'])
    .where('tenantId', '=', p.tenantId)
    .where('kind', '=', p.kind)
    .where('hash', '=', p.hash)
    .where('expiresAt', '>', p.now),
)

/** A grant lasts as long as the last of what came from it: without it every token is worth nothing. */
export const keepGrant = change((db, p: { tenantId: string; hash: string; expiresAt: number }) =>
  db
    .updateTable('oauthRecords')
    .set({ expiresAt: p.expiresAt })
    .where('tenantId', '=', p.tenantId)
    .where('kind', '=', 'Grant')
    .where('hash', '=', p.hash)
    .where('expiresAt', '<', p.expiresAt),
)

/** `consumed_at is null` decides: of two at once, one changes a row. */
export const consumeRecord = change((db, p: { tenantId: string; kind: string; hash: string; now: number }) =>
  db
    .updateTable('oauthRecords')
    .set({ consumedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('kind', '=', p.kind)
    .where('hash', '=', p.hash)
    .where('consumedAt', 'is', null),
)

export const removeRecord = change((db, p: { tenantId: string; kind: string; hash: string }) =>
  db.deleteFrom('oauthRecords').where('tenantId', '=', p.tenantId).where('kind', '=', p.kind).where('hash', '=', p.hash),
)

/** Everything that came from one grant: a code that is shown twice takes its tokens with it (RFC 6749 section 4.1.2). */
export const removeRecordsOfGrant = change((db, p: { tenantId: string; grantHash: string }) =>
  db.deleteFrom('oauthRecords').where('tenantId', '=', p.tenantId).where('grantHash', '=', p.grantHash),
)

export const deleteExpiredRecords = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('oauthRecords')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'kind', 'hash'),
        'in',
        eb
          .selectFrom('oauthRecords')
          .select(['tenantId', 'kind', 'hash'])
          .where('expiresAt', '<=', p.now)
          .limit(p.most)
          .$asTuple('tenantId', 'kind', 'hash'),
      ),
    ),
)
