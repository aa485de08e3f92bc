/** sandbox: development only. Inboxes for text messages and e-mail one can look into, beside the made-up source of that name. Owns no table. */
import application from './application.ts'
import inbox from './inbox.ts'
import mail from './mail.ts'

export { createSandbox, DEMO } from './demo.ts'

export const endpoints = [application, inbox, mail]
