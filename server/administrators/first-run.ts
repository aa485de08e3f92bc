import { adminEndpoint } from '../http-admin.ts'
import { Type } from '../type.ts'
import { attempt } from './acts.ts'
import { EntryReply } from './entry.ts'
import { acceptLink } from './links.ts'
import { LinkFields } from './forms.ts'

/** Ours. The link of a fresh installation, or the one of cli.ts: an address that is known already is restored by that one. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/first-run',
  about: 'Make the first owner, with the link that was printed at the start',
  role: 'anyone',
  body: Type.Object({ ...LinkFields, email: Type.String({ minLength: 1, maxLength: 320 }) }),
  reply: EntryReply,

  handle: (handed) => attempt(handed.ctx, 'first-run', () => acceptLink(handed, ['first-run', 'recovery'], handed.body)),
})
