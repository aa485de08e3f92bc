import { type AdminCtx, transact } from '../context.ts'
import { fail } from '../errors.ts'
import { adminEndpoint } from '../http-admin.ts'
import { EVERYWHERE } from '../limits/index.ts'
import { Type } from '../type.ts'
import { attempt, recordOwn } from './acts.ts'
import { giveBackTry, proveCode } from './authenticator.ts'
import { CodeField, PasswordField } from './forms.ts'
import { provePassword, uncountEntry } from './passwords.ts'
import { type Administrator, getSignedIn } from './sessions.ts'
import { removeTotp, useTotp } from './store.ts'

/** Ours. One of the two proves it: who lost the authenticator has the password still. A POST, because what a DELETE carries may be dropped (RFC 9110 section 9.3.5). */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/me/totp/remove',
  about: 'Remove one’s own authenticator app, with a code of it or the password',
  role: 'auditor',
  status: 204,
  body: Type.Object({ code: Type.Optional(CodeField), password: Type.Optional(PasswordField) }),

  handle: ({ ctx, body, headers }) =>
    attempt(ctx, 'me/totp/remove', async () => {
      const { administrator } = await getSignedIn(ctx, headers)
      const { id } = administrator
      const secret = administrator.totpSecret ?? fail('factorUnknown')
      const spend = body.code
        ? await byCode(ctx, administrator, secret, body.code)
        : await byPassword(ctx, administrator, body.password ?? fail('paramMissing', { name: 'code' }))
      await transact(ctx, async (ctx) => {
        await spend(ctx)
        if ((await removeTotp(ctx, { tenantId: EVERYWHERE, id })) === 0) fail('factorUnknown')
        await recordOwn(ctx, { event: 'own-factor-remove', subject: id, before: { kind: 'totp' } })
      })
    }),
})

type Spend = (ctx: AdminCtx) => Promise<void>

async function byCode(ctx: AdminCtx, it: Administrator, secret: string, code: string): Promise<Spend> {
  const step = await proveCode(ctx, it, secret, code)
  return async (ctx) => {
    if ((await useTotp(ctx, { tenantId: EVERYWHERE, id: it.id, step })) === 0) fail('factorWrong')
    await giveBackTry(ctx, it.id)
  }
}

async function byPassword(ctx: AdminCtx, it: Administrator, password: string): Promise<Spend> {
  await provePassword(ctx, it.email, password, 'oldPasswordWrong')
  return async (ctx) => void (await uncountEntry(ctx))
}
