/** Erasing the messages to a number. What was counted of them (ranges, countries, days) names nobody and stays. */
import type { Ctx, Ground } from '../context.ts'
import { listMessagesTo, removeMessagesTo } from './store.ts'

/** Inside the transaction that erases. Answers how many there were, and when each was sent: milliseconds. */
export async function forgetMessages(ctx: Ground & Pick<Ctx, 'tenant'>, mobile: string): Promise<{ removed: number; sent: number[] }> {
  const key = { tenantId: ctx.tenant.id, numberHash: ctx.secrets.mac('number', mobile) }
  const sent = (await listMessagesTo(ctx, key)).map((it) => it.createdAt)
  return { removed: await removeMessagesTo(ctx, key), sent }
}
