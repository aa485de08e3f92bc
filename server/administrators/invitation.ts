import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { attempt } from './acts.ts'
import { EntryReply } from './entry.ts'
import { LinkFields } from './forms.ts'
import { acceptLink } from './links.ts'

/** Ours. E-mail address and role are those of the invitation. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/invitation',
  about: 'Accept an invitation to administer',
  role: 'anyone',
  body: Type.Object(LinkFields),
  reply: EntryReply,

  handle: (handed) => attempt(handed.ctx, 'invitation', () => acceptLink(handed, ['invitation'], handed.body)),
})
