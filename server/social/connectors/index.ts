/** The list of connectors. To add one: write its file, and put its name here. */
import type { Connector } from './connector.ts'
import { sandbox } from './sandbox.ts'

export const connectors: Record<string, Connector> = { sandbox }

/** Own names only: `constructor` and the like are not connectors. */
export const findConnector = (id: string): Connector | undefined => (Object.hasOwn(connectors, id) ? connectors[id] : undefined)
