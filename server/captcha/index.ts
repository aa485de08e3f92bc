/**
 * captcha: picture puzzles. Owns `captchas`.
 *
 * Its law: a picture has one attempt; what it earns is good once, for the number or address it was
 * earned for, and not for long.
 */
import captcha from './captcha.ts'
import verify from './verify.ts'

export { spendCaptchaToken } from './pass.ts'
export { deleteExpiredCaptchas } from './store.ts'

export const endpoints = [captcha, verify]
