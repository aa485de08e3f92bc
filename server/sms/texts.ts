/** What a message says, by type and language; and which types are one purpose. */
import type { Language } from '../errors.ts'

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

export type SmsPurpose = 'REGISTER' | 'LOGIN' | 'FORGET_PWD' | 'BIND_MOBILE' | 'UPDATE_MOBILE' | 'MFA_AUTH' | 'CHANGE_PWD'

/** Two editions have two names for the second factor and for changing one's password; a code is good under either. */
const purposes: Record<SmsType, SmsPurpose> = {
  REGISTER_SMS: 'REGISTER',
  LOGIN_SMS: 'LOGIN',
  FORGET_PWD_SMS: 'FORGET_PWD',
  BIND_MOBILE_SMS: 'BIND_MOBILE',
  UPDATE_MOBILE_SMS: 'UPDATE_MOBILE',
  OTP_REST_SMS: 'MFA_AUTH',
  MFA_AUTH_SMS: 'MFA_AUTH',
  UPDATE_PWD_SMS: 'CHANGE_PWD',
  CHANGE_PWD_SMS: 'CHANGE_PWD',
}
export const purposeOf = (type: SmsType): SmsPurpose => purposes[type]

/**
 * Short enough for one message: 160 GSM characters, or 70 of any other script, with an application's
 * name of 20 characters. Each says what the code is for and that nobody is to be told it.
 */
const texts: Record<SmsPurpose, Record<Language, string>> = {
  REGISTER: {
    en: '{code} is your {app} code to register. Valid for {minutes} min. Never tell it to anyone.',
    zh: '【{app}】注册验证码{code}，{minutes}分钟内有效，请勿告知他人。',
  },
  LOGIN: {
    en: '{code} is your {app} code to sign in. Valid for {minutes} min. Never tell it to anyone.',
    zh: '【{app}】登录验证码{code}，{minutes}分钟内有效，请勿告知他人。',
  },
  FORGET_PWD: {
    en: '{code} is your {app} code to reset your password. Valid for {minutes} min. Never tell it to anyone.',
    zh: '【{app}】重置密码验证码{code}，{minutes}分钟内有效，请勿告知他人。',
  },
  BIND_MOBILE: {
    en: '{code} is your {app} code to bind a social account. Valid for {minutes} min. Never tell it to anyone.',
    zh: '【{app}】绑定社交账号验证码{code}，{minutes}分钟内有效，请勿告知他人。',
  },
  UPDATE_MOBILE: {
    en: '{code} is your {app} code to change your number. Valid for {minutes} min. Never tell it to anyone.',
    zh: '【{app}】更换手机号验证码{code}，{minutes}分钟内有效，请勿告知他人。',
  },
  MFA_AUTH: {
    en: '{code} is your {app} code for the second step. Valid for {minutes} min. Never tell it to anyone.',
    zh: '【{app}】二次认证验证码{code}，{minutes}分钟内有效，请勿告知他人。',
  },
  CHANGE_PWD: {
    en: '{code} is your {app} code to change your password. Valid for {minutes} min. Never tell it to anyone.',
    zh: '【{app}】修改密码验证码{code}，{minutes}分钟内有效，请勿告知他人。',
  },
}

/** A tenant's own text, if it has the code in it; else ours. */
export function composeText(
  own: string | undefined,
  type: SmsType,
  language: Language,
  fill: { code: string; minutes: number; app: string },
): string {
  const text = own?.includes('{code}') ? own : texts[purposeOf(type)][language]
  return text.replace(/\{(code|minutes|app)\}/g, (_, blank: keyof typeof fill) => String(fill[blank]))
}
