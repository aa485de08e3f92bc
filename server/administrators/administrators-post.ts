import { transact } from '../context.ts'
import { readEmail } from '../email.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { inSeconds } from '../times.ts'
import { recordOwn } from './acts.ts'
import { createLink } from './links.ts'
import { RoleField } from './people.ts'
import { findAdministratorByEmail, removeInvitationsTo } from './store.ts'

/** Ours. Whoever gets the link chooses a name and a password; the link is shown this once, and replaces an earlier one to the same address. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/administrators',
  about: 'Invite somebody to administer: answers a one-time link to hand over',
  role: 'owner',
  grant: 'admin_all',
  status: 201,
  body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }), role: RoleField }),
  reply: Type.Object({ id: Type.String(), link: Type.String(), expires_at: Type.Integer({ description: 'Seconds since 1970.' }) }),

  async handle({ ctx, body }) {
    const email = readEmail(body.email) ?? fail('emailInvalid')
    const made = await transact(ctx, async (ctx) => {
      if (await findAdministratorByEmail(ctx, { tenantId: EVERYWHERE, email })) fail('emailTaken')
      await removeInvitationsTo(ctx, { tenantId: EVERYWHERE, email })
      const by = ctx.actor.kind === 'administrator' ? { createdBy: ctx.actor.id } : {}
      const made = await createLink(ctx, 'invitation', { role: body.role, email, ...by })
      await recordOwn(ctx, { event: 'administrator-invite', subject: made.id, after: { email, role: body.role } })
      return made
    })
    return { id: made.id, link: made.link, expires_at: inSeconds(made.expiresAt) }
  },
})
