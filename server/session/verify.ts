import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail, failBecause } from '../errors.ts'
import { endpoint } from '../http.ts'
import { hashToken } from '../secrets.ts'
import { findUser } from '../users/index.ts'
import { deviceFields } from './device.ts'
import { userInfo } from './finish.ts'
import { findSessionById, spendTicket } from './store.ts'
import { Type } from '../type.ts'

const text = Type.String()

/** Wire: user-api 2.9.2, in the form of 2025-11 (`data.user`). */
export default endpoint({
  method: 'POST',
  url: '/api/v2/tenant/sso/sso-ticket/verify',
  about: 'The user behind a ticket; the ticket is spent',
  caller: 'server',
  body: Type.Object({ sso_ticket: Type.String({ minLength: 1, maxLength: 128 }), ...deviceFields }),
  missing: { sso_ticket: 'ticketMissing' },
  reply: Type.Object({
    code: text,
    message: text,
    data: Type.Object({ user: Type.Object({ userName: text, id: text, name: text, mobile: text, email: text }) }),
  }),

  async handle({ ctx, body }) {
    const user = await transact(ctx, async (ctx) => {
      const spent = await spendTicket(ctx, {
        tenantId: ctx.tenant.id,
        hash: hashToken(body.sso_ticket),
        clientId: ctx.app.clientId,
        fingerprint: hashToken(ctx.device.fingerprint),
        now: ctx.now(),
      })
      if (!spent) return fail('ticketInvalid')
      // A ticket is as alive as its session (threat row 17).
      const session = await findSessionById(ctx, { tenantId: ctx.tenant.id, id: spent.sessionId, now: ctx.now() })
      const user = session && (await findUser(ctx, ctx.tenant.id, session.userId))
      if (!user || user.disabledAt !== null) return failBecause('ticket: session ended or user disabled', 'ticketInvalid')
      await record(ctx, { event: 'sso-verify', outcome: 'SUCCESS', userId: user.id })
      return user
    })
    return { code: '200', message: 'success', data: { user: userInfo(user) } }
  },
})
