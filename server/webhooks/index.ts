/**
 * webhooks: systems of the operator's that are told what happens. Owns `webhooks` and `webhook_deliveries`.
 *
 * Its law: what is to be told is written in the transaction that does it, and sent when that is on disk: at least once, never of
 * something that was undone, by one process at a time. It says who and what, by ids; never a number, an address, a code or a secret.
 */
export { type Answer, isSecure } from './sending.ts'
export { LEASE, type TellOff } from './deliveries.ts'
export { EVERYTHING, eventTypes, type EventType, type Happened, sources } from './events.ts'
export {
  createWebhook,
  findWebhook,
  listWebhooks,
  removeWebhook,
  replaceSecret,
  updateWebhook,
  type Wanted,
  type Webhook,
} from './hooks.ts'
export { queueAgain, queueEvent } from './queue.ts'
export { deleteExpiredDeliveries, findDelivery, listDeliveryRows } from './store.ts'
export { sendTest } from './trial.ts'
export { findWorker } from './waking.ts'
export { startWorker, type Worker } from './worker.ts'
