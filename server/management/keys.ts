/** The keys a tenant signs id_tokens with, as an owner sees them: never their private half. */
import type { AdminCtx } from '../context.ts'
import { listKeyRows } from '../tenants/index.ts'
import { Type } from '../type.ts'
import { inSeconds, inSecondsOr } from '../times.ts'
import { text, time, timeOrNull } from './forms.ts'

const states = ['signing', 'published', 'retired'] as const

export const KeysReply = Type.Object({
  keys: Type.Array(
    Type.Object({
      kid: text,
      algorithm: text,
      state: Type.Enum([...states], { description: 'published: no longer signs, and what it signed is still good.' }),
      created_at: time,
      retires_at: timeOrNull,
    }),
    { description: 'The newest first.' },
  ),
})

export async function listKeys(ctx: AdminCtx) {
  const signing = new Set<string>()
  return (await listKeyRows(ctx, { tenantId: ctx.tenant.id, now: 0 })).map((it) => {
    const signs = it.retiredAt === null && !signing.has(it.alg)
    if (signs) signing.add(it.alg)
    const isOver = it.retiredAt !== null && it.retiredAt <= ctx.now()
    return {
      kid: it.kid,
      algorithm: it.alg,
      state: signs ? states[0] : isOver ? states[2] : states[1],
      created_at: inSeconds(it.createdAt),
      retires_at: inSecondsOr(it.retiredAt),
    }
  })
}
