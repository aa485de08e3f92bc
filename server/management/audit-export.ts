import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { type Event, recordAct, searchEvents, type Wanted } from '../audit/index.ts'
import { type AdminCtx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { findTenant } from '../tenants/index.ts'
import { Type } from '../type.ts'
import { EventQuery, readWanted, scopeOf } from './events.ts'

/** Events of one piece of the answer. */
const CHUNK = 500

/**
 * Ours. Read and sent piece by piece, as fast as it is taken; what a table program would take for a formula has an apostrophe before it.
 * A link can say no header: an administrator may name the tenant in the address too.
 */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/audit/export',
  about: 'What happened, as CSV, the newest first',
  role: 'auditor',
  grant: 'audit_read',
  query: Type.Object({ ...EventQuery, tenant_id: Type.String({ default: '', maxLength: 64, description: 'In place of X-tenant-id.' }) }),

  async handle({ ctx, query, say }) {
    const at = scopeOf(await inTenant(ctx, query.tenant_id), query.scope)
    await transact(at, (ctx) => recordAct(ctx, { event: 'audit-export', subject: 'all' }))
    say('content-type', 'text/csv; charset=utf-8')
    say('content-disposition', 'attachment; filename="audit.csv"')
    say('x-content-type-options', 'nosniff')
    return Readable.from(writeAll(at, readWanted(query)))
  },
})

async function inTenant(ctx: AdminCtx, id: string): Promise<AdminCtx> {
  if (!id || id === ctx.tenant.id) return ctx
  // An application is of one tenant: any other is to it like one that is not there.
  if (ctx.actor.kind !== 'administrator') return fail('tenantUnknown')
  return { ...ctx, tenant: (await findTenant(ctx, id)) ?? fail('tenantUnknown') }
}

const columns = [
  'event_id',
  'at',
  'event',
  'outcome',
  'reason',
  'client_id',
  'user_id',
  'source_id',
  'address',
  'journey_id',
  'request_id',
  'detail',
]
const cells = (it: Event): string[] =>
  [
    it.id,
    new Date(it.at).toISOString(),
    it.event,
    it.outcome,
    it.reason,
    it.clientId,
    it.userId,
    it.sourceId,
    it.address,
    it.journeyId,
    it.requestId,
    it.detail,
  ].map((cell) => cell ?? '')

async function* writeAll(ctx: AdminCtx, wanted: Wanted): AsyncGenerator<string> {
  const write = (lines: string[][]) => stringify(lines, { escape_formulas: true, record_delimiter: '\r\n' })
  yield write([columns])
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Awaited<ReturnType<typeof searchEvents>> = await searchEvents(ctx, wanted, { cursor, limit: CHUNK })
    if (page.events.length) yield write(page.events.map(cells))
    cursor = page.next
    // Other requests have their turn.
    await new Promise(setImmediate)
  }
}
