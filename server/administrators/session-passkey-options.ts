import { transact } from '../context.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { createChallenge, RequestOptions, requestOptions } from '../mfa/index.ts'
import { equal } from '../secrets.ts'
import { header } from '../http.ts'
import { Type } from '../type.ts'
import { attempt } from './acts.ts'
import { csrfOf, writeCookie } from './cookie.ts'
import { listHeld, partyOf, TIMEOUT } from './passkeys.ts'
import { countEntry } from './passwords.ts'
import { findOpen, lifetimeOf, startSession } from './sessions.ts'
import { askOfSession, removeSession } from './store.ts'

/**
 * Ours. After the password, for the second factor; else for a sign-in by passkey alone, the same for everybody. A page that has
 * lost the CSRF token of its half sign-in begins anew.
 */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/session/passkey-options',
  about: 'What a browser needs to ask for a passkey of an administrator',
  role: 'anyone',
  reply: Type.Object({ options: RequestOptions, csrf_token: Type.String() }),

  handle: ({ ctx, headers, say }) =>
    attempt(ctx, 'session/passkey-options', async () => {
      const challenge = createChallenge()
      const open = await findOpen(ctx, headers)
      const { id } = partyOf(ctx)
      if (open?.state === 'second' && equal(header(headers, 'x-csrf-token'), csrfOf(ctx, open.tokenHash))) {
        const held = await listHeld(ctx, open.administratorId ?? '')
        await transact(ctx, (ctx) => askOfSession(ctx, { tenantId: EVERYWHERE, id: open.id, challenge }))
        return { options: requestOptions(id, held, challenge, TIMEOUT), csrf_token: csrfOf(ctx, open.tokenHash) }
      }
      await countEntry(ctx)
      const session = await transact(ctx, async (ctx) => {
        if (open && open.state !== 'full') await removeSession(ctx, { tenantId: EVERYWHERE, id: open.id })
        return startSession(ctx, headers, { administratorId: null, state: 'asked', challenge })
      })
      writeCookie(ctx, say, session.token, lifetimeOf('asked'))
      return { options: requestOptions(id, [], challenge, TIMEOUT), csrf_token: csrfOf(ctx, session.tokenHash) }
    }),
})
