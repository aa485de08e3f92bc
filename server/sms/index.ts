/**
 * sms: one-time codes by text message, and the gateways that carry them. Owns `codes` and `gateways`.
 *
 * Its law: the try is counted before the code is looked at, in its own committed statement; a code is
 * spent once, in the transaction it was asked for; nothing of a code is kept but a keyed hash.
 */
import countryCodes from './country-codes.ts'
import send from './send.ts'

export { proveCode, type Proof, spendCode } from './codes.ts'
export { findGateway, gateways } from './gateways/index.ts'
export { type KeptMessage, listInbox } from './inbox.ts'
export { forgetGateways, listGateways, saveGateway } from './routes.ts'
export { deleteExpiredCodes, removeGateway } from './store.ts'

export const endpoints = [countryCodes, send]
