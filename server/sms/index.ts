/**
 * sms: text messages, the firewall before them, and the gateways that carry them. Owns `gateways` and `messages`.
 *
 * Its law: a message is asked for once and leaves at most once, outside every transaction: it is handed to one gateway after
 * the other until one takes it. Nothing leaves that the firewall did not let through. Who has the number is not to be
 * told from the answer.
 */
import countryCodes from './country-codes.ts'
import receipts from './receipts.ts'
import send from './send.ts'

export { firewallRules, type Rule } from './firewall.ts'
export { type Foreseen, foresee } from './foresee.ts'
export { findGateway, gateways } from './gateways/index.ts'
export { type Measured, measureText } from './measure.ts'
export { type Results, resultsOf } from './results.ts'
export { type KeptMessage, listInbox } from './inbox.ts'
export { forgetMessages } from './forgetting.ts'
export { sendNotice } from './notice.ts'
export { dropGateway, forgetGateways, listGateways, type Route, saveGateway } from './routes.ts'
export { deleteExpiredMessages, listSpent, removeGateway } from './store.ts'
export { composeText, ownText, purposeOf, type SmsType, smsTypes } from './texts.ts'
export { type Tried, tryGateway } from './trial.ts'
export { vendors } from './vendors.ts'

export const endpoints = [countryCodes, send, receipts]
