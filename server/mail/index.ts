/**
 * mail: e-mail, and the gateways that carry it. Owns `mail_gateways` and `mail_results`.
 *
 * Its law: as of text messages. An address is written in lower case, and belongs to a user only once proven.
 */
import send from './send.ts'

export { findMailGateway, mailGateways } from './gateways/index.ts'
export { type KeptMail, listMails } from './inbox.ts'
export { mailResultsOf, writeMailResults } from './results.ts'
export { deliver, dropMailGateway, forgetMailGateways, listMailGateways, type MailRoute, saveMailGateway, servesMail } from './routes.ts'
export { deleteExpiredMailResults, removeMailGateway } from './store.ts'
export { composeMail, htmlOf, type MailType, mailTypes } from './texts.ts'
export { tryMailGateway } from './trial.ts'

export const endpoints = [send]
