import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { recordAct } from '../audit/index.ts'
import { type AdminCtx, transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { listUsersAfter } from '../users/index.ts'
import { exported, writeCells } from './columns.ts'

/** People of one piece of the answer. */
const CHUNK = 500

/**
 * Ours. Read and sent piece by piece, as fast as it is taken. What a table program would take for a formula has an
 * apostrophe before it. Everybody at once is more than reading: it needs what a change needs, and is in the trail.
 */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/users/export',
  about: 'Every person of the tenant, as CSV; no passwords',
  role: 'administrator',
  grant: 'user_all',

  async handle({ ctx, say }) {
    await transact(ctx, (ctx) => recordAct(ctx, { event: 'users-export', subject: 'all' }))
    say('content-type', 'text/csv; charset=utf-8')
    say('content-disposition', 'attachment; filename="users.csv"')
    say('x-content-type-options', 'nosniff')
    return Readable.from(writeAll(ctx))
  },
})

async function* writeAll(ctx: AdminCtx): AsyncGenerator<string> {
  const write = (lines: string[][]) => stringify(lines, { escape_formulas: true, record_delimiter: '\r\n' })
  yield write([[...exported]])
  for (let after = ''; ;) {
    const users = await listUsersAfter(ctx, { tenantId: ctx.tenant.id, after, most: CHUNK })
    if (users.length) yield write(users.map(writeCells))
    if (users.length < CHUNK) return
    after = users.at(-1)?.id ?? ''
    // Other requests have their turn.
    await new Promise(setImmediate)
  }
}
