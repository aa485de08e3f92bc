import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { text } from './forms.ts'
import { mailKinds } from './mail-texts.ts'
import { tags } from './texts.ts'

/** Ours. */
export default adminEndpoint({
  method: 'GET',
  url: '/api/v2/admin/mail-texts',
  about: 'Which e-mails there are, and in which languages',
  role: 'auditor',
  grant: 'setting_read',
  reply: Type.Object({
    languages: Type.Array(text),
    types: Type.Array(text, { description: 'As email/send has them; and what owners are told of, as NOTICE.mobile_changed.' }),
  }),
  handle: async () => ({ languages: tags, types: mailKinds }),
})
