/** register: people who make their own account, by a proven number or address. Owns no table. */
import emailVerifyCode from './email-verify-code.ts'
import mobileVerifyCode from './mobile-verify-code.ts'

export { type Proven, registerAtLogin } from './registration.ts'

export const endpoints = [mobileVerifyCode, emailVerifyCode]
