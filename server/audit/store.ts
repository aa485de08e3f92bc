import { all, change } from '../db.ts'
import type { Schema } from '../schema/tables.ts'

export const addEvent = change((db, p: Schema['auditEvents']) =>
  db.insertInto('auditEvents').values({
    tenantId: p.tenantId,
    id: p.id,
    at: p.at,
    journeyId: p.journeyId,
    event: p.event,
    outcome: p.outcome,
    reason: p.reason,
    clientId: p.clientId,
    userId: p.userId,
    sourceId: p.sourceId,
    address: p.address,
    requestId: p.requestId,
    detail: p.detail,
  }),
)

/** One journey from its first call to its last. */
export const listJourney = all((db, p: { tenantId: string; journeyId: string }) =>
  db.selectFrom('auditEvents').selectAll().where('tenantId', '=', p.tenantId).where('journeyId', '=', p.journeyId).orderBy('id'),
)
