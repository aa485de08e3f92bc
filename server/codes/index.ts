/**
 * codes: one-time codes, sent to a number or an e-mail address. Owns `codes`.
 *
 * Its law: the try is counted before the code is looked at, in its own committed statement; a code is
 * spent once, in the transaction it was asked for; nothing of a code is kept but a keyed hash.
 */
export { stateForCode } from './binding.ts'
export { codeMac, linkedMac, proveCode, type Proof, type Purpose, returnCode, spendCode } from './codes.ts'
export { findTestCode } from './test-numbers.ts'
export { deleteExpiredCodes, dropCode, putCode, removeCodesTo, renameCode } from './store.ts'
