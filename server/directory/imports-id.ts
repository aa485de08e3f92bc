import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { type Fault, tellFault } from './reading.ts'
import { findImport } from './store.ts'
import { Type } from '../type.ts'
import { inSeconds, inSecondsOr } from '../times.ts'

/** Ours. Any process can tell. One whose process ended is taken up by another within two minutes. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/users/imports/:id',
  about: 'How far an import has come',
  role: 'auditor',
  grant: 'user_read',
  reply: Type.Object({
    import_id: Type.String(),
    state: Type.Enum(['running', 'done', 'failed']),
    total: Type.Integer({ description: 'People to be written.' }),
    done: Type.Integer(),
    created: Type.Integer({ description: 'Of those done; the others have a fault.' }),
    faults: Type.Array(Type.Object({ line: Type.Integer(), column: Type.String(), text: Type.String() })),
    created_at: Type.Integer({ description: 'Seconds since 1970.' }),
    finished_at: Type.Union([Type.Integer(), Type.Null()]),
  }),

  async handle({ ctx, params }) {
    const row = (await findImport(ctx, { tenantId: ctx.tenant.id, id: params['id'] ?? '' })) ?? fail('importUnknown')
    return {
      import_id: row.id,
      state: row.state,
      total: row.total,
      done: row.done,
      created: row.created,
      faults: (JSON.parse(row.faults) as Fault[]).map((it) => tellFault(it, ctx.language)),
      created_at: inSeconds(row.createdAt),
      finished_at: inSecondsOr(row.finishedAt),
    }
  },
})
