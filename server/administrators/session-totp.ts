import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { attempt } from './acts.ts'
import { giveBackTry, proveCode } from './authenticator.ts'
import { checkCsrf } from './cookie.ts'
import { enter, EntryReply, holdAdministrator } from './entry.ts'
import { CodeField } from './forms.ts'
import { findOpen } from './sessions.ts'
import { findAdministrator, useTotp } from './store.ts'

/** Ours: RFC 6238, after the password. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/session/totp',
  about: 'The second factor of a sign-in to the console: the code of an authenticator app',
  role: 'anyone',
  body: Type.Object({ code: CodeField }),
  reply: EntryReply,

  handle: (handed) =>
    attempt(handed.ctx, 'session/totp', async () => {
      const { ctx, headers, body } = handed
      const half = await findOpen(ctx, headers)
      if (half?.state !== 'second') return fail('adminSessionInvalid')
      checkCsrf(ctx, headers, half.tokenHash)
      const id = half.administratorId ?? ''
      const administrator = (await findAdministrator(ctx, { tenantId: EVERYWHERE, id })) ?? fail('adminSessionInvalid')
      const step = await proveCode(ctx, administrator, administrator.totpSecret ?? fail('factorUnknown'), body.code)
      return enter(handed, {
        method: 'totp',
        ends: half,
        async who(ctx) {
          const held = await holdAdministrator(ctx, id)
          await giveBackTry(ctx, id)
          // By another request with the same code, at the same moment; or another authenticator took its place.
          const used = held.totpSecret === administrator.totpSecret ? await useTotp(ctx, { tenantId: EVERYWHERE, id, step }) : 0
          return used === 1 ? held : fail('factorWrong')
        },
      })
    }),
})
