/**
 * mail: e-mail, and the gateways that carry it. Owns `mail_gateways`.
 *
 * Its law: as of text messages. An address is written in lower case, and belongs to a user only once proven.
 */
import send from './send.ts'

export { findMailGateway, mailGateways } from './gateways/index.ts'
export { type KeptMail, listMails } from './inbox.ts'
export { mailResultsOf } from './results.ts'
export { deliver, dropMailGateway, forgetMailGateways, listMailGateways, type MailRoute, saveMailGateway, servesMail } from './routes.ts'
export { removeMailGateway } from './store.ts'
export { htmlOf } from './texts.ts'
export { tryMailGateway } from './trial.ts'

export const endpoints = [send]
