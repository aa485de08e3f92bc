import { listAppRows } from '../apps/index.ts'
import { recordAct } from '../audit/index.ts'
import { adminEndpoint } from '../http-admin.ts'
import { algorithms, AppSettings, fill } from '../schema/documents.ts'
import { replaceKey } from '../tenants/index.ts'
import { createKey } from '../tokens.ts'
import { Type } from '../type.ts'
import { configure } from './configure.ts'
import { KeysReply, listKeys } from './keys.ts'

/**
 * Ours. The new key signs from now on. The one before stays published until the longest-lived id_token it may have signed is over:
 * nobody is signed out.
 */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/keys/rotate',
  about: 'Make new signing keys',
  role: 'owner',
  grant: 'tenant_all',
  body: Type.Object({
    algorithm: Type.Optional(Type.Enum([...algorithms], { description: 'Absent: every algorithm there is a key of.' })),
  }),
  reply: KeysReply,

  async handle({ ctx, body }) {
    const now = await listKeys(ctx)
    const wanted = body.algorithm ? [body.algorithm] : algorithms.filter((alg) => now.some((it) => it.algorithm === alg))
    const made = await Promise.all(wanted.map(createKey))
    return configure(ctx, async (ctx) => {
      const apps = await listAppRows(ctx, ctx.tenant.id)
      const lifetimes = apps.map((it) => fill(AppSettings, JSON.parse(it.settings)).id_token_lifetime)
      const longest = Math.max(0, ...lifetimes)
      for (const key of made) await replaceKey(ctx, ctx.tenant.id, key, longest * 1000)
      await recordAct(ctx, {
        event: 'keys-rotate',
        subject: 'tenant',
        after: { keys: made.map((it) => ({ kid: it.kid, algorithm: it.alg })) },
      })
      return { keys: await listKeys(ctx) }
    })
  },
})
