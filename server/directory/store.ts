import { all, change, one } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

export const addImport = change((db, p: Schema['imports']) =>
  db.insertInto('imports').values({
    tenantId: p.tenantId,
    id: p.id,
    state: p.state,
    total: p.total,
    done: p.done,
    created: p.created,
    faults: p.faults,
    asked: p.asked,
    tries: p.tries,
    workedAt: p.workedAt,
    createdAt: p.createdAt,
    finishedAt: p.finishedAt,
    expiresAt: p.expiresAt,
  }),
)

export const findImport = one((db, p: { tenantId: string; id: string }) =>
  db.selectFrom('imports').selectAll().where('tenantId', '=', p.tenantId).where('id', '=', p.id),
)

/** First in the transaction of a part: two who work at one import at once wait for each other here. 0 rows: it is over. */
export const holdImport = change((db, p: { tenantId: string; id: string; now: number }) =>
  db
    .updateTable('imports')
    .set({ workedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('state', '=', 'running'),
)

/** What a part came to. */
export const advanceImport = change(
  (
    db,
    p: {
      tenantId: string
      id: string
      rows: number
      created: number
      faults: string
      state: string
      finishedAt: number | null
      now: number
    },
  ) =>
    db
      .updateTable('imports')
      .set((eb) => ({
        done: eb('done', '+', p.rows),
        created: eb('created', '+', p.created),
        faults: p.faults,
        tries: 0,
        state: p.state,
        finishedAt: p.finishedAt,
        workedAt: p.now,
      }))
      .where('tenantId', '=', p.tenantId)
      .where('id', '=', p.id)
      .where('state', '=', 'running'),
)

/** `worked_at` decides: of several that find one nobody works at, one takes it up. */
export const takeUpImport = change((db, p: { tenantId: string; id: string; workedAt: number; now: number }) =>
  db
    .updateTable('imports')
    .set((eb) => ({ tries: eb('tries', '+', 1), workedAt: p.now }))
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('state', '=', 'running')
    .where('workedAt', '=', p.workedAt),
)

export const failImport = change((db, p: { tenantId: string; id: string; now: number }) =>
  db
    .updateTable('imports')
    .set({ state: 'failed', finishedAt: p.now })
    .where('tenantId', '=', p.tenantId)
    .where('id', '=', p.id)
    .where('state', '=', 'running'),
)

/** Those of all tenants that nobody has worked at for a while. */
export const listLeftImports = all((db, p: { before: number }) =>
  db.selectFrom('imports').selectAll().where('state', '=', 'running').where('workedAt', '<', p.before).orderBy('workedAt').limit(10),
)

export const addPart = change((db, p: Schema['importParts']) =>
  db.insertInto('importParts').values({ tenantId: p.tenantId, importId: p.importId, part: p.part, rows: p.rows, expiresAt: p.expiresAt }),
)

/** The next parts; two tell whether this one is the last. */
export const listParts = all((db, p: { tenantId: string; importId: string }) =>
  db.selectFrom('importParts').selectAll().where('tenantId', '=', p.tenantId).where('importId', '=', p.importId).orderBy('part').limit(2),
)

/** 0 rows: somebody else has it. */
export const removePart = change((db, p: { tenantId: string; importId: string; part: number }) =>
  db.deleteFrom('importParts').where('tenantId', '=', p.tenantId).where('importId', '=', p.importId).where('part', '=', p.part),
)

export const removeParts = change((db, p: { tenantId: string; importId: string }) =>
  db.deleteFrom('importParts').where('tenantId', '=', p.tenantId).where('importId', '=', p.importId),
)

// clean-up: over all tenants, a few rows at a time

export const deleteExpiredImports = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('imports')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'id'),
        'in',
        eb.selectFrom('imports').select(['tenantId', 'id']).where('expiresAt', '<=', p.now).limit(p.most).$asTuple('tenantId', 'id'),
      ),
    ),
)

export const deleteExpiredImportParts = change((db, p: { now: number; most: number }) =>
  db
    .deleteFrom('importParts')
    .where((eb) =>
      eb(
        eb.refTuple('tenantId', 'importId', 'part'),
        'in',
        eb
          .selectFrom('importParts')
          .select(['tenantId', 'importId', 'part'])
          .where('expiresAt', '<=', p.now)
          .limit(p.most)
          .$asTuple('tenantId', 'importId', 'part'),
      ),
    ),
)
