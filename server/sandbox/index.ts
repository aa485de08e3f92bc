/** sandbox: development only. An SMS inbox one can look into, beside the made-up source of that name. Owns no table. */
import inbox from './inbox.ts'

export { createSandbox, DEMO } from './demo.ts'

export const endpoints = [inbox]
