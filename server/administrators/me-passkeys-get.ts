import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import { getSignedIn } from './sessions.ts'
import { listPasskeyRows } from './store.ts'

const time = Type.Integer({ description: 'Seconds since 1970.' })

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/me/passkeys',
  about: 'The passkeys of the administrator who asks',
  role: 'auditor',
  reply: Type.Object({
    passkeys: Type.Array(
      Type.Object({ id: Type.String(), name: Type.String(), created_at: time, used_at: Type.Union([time, Type.Null()]) }),
    ),
  }),

  async handle({ ctx, headers }) {
    const { administrator } = await getSignedIn(ctx, headers)
    const rows = await listPasskeyRows(ctx, { tenantId: EVERYWHERE, administratorId: administrator.id })
    return {
      passkeys: rows.map((it) => ({
        id: it.id,
        name: it.name,
        created_at: inSeconds(it.createdAt),
        used_at: it.usedAt === null ? null : inSeconds(it.usedAt),
      })),
    }
  },
})
