import { adminEndpoint } from '../http-admin.ts'
import { smsTypes } from '../sms/index.ts'
import { Type } from '../type.ts'
import { text, textOrNull } from './forms.ts'
import { defaultText, ownOf, tags } from './texts.ts'

/** Ours. Own texts are changed with the settings (`sms.texts`). */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/texts',
  about: 'What text messages say, by type and language: the product’s text and the tenant’s own',
  role: 'auditor',
  grant: 'setting_read',
  reply: Type.Object({
    languages: Type.Array(text),
    texts: Type.Array(Type.Object({ type: text, language: text, text: text, own: textOrNull })),
  }),

  async handle({ ctx }) {
    const texts = smsTypes.flatMap((type) =>
      tags.map((language) => ({ type, language, text: defaultText(type, language), own: ownOf(ctx, type, language) ?? null })),
    )
    return { languages: tags, texts }
  },
})
