/**
 * password: passwords and what they must be like. Owns `passwords` and `old_passwords`.
 *
 * Its law: a wrong password is counted before it is compared, and an unknown account costs the same time as a
 * known one; hashing happens off the main thread, behind a queue, and never inside a transaction.
 */
import afterLoginPwdUpdateByEmail from './after-login-pwd-update-by-email.ts'
import afterLoginPwdUpdateByMobile from './after-login-pwd-update-by-mobile.ts'
import changeByEmail from './change-by-email.ts'
import changeByMobile from './change-by-mobile.ts'
import change from './change.ts'
import checkExist from './check-exist.ts'
import skipUpdate from './skip-update.ts'
import updateByEmail from './update-by-email.ts'
import updateByMobile from './update-by-mobile.ts'
import update from './update.ts'

export {
  checkPassword,
  confirmPassword,
  dropPassword,
  findByAccount,
  findByEmail,
  findByMobile,
  findByUserName,
  hashForCode,
  hashPassword,
  importPassword,
  type PasswordProof,
  provePassword,
  savePassword,
  tryPassword,
} from './passwords.ts'
export { removePassword, trimOldPasswords } from './store.ts'
export { isLocked, unlock } from './tries.ts'
export { faultOfHash, type HashFault } from './formats.ts'
export { compareHash, makeHash, normalize } from './hashing.ts'
export { checkPolicy } from './policy.ts'

export const endpoints = [
  skipUpdate,
  update,
  afterLoginPwdUpdateByMobile,
  afterLoginPwdUpdateByEmail,
  updateByMobile,
  updateByEmail,
  checkExist,
  change,
  changeByMobile,
  changeByEmail,
]
