/** What oidc-provider reads and writes, kept in our store: ids only as hashes, every statement in its tenant. */
import { ground, transact, type World } from '../context.ts'
import { hashToken } from '../secrets.ts'
import { consumeRecord, findRecord, keepGrant, putRecord, removeRecord, removeRecordsOfGrant } from './store.ts'
import type { Adapter, EngineModule, Payload } from './engine-types.ts'

type Where = { world: World; tenantId: string; errors: EngineModule['errors'] }

/** Clients are no records: `clients.ts` reads them from the applications. */
export function adapterOf({ world, tenantId, errors }: Where, kind: string): Adapter {
  const ctx = ground(world)
  const key = (id: string) => ({ tenantId, kind, hash: hashToken(id) })
  return {
    async upsert(id, payload, expiresIn) {
      // The id itself opens doors: whoever reads the database must not have it. An interaction would name the cookie of its session.
      const { jti: _, session, ...rest } = payload as Payload & { session?: { cookie?: string } }
      const { cookie: __, ...where } = session ?? {}
      const grantId = kind === 'Grant' ? id : payload.grantId
      const grantHash = grantId === undefined ? null : hashToken(grantId)
      await transact(ctx, async (ctx) => {
        const expiresAt = ctx.now() + expiresIn * 1000
        await putRecord(ctx, { ...key(id), grantHash, payload: JSON.stringify({ ...rest, ...(session && { session: where }) }), expiresAt })
        if (grantHash !== null && kind !== 'Grant') await keepGrant(ctx, { tenantId, hash: grantHash, expiresAt })
      })
    },
    async find(id) {
      const row = await findRecord(ctx, { ...key(id), now: ctx.now() })
      if (!row) return undefined
      const consumed = row.consumedAt === null ? {} : { consumed: Math.floor(row.consumedAt / 1000) }
      const kept = kind === 'Grant' ? { exp: Math.floor(row.expiresAt / 1000) } : {}
      return { ...(JSON.parse(row.payload) as Payload), jti: id, ...consumed, ...kept }
    },
    /** Of two at once the second is told what whoever comes later is told; what the first was given goes (RFC 6749 section 4.1.2). */
    async consume(id) {
      const first = await transact(ctx, (ctx) => consumeRecord(ctx, { ...key(id), now: ctx.now() }))
      if (first === 1) return
      const grantId = (await this.find(id))?.grantId
      if (grantId) await this.revokeByGrantId(grantId)
      throw new errors.InvalidGrant('consumed by another request')
    },
    async destroy(id) {
      await transact(ctx, (ctx) => removeRecord(ctx, key(id)))
    },
    async revokeByGrantId(grantId) {
      await transact(ctx, (ctx) => removeRecordsOfGrant(ctx, { tenantId, grantHash: hashToken(grantId) }))
    },
    // Nothing here ends with a record of the engine's: it ends with our session. And there are no devices with user codes.
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
  }
}
