/** What the trail says of the last hours, in numbers. */
import type { Ctx, Ground } from '../context.ts'
import { idAt } from '../secrets.ts'
import { countByHour, countFunnel } from './store.ts'

type Within = Ground & Pick<Ctx, 'tenant'>

/** Events that are counted for one answer, the newest: it must stay cheap, however much is going on. */
const MOST = 50_000

export type Counted = {
  /** `at`: the beginning of an hour, in milliseconds. */
  hours: { at: number; event: string; outcome: string; events: number }[]
  funnel: { unknown: number; sent: number; verified: number; bound: number }
  /** More happened than was counted: the oldest hours are left out, or whole only in part. */
  capped: boolean
}

/** `since` in milliseconds. */
export async function countSince(ctx: Within, since: number): Promise<Counted> {
  const recent = { tenantId: ctx.tenant.id, from: idAt(since), most: MOST }
  const rows = await countByHour(ctx, recent)
  const funnel = (await countFunnel(ctx, recent)) ?? { unknown: 0, sent: 0, verified: 0, bound: 0 }
  return {
    hours: rows.map(({ hour, ...it }) => ({ at: hour * 3_600_000, ...it })),
    funnel,
    capped: rows.reduce((sum, it) => sum + it.events, 0) >= MOST,
  }
}
