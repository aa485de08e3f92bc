import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { mailKinds, sampleMail } from './mail-texts.ts'
import { readTag } from './texts.ts'

/** Ours. Nothing is sent, and nothing is kept. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/mail-texts/preview',
  about: 'An e-mail as it would be sent, with a sample filled in',
  role: 'auditor',
  grant: 'setting_read',
  body: Type.Object({
    type: Type.Enum(mailKinds),
    language: Type.String({ minLength: 1, maxLength: 20, description: 'en, zh-CN or zh-TW; zh stands for zh-CN.' }),
    app: Type.Optional(Type.String({ maxLength: 200, description: 'The name of the application. Absent: that of the tenant.' })),
  }),
  reply: Type.Object({
    subject: Type.String(),
    text: Type.String({ description: 'For readers that show no HTML.' }),
    html: Type.String({ description: 'The same words. Nothing in it is loaded from elsewhere, and nothing runs.' }),
  }),

  async handle({ ctx, body }) {
    return sampleMail(ctx, body.type, readTag(body.language) ?? fail('paramInvalid', { name: 'language' }), body.app)
  },
})
