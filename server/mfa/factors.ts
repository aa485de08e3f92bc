import { endpoint } from '../http.ts'
import { getHolder, listFactors } from './holder.ts'
import { Type } from '../type.ts'

const time = Type.Integer({ description: 'Seconds since 1970.' })

/** Ours. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/mfa/factors',
  about: 'The authenticator apps and passkeys of the person who asks',
  caller: 'session',
  reply: Type.Object({
    factors: Type.Array(
      Type.Object({
        id: Type.String(),
        kind: Type.String({ description: 'totp or passkey.' }),
        name: Type.String(),
        created_at: time,
        used_at: Type.Optional(time),
      }),
    ),
  }),

  async handle({ ctx, session }) {
    const rows = await listFactors(ctx, await getHolder(ctx, session))
    return {
      factors: rows.map((it) => ({
        id: it.id,
        kind: it.kind,
        name: it.name,
        created_at: Math.floor(it.createdAt / 1000),
        ...(it.usedAt !== null && { used_at: Math.floor(it.usedAt / 1000) }),
      })),
    }
  },
})
