/** What e-mails say, by type and language, filled in as a sample: codes, and what owners are told of. */
import type { AdminCtx } from '../context.ts'
import { type Language, languages } from '../languages/index.ts'
import { composeMail, htmlOf, type MailType, mailTypes } from '../mail/index.ts'
import { type Announcement, composeNotice, type UndoKind } from '../notices/index.ts'
import { sampleOf } from './texts.ts'

const KIND = 'NOTICE.'
type NoticeKind = Announcement['kind']
/** Every type of an e-mail; a notice by its kind: `NOTICE.mobile_changed`. */
export const mailKinds = [...mailTypes, ...Object.keys(languages.en.notices).map((it) => `${KIND}${it}`)]

/** What its owner may undo: these carry the link. */
const UNDOABLE: readonly NoticeKind[] = ['account_bound', 'mobile_changed', 'mobile_released', 'email_changed'] satisfies UndoKind[]
/** What the sample names: a source, or a factor. */
const DETAIL = 'WeChat'

export type Sample = { subject: string; text: string; html: string }

export function sampleMail(ctx: AdminCtx, type: string, language: Language, app = ctx.tenant.name): Sample {
  if (!type.startsWith(KIND)) {
    return composeMail(type as MailType, language, sampleOf(ctx, 'mail', app))
  }
  const kind = type.slice(KIND.length) as NoticeKind
  const undo = UNDOABLE.includes(kind) && ctx.tenant.settings.accounts.undo_for > 0 ? 'sample' : undefined
  const { subject, mail } = composeNotice(ctx, { kind, detail: DETAIL, undo }, app, language)
  return { subject, text: mail, html: htmlOf(mail) }
}
