import { findAppRow } from '../apps/index.ts'
import { record } from '../audit/index.ts'
import { type Ctx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { hashToken, randomToken } from '../secrets.ts'
import { deviceFields, getSession } from './device.ts'
import { addTicket } from './store.ts'
import { Type } from '../type.ts'

/** Lifetime of a ticket, in seconds (threat row 18). */
const LIFETIME = 60

/** A ticket for one application. `fingerprint`: what whoever redeems it must call the device. */
export async function issueTicket(
  ctx: Ctx,
  it: { session: { id: string; userId: string }; clientId: string; fingerprint: string },
): Promise<string> {
  const ticket = `ssoTicket-${randomToken(32)}`
  await transact(ctx, async (ctx) => {
    await addTicket(ctx, {
      tenantId: ctx.tenant.id,
      hash: hashToken(ticket),
      sessionId: it.session.id,
      clientId: it.clientId,
      fingerprint: hashToken(it.fingerprint),
      expiresAt: ctx.now() + LIFETIME * 1000,
    })
    await record(ctx, { event: 'sso-ticket', outcome: 'SUCCESS', userId: it.session.userId })
  })
  return ticket
}

/** Wire: user-api 2.9.1. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/tenant/sso/session-token/sso-ticket',
  about: 'A one-time ticket for the user data of a session, for one application',
  caller: 'server',
  body: Type.Object({
    session_token: Type.String({ minLength: 1, maxLength: 128 }),
    ...deviceFields,
    client_id: Type.Optional(
      Type.String({ maxLength: 128, description: 'The application that may redeem the ticket, when it is another one of this tenant.' }),
    ),
  }),
  reply: Type.Object({ expire: Type.Integer({ description: 'Unit: second.' }), sso_ticket: Type.String() }),

  async handle({ ctx, body }) {
    const session = await getSession(ctx, body.session_token)
    const app = await findAppRow(ctx, ctx.tenant.id, body.client_id || ctx.app.clientId)
    if (!app || app.disabledAt !== null) fail('appUnknown')
    const ticket = await issueTicket(ctx, { session, clientId: app.clientId, fingerprint: session.fingerprint })
    return { expire: LIFETIME, sso_ticket: ticket }
  },
})
