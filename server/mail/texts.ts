/** What an e-mail says, by type and language; and which types are one purpose. */
import type { Purpose } from '../codes/index.ts'
import { fillIn, type Language, languages } from '../languages/index.ts'

/** The published values of `type` (user-api 2.2.5 and 7.1 call 21), of both editions that have e-mail. */
export const mailTypes = [
  'REGISTER_EMS',
  'LOGIN_EMS',
  'FORGET_PWD_EMS',
  'BIND_EMAIL_EMS',
  'UPDATE_EMAIL_EMS',
  'MFA_AUTH_EMS',
  'UPDATE_PWD_EMS',
  'CHANGE_PWD_EMS',
] as const
export type MailType = (typeof mailTypes)[number]

/** Two editions have two names for changing one's password; a code is good under either. */
const purposes: Record<MailType, Purpose> = {
  REGISTER_EMS: 'REGISTER',
  LOGIN_EMS: 'LOGIN',
  FORGET_PWD_EMS: 'FORGET_PWD',
  BIND_EMAIL_EMS: 'BIND',
  UPDATE_EMAIL_EMS: 'UPDATE',
  MFA_AUTH_EMS: 'MFA_AUTH',
  UPDATE_PWD_EMS: 'CHANGE_PWD',
  CHANGE_PWD_EMS: 'CHANGE_PWD',
}
export const purposeOf = (type: MailType): Purpose => purposes[type]

type Written = { subject: string; text: string; html: string }

export function composeMail(type: MailType, language: Language, fill: { code: string; minutes: number; app: string }): Written {
  const { subject, text } = languages[language].mail[purposeOf(type)]
  // The name of an application is an administrator's; a line break in it would be a header of theirs.
  const blanks = { ...fill, app: fill.app.replace(/[\p{C}\p{Z}]+/gu, ' ').trim() }
  const written = fillIn(text, blanks)
  return { subject: fillIn(subject, blanks), text: written, html: htmlOf(written, fill.code) }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (it) => ENTITIES[it] as string)

/** The same words as HTML, for readers that show it: paragraphs, links as links, the code large. No picture, no script, nothing loaded. */
export function htmlOf(text: string, code?: string): string {
  const paragraphs = text.split('\n\n').map((it) => {
    if (it === code) return `<p style="font-size:2em;letter-spacing:.15em;margin:.5em 0"><strong>${escape(it)}</strong></p>`
    return `<p>${escape(it)
      .replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`)
      .replaceAll('\n', '<br>')}</p>`
  })
  return `<!doctype html><html><body style="font-family:sans-serif;line-height:1.5">${paragraphs.join('')}</body></html>`
}
