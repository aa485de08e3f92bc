/** Tells the owner of an account what was changed, by every channel they have proven. */
import { record } from '../audit/index.ts'
import { type Ctx, type Ground, transact } from '../context.ts'
import { Failure } from '../errors.ts'
import { fillIn, type Language, languages, readLanguage } from '../languages/index.ts'
import { type Budget, EVERYWHERE, spend } from '../limits/index.ts'
import { deliver as deliverMail, htmlOf, servesMail } from '../mail/index.ts'
import { newId } from '../secrets.ts'
import { sendNotice } from '../sms/index.ts'
import { addressOf } from '../tenants/index.ts'
import type { User } from '../users/index.ts'

const HOUR = 3_600_000
const DAY = 86_400_000

/** Longest name of an application, source or factor in a notice. */
const LONGEST_NAME = 40

export type Announcement = {
  kind: keyof (typeof languages)['en']['notices']
  /** The name of the source or of the factor. Never a number, and nothing that a provider says of a person. */
  detail?: string
  /** What `keepUndo` answered: then the notice carries the link that undoes the change. */
  undo?: string | undefined
  /** The channel the change was made through: who made it reads that one. */
  except?: 'sms' | 'email'
}

/**
 * After the commit, and outside every transaction. `user` is the row as it was before the change: a changed number or
 * address hears of it under the old one, never under the new one. A notice that fails undoes nothing and throws
 * nothing; the trail knows.
 */
export async function announce(ctx: Ctx, user: User, told: Announcement): Promise<void> {
  if (ctx.db !== ctx.database) throw new Error('a notice is sent after the commit')
  if (!ctx.tenant.settings.accounts.notices) return
  const texts = composeNotice(ctx, told, ctx.app.name)
  const ways: Promise<void>[] = []
  if (user.mobile && user.mobileProvenAt !== null && told.except !== 'sms') ways.push(tell(ctx, user, told, bySms(ctx, user.mobile, texts)))
  if (user.email && user.emailProvenAt !== null && told.except !== 'email' && (await servesMail(ctx)))
    ways.push(tell(ctx, user, told, byMail(ctx, user.email, texts)))
  await Promise.all(ways)
}

type Texts = { language: Language; sms: string; subject: string; mail: string }

/** In the language of the tenant, unless another is asked for: whoever made the change chose the one of the request. */
export function composeNotice(
  ctx: Ground & Pick<Ctx, 'tenant'>,
  { kind, detail = '', undo }: Announcement,
  app: string,
  language: Language = readLanguage(ctx.tenant.settings.language) ?? 'en',
): Texts {
  const { notices, notice_end, notice_form } = languages[language]
  const end = undo
    ? fillIn(kind === 'mobile_released' ? notice_end.undo_number : notice_end.undo, {
        hours: Math.ceil((ctx.tenant.settings.accounts.undo_for * 1000) / HOUR),
        link: `${addressOf(ctx, ctx.tenant)}/undo?token=${undo}`,
      })
    : notice_end.help
  const blanks = { app: oneLine(app), what: fillIn(notices[kind], { detail: words(detail) }), end }
  return {
    language,
    sms: fillIn(notice_form.sms, blanks),
    subject: fillIn(notice_form.subject, blanks),
    mail: fillIn(notice_form.mail, blanks),
  }
}

const oneLine = (text: string): string =>
  text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)

/** Words only: what somebody else may have named must not be a link or an address in a message of ours. */
const words = (text: string): string => oneLine(text.replace(/[^\p{L}\p{M}\p{N} _()+-]+/gu, ' '))

type Way = { channel: 'sms' | 'email'; budget: Budget; send(): Promise<void> }

const bySms = (ctx: Ctx, mobile: string, { sms, language }: Texts): Way => ({
  channel: 'sms',
  budget: capOf(ctx.secrets.mac('number', mobile), ctx.tenant.settings.sms.per_number_per_day),
  send: () => sendNotice(ctx, { ...common(ctx, language), to: mobile, text: sms }),
})

const byMail = (ctx: Ctx, email: string, { subject, mail, language }: Texts): Way => ({
  channel: 'email',
  budget: capOf(ctx.secrets.mac('mailbox', email), ctx.tenant.settings.mail.per_mailbox_per_day),
  send: () => deliverMail(ctx, { ...common(ctx, language), to: email, subject, text: mail, html: htmlOf(mail) }),
})

/** No code, so nothing that lives for a while. */
const common = (ctx: Ctx, language: Language) => ({
  code: '',
  type: 'NOTICE',
  language,
  ttl: 0,
  tenantId: ctx.tenant.id,
  messageId: newId(ctx.now()),
})

/** A change that costs nothing must not become messages without end (threat rows 11 and 12). */
const capOf = (who: string, most: number): Budget => ({ tenantId: EVERYWHERE, key: `notice ${who}`, most, window: DAY })

async function tell(ctx: Ctx, user: User, { kind }: Announcement, { channel, budget, send }: Way): Promise<void> {
  const write = (outcome: string, reason?: string) =>
    transact(ctx, (ctx) => record(ctx, { event: 'notice', outcome, userId: user.id, detail: { kind, channel }, ...(reason && { reason }) }))
  try {
    if (await transact(ctx, (ctx) => spend(ctx, budget))) return await write('refused', 'too many notices')
    await send()
    await write('SUCCESS')
  } catch (reason) {
    ctx.log.warn({ requestId: ctx.requestId, kind, channel, err: reason }, 'a notice could not be sent')
    // A refusal is the room's that would have sent it: the country, the money.
    const why = reason instanceof Failure ? (reason.reason ?? reason.error) : reason instanceof Error ? reason.message : 'unknown'
    await write(reason instanceof Failure ? 'refused' : 'failed', why).catch((cause: unknown) =>
      ctx.log.error({ requestId: ctx.requestId, err: cause }, 'a failed notice could not be recorded'),
    )
  }
}
