/** The list of connectors. To add one: write its file, and put its name here. */
import type { Connector } from './connector.ts'
import { oauth2 } from './oauth2.ts'
import { oidc } from './oidc.ts'
import { sandbox } from './sandbox.ts'
import { wechat } from './wechat.ts'

export const connectors: Record<string, Connector> = { sandbox, oauth2, oidc, wechat }

/** Own names only: `constructor` and the like are not connectors. */
export const findConnector = (id: string): Connector | undefined => (Object.hasOwn(connectors, id) ? connectors[id] : undefined)
