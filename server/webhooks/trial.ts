/** A webhook tried by somebody who administers: one real message, whose answer they wait for. It is tried once. */
import { type AdminCtx, transact } from '../context.ts'
import { deliver, LEASE } from './deliveries.ts'
import { queueTest } from './queue.ts'
import type { Delivery } from './sending.ts'
import { findDelivery, findWebhookRow } from './store.ts'
import { findWorker } from './waking.ts'

/** One that is off is tried too. Nothing where there is none, or it went meanwhile. */
export async function sendTest(ctx: AdminCtx, webhookId: string, also: (ctx: AdminCtx) => Promise<void>): Promise<Delivery | undefined> {
  const tenantId = ctx.tenant.id
  const sender = findWorker(ctx)
  if (!sender) throw new Error('nothing sends here')
  const { hook, delivery } = await transact(ctx, async (ctx) => {
    const hook = await findWebhookRow(ctx, { tenantId, id: webhookId })
    if (!hook) return {}
    await also(ctx)
    const id = await queueTest(ctx, webhookId, ctx.now() + LEASE)
    return { hook, delivery: await findDelivery(ctx, { tenantId, id }) }
  })
  if (!hook || !delivery) return undefined
  await deliver(ctx, sender, hook, delivery)
  return findDelivery(ctx, { tenantId, id: delivery.id })
}
