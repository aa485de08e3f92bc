/** The list of gateways. To add one: write its file, and put its name here. */
import type { Gateway } from './gateway.ts'
import { http } from './http.ts'
import { inbox } from './inbox.ts'
import { log } from './log.ts'

export const gateways: Record<string, Gateway> = { inbox, log, http }

/** Own names only: `constructor` and the like are no gateways. */
export const findGateway = (id: string): Gateway | undefined => (Object.hasOwn(gateways, id) ? gateways[id] : undefined)
