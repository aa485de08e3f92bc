import { mailGateway, Type } from './gateway.ts'

/** Keeps the message where the sandbox shows it. */
export const inbox = mailGateway({
  id: 'inbox',
  label: { en: 'Inbox of the sandbox', zh: '沙箱收件箱' },
  settings: Type.Object({}, { additionalProperties: false }),
  developmentOnly: true,
  async send(_settings, mail, outside) {
    await outside.keep(mail)
    return {}
  },
})
