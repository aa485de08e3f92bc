import { mailGateway, Type } from './gateway.ts'

/**
 * Writes the message to the log. The code is in the line by intention, as words of the sentence: that is
 * what this gateway is for, and why it is for development only.
 */
export const log = mailGateway({
  id: 'log',
  label: { en: 'Log', zh: '日志' },
  settings: Type.Object({}, { additionalProperties: false }),
  developmentOnly: true,
  async send(_settings, mail, outside) {
    outside.log.info({ type: mail.type }, `E-mail to ${mail.to}: ${mail.subject}\n${mail.text}`)
    return {}
  },
})
