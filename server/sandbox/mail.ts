import { readEmail } from '../email.ts'
import { openEndpoint } from '../http.ts'
import { listMails } from '../mail/index.ts'

/** Stands where a mailbox would. `?email=` narrows it to one address. */
export default openEndpoint({
  method: 'GET',
  url: '/sandbox/mail',
  about: 'E-mail sent through the mail gateway "inbox", newest first',
  caller: 'anyone',
  developmentOnly: true,

  async handle({ world, query }) {
    const { email } = query
    return { body: { messages: listMails(world, email ? (readEmail(email) ?? email) : undefined) } }
  },
})
