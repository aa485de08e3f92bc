/**
 * The inbox of the sandbox: stands where a telephone would, in memory, because a code in clear has no
 * place in a database. Development only.
 */
import type { Ground } from '../context.ts'
import type { Message } from './gateways/gateway.ts'

const MOST = 1000

export type KeptMessage = { tenantId: string; mobile: string; type: string; code: string; text: string; at: number }

const inboxes = new WeakMap<object, KeptMessage[]>()

export function keepMessage(ctx: Ground, message: Message): void {
  const inbox = inboxes.get(ctx.database) ?? []
  inboxes.set(ctx.database, inbox)
  inbox.push({ tenantId: message.tenantId, mobile: message.to, type: message.type, code: message.code, text: message.text, at: ctx.now() })
  if (inbox.length > 2 * MOST) inbox.splice(0, inbox.length - MOST)
}

/** Newest first. */
export const listInbox = (ctx: Pick<Ground, 'database'>, mobile?: string): KeptMessage[] =>
  (inboxes.get(ctx.database) ?? [])
    .filter((it) => !mobile || it.mobile === mobile)
    .slice(-MOST)
    .toReversed()
