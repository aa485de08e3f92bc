/**
 * The mailbox of the sandbox: stands where e-mail would arrive, in memory, because a code in clear has no
 * place in a database. Development only.
 */
import type { Ground } from '../context.ts'
import type { Mail } from './gateways/gateway.ts'

const MOST = 1000

export type KeptMail = {
  tenantId: string
  email: string
  type: string
  code: string
  subject: string
  text: string
  html?: string
  at: number
}

const inboxes = new WeakMap<object, KeptMail[]>()

export function keepMail(ctx: Ground, mail: Mail): void {
  const inbox = inboxes.get(ctx.database) ?? []
  inboxes.set(ctx.database, inbox)
  const { tenantId, to: email, type, code, subject, text, html } = mail
  inbox.push({ tenantId, email, type, code, subject, text, ...(html && { html }), at: ctx.now() })
  if (inbox.length > 2 * MOST) inbox.splice(0, inbox.length - MOST)
}

/** Newest first. */
export const listMails = (ctx: Pick<Ground, 'database'>, email?: string): KeptMail[] =>
  (inboxes.get(ctx.database) ?? [])
    .filter((it) => !email || it.email === email)
    .slice(-MOST)
    .toReversed()
