import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { composeText, smsTypes } from '../sms/index.ts'
import { Type } from '../type.ts'
import { measured, MeasuredField, ownOf, readTag, sampleOf } from './texts.ts'

/** Ours. Nothing is sent, and nothing is kept. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/texts/preview',
  about: 'A text message as it would be sent, and how many messages it is',
  role: 'auditor',
  grant: 'setting_read',
  body: Type.Object({
    type: Type.Enum([...smsTypes]),
    language: Type.String({ minLength: 1, maxLength: 20, description: 'en, zh-CN or zh-TW; zh stands for zh-CN.' }),
    text: Type.Optional(Type.String({ maxLength: 500, description: 'Absent: as it is now. {code}, {minutes} and {app} are filled in.' })),
    app: Type.Optional(Type.String({ maxLength: 200, description: 'The name of the application. Absent: that of the tenant.' })),
  }),
  reply: Type.Object({
    text: Type.String(),
    own: Type.Boolean({ description: 'Whether it is the given or the tenant’s own text: one without {code} is not used.' }),
    ...MeasuredField.properties,
  }),

  async handle({ ctx, body }) {
    const language = readTag(body.language) ?? fail('paramInvalid', { name: 'language' })
    const own = body.text ?? ownOf(ctx, body.type, language)
    const text = composeText(own, body.type, language, sampleOf(ctx, 'sms', body.app))
    return { text, own: own?.includes('{code}') ?? false, ...(await measured(text)) }
  },
})
