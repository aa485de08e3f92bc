import { fail, failBecause } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { AssertionForm } from '../mfa/index.ts'
import { Type } from '../type.ts'
import { attempt } from './acts.ts'
import { checkCsrf } from './cookie.ts'
import { enter, EntryReply, holdAdministrator } from './entry.ts'
import { provePasskey, spendPasskey } from './passkeys.ts'
import { findOpen } from './sessions.ts'

/** Ours: WebAuthn level 2, section 7.2. A passkey is two factors in one: nothing is asked for after it. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/session/passkey',
  about: 'Sign in to the console with a passkey, alone or after the password',
  role: 'anyone',
  body: Type.Object({ credential: AssertionForm }),
  reply: EntryReply,

  handle: (handed) =>
    attempt(handed.ctx, 'session/passkey', async () => {
      const { ctx, headers, body } = handed
      const open = (await findOpen(ctx, headers)) ?? fail('adminSessionInvalid')
      if (open.state === 'second') checkCsrf(ctx, headers, open.tokenHash)
      const challenge = (open.state === 'full' ? null : open.challenge) ?? failBecause('passkey: none was asked for', 'passkeyInvalid')
      const shown = await provePasskey(ctx, challenge, body.credential, open.administratorId)
      return enter(handed, {
        method: 'passkey',
        ends: open,
        counted: open.state === 'asked',
        async who(ctx) {
          const administrator = await holdAdministrator(ctx, shown.passkey.administratorId)
          await spendPasskey(ctx, shown)
          return administrator
        },
      })
    }),
})
