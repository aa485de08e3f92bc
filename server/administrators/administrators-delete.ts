import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { recordOwn } from './acts.ts'
import { holdOther, requireOwner, takeBack } from './changes.ts'
import { removeAdministrator, removeInvitation, removePasskeys } from './store.ts'

/** Ours. Of an invitation that is still open, its id is good too: it is withdrawn. */
export default adminEndpoint({
  method: 'DELETE',
  url: '/api/v2/admin/administrators/:administratorId',
  about: 'Remove an administrator, or withdraw an invitation',
  role: 'owner',
  grant: 'admin_all',
  status: 204,

  async handle({ ctx, params }) {
    const id = params['administratorId'] ?? ''
    await transact(ctx, async (ctx) => {
      if ((await removeInvitation(ctx, { tenantId: EVERYWHERE, id })) === 1) {
        await recordOwn(ctx, { event: 'administrator-uninvite', subject: id })
        return
      }
      const before = await holdOther(ctx, id)
      await requireOwner(ctx, before)
      await removeAdministrator(ctx, { tenantId: EVERYWHERE, id })
      await removePasskeys(ctx, { tenantId: EVERYWHERE, administratorId: id })
      await takeBack(ctx, id, { sessions: true })
      const was = { email: before.email, name: before.name, role: before.role }
      await recordOwn(ctx, { event: 'administrator-remove', subject: id, before: was })
    })
    return undefined
  },
})
