/**
 * codes: one-time codes, sent to a number or an e-mail address. Owns `codes`.
 *
 * Its law: the try is counted before the code is looked at, in its own committed statement; a code is
 * spent once, in the transaction it was asked for; nothing of a code is kept but a keyed hash.
 */
export { codeMac, linkedMac, proveCode, type Proof, type Purpose, spendCode } from './codes.ts'
export { findTestCode } from './test-numbers.ts'
export { deleteExpiredCodes, dropCode, putCode, renameCode } from './store.ts'
