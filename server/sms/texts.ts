// Stand-in by the lead until the helper's own file comes: overwrite freely.
export const smsTypes = ['REGISTER_SMS', 'LOGIN_SMS', 'FORGET_PWD_SMS', 'BIND_MOBILE_SMS', 'UPDATE_MOBILE_SMS', 'OTP_REST_SMS', 'MFA_AUTH_SMS', 'UPDATE_PWD_SMS', 'CHANGE_PWD_SMS'] as const
export type SmsType = (typeof smsTypes)[number]
export const purposeOf = (t: SmsType) => t.replace(/_SMS$/, '')
export const composeText = (_t: string | undefined, _y: SmsType, _l: string, f: { code: string; minutes: number; app: string }) => `${f.code}`
