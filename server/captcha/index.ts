/**
 * captcha: picture puzzles, and proof of work beside them. Owns `captchas`.
 *
 * Its law: a picture has one attempt; what it earns, and what a challenge earns, is good once, for the number or address it was
 * earned for, and not for long.
 */
import captcha from './captcha.ts'
import challenge from './challenge.ts'
import verify from './verify.ts'

export { challengeAnswer, readShown, returnShown, type Shown, spendShown } from './proof.ts'
export { deleteExpiredCaptchas } from './store.ts'

export const endpoints = [captcha, verify, challenge]
