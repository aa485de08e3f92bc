/** The list of mail gateways. To add one: write its file, and put its name here. */
import type { MailGateway } from './gateway.ts'
import { inbox } from './inbox.ts'
import { log } from './log.ts'
import { smtp } from './smtp.ts'

export const mailGateways: Record<string, MailGateway> = { inbox, log, smtp }

/** Own names only: `constructor` and the like are no gateways. */
export const findMailGateway = (id: string): MailGateway | undefined => (Object.hasOwn(mailGateways, id) ? mailGateways[id] : undefined)
