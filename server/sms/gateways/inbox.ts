import { gateway, Type } from './gateway.ts'

/** Keeps the message where the sandbox shows it (`GET /sandbox/inbox`). */
export const inbox = gateway({
  id: 'inbox',
  label: { en: 'Inbox of the sandbox', zh: '沙箱收件箱' },
  settings: Type.Object({}, { additionalProperties: false }),
  developmentOnly: true,
  async send(_settings, message, outside) {
    await outside.keep(message)
    return {}
  },
})
