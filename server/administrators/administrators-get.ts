import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import { Invited, Listed, showListed } from './people.ts'
import { listAdministratorRows, listInvitations, listPasskeyHolders } from './store.ts'

/** Ours. A server has few of them: all at once, the oldest first. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/administrators',
  about: 'Who administers this server, and who is invited to',
  role: 'auditor',
  grant: 'admin_read',
  reply: Type.Object({ administrators: Type.Array(Listed), invitations: Type.Array(Invited) }),

  async handle({ ctx }) {
    const key = { tenantId: EVERYWHERE }
    const holders = new Set((await listPasskeyHolders(ctx, key)).map((it) => it.administratorId))
    return {
      administrators: (await listAdministratorRows(ctx, key)).map((it) => showListed(it, holders.has(it.id))),
      invitations: (await listInvitations(ctx, { ...key, now: ctx.now() })).map((it) => ({
        id: it.id,
        email: it.email ?? '',
        role: it.role,
        created_at: inSeconds(it.createdAt),
        expires_at: inSeconds(it.expiresAt),
      })),
    }
  },
})
