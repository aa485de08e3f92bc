import { findAppRow } from '../apps/index.ts'
import { endpoint } from '../http.ts'
import { readMethods } from './amr.ts'
import { listLiveSessions } from './store.ts'
import { Type } from '../type.ts'

const text = Type.String()
const time = Type.Integer({ description: 'Seconds since 1970.' })

/** Ours: where somebody is logged in, newest first, in every application of the tenant. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/sessions',
  about: 'The live sessions of the person who asks',
  caller: 'session',
  reply: Type.Object({
    sessions: Type.Array(
      Type.Object({
        id: text,
        current: Type.Boolean({ description: 'The one this request was made in.' }),
        device: Type.Object({ system: text, agent: text }),
        address: text,
        created_at: time,
        expires_at: time,
        client_id: text,
        app: Type.String({ description: 'Name of the application.' }),
        methods: Type.Array(Type.String({ description: 'pwd, sms, email, social, totp or passkey.' })),
      }),
    ),
  }),

  async handle({ ctx, session }) {
    const rows = await listLiveSessions(ctx, { tenantId: ctx.tenant.id, userId: session.userId, now: ctx.now() })
    const names = new Map([[ctx.app.clientId, ctx.app.name]])
    for (const { clientId } of rows) {
      if (!names.has(clientId)) names.set(clientId, (await findAppRow(ctx, ctx.tenant.id, clientId))?.name ?? '')
    }
    return {
      sessions: rows.map((it) => ({
        id: it.id,
        current: it.id === session.id,
        device: { system: it.system, agent: it.agent },
        address: it.address,
        created_at: Math.floor(it.createdAt / 1000),
        expires_at: Math.floor(it.expiresAt / 1000),
        client_id: it.clientId,
        app: names.get(it.clientId),
        methods: readMethods(it.methods),
      })),
    }
  },
})
