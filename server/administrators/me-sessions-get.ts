import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import { getSignedIn, IDLE } from './sessions.ts'
import { listSessionRows } from './store.ts'

const text = Type.String()
const time = Type.Integer({ description: 'Seconds since 1970.' })

/** Ours: newest first. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/me/sessions',
  about: 'Where the administrator who asks is signed in',
  role: 'auditor',
  reply: Type.Object({
    sessions: Type.Array(
      Type.Object({
        id: text,
        current: Type.Boolean({ description: 'The one this request was made in.' }),
        agent: Type.String({ description: 'What the browser calls itself.' }),
        address: text,
        created_at: time,
        seen_at: time,
        expires_at: time,
      }),
    ),
  }),

  async handle({ ctx, headers }) {
    const { session, administrator } = await getSignedIn(ctx, headers)
    const now = ctx.now()
    const rows = await listSessionRows(ctx, { tenantId: EVERYWHERE, administratorId: administrator.id, now, seenSince: now - IDLE })
    return {
      sessions: rows.map((it) => ({
        id: it.id,
        current: it.id === session.id,
        agent: it.agent,
        address: it.address,
        created_at: inSeconds(it.createdAt),
        seen_at: inSeconds(it.seenAt),
        expires_at: inSeconds(it.expiresAt),
      })),
    }
  },
})
