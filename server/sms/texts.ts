/** What a message says, by type and language; and which types are one purpose. */
import type { Purpose } from '../codes/index.ts'
import { fillIn, type Language, languages } from '../languages/index.ts'
import type { TenantSettings } from '../schema/documents.ts'

/** The published values of `type` (user-api 2.2.4), of all three editions. */
export const smsTypes = [
  'REGISTER_SMS',
  'LOGIN_SMS',
  'FORGET_PWD_SMS',
  'BIND_MOBILE_SMS',
  'UPDATE_MOBILE_SMS',
  'OTP_REST_SMS',
  'MFA_AUTH_SMS',
  'UPDATE_PWD_SMS',
  'CHANGE_PWD_SMS',
] as const
export type SmsType = (typeof smsTypes)[number]

/** Two editions have two names for the second factor and for changing one's password; a code is good under either. */
const purposes: Record<SmsType, Purpose> = {
  REGISTER_SMS: 'REGISTER',
  LOGIN_SMS: 'LOGIN',
  FORGET_PWD_SMS: 'FORGET_PWD',
  BIND_MOBILE_SMS: 'BIND',
  UPDATE_MOBILE_SMS: 'UPDATE',
  OTP_REST_SMS: 'MFA_AUTH',
  MFA_AUTH_SMS: 'MFA_AUTH',
  UPDATE_PWD_SMS: 'CHANGE_PWD',
  CHANGE_PWD_SMS: 'CHANGE_PWD',
}
export const purposeOf = (type: SmsType): Purpose => purposes[type]
/** As the routes of a tenant name it: what is no code is a notice. */
export const routedAs = (type: string): string => (Object.hasOwn(purposes, type) ? purposeOf(type as SmsType) : 'NOTICE')

/** What a tenant says in place of our text; zh stands for zh-CN. */
export const ownText = ({ texts }: TenantSettings['sms'], type: SmsType, language: Language): string | undefined =>
  texts[type]?.[language] ?? (language === 'zh-CN' ? texts[type]?.['zh'] : undefined)

/** A tenant's own text, if it has the code in it; else ours. */
export function composeText(
  own: string | undefined,
  type: SmsType,
  language: Language,
  fill: { code: string; minutes: number; app: string },
): string {
  return fillIn(own?.includes('{code}') ? own : languages[language].sms[purposeOf(type)], fill)
}
