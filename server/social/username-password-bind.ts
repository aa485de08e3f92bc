import type { Ctx } from '../context.ts'
import { Failure } from '../errors.ts'
import { endpoint } from '../http.ts'
import { confirmPassword, findByAccount, provePassword } from '../password/index.ts'
import { failState, LoginReply, loginReply, openState } from '../session/index.ts'
import { Type } from '../type.ts'
import { BINDING, bindWith, REGISTERING } from './binding.ts'

/** Wire: user-api 7.1 row 41. Whoever may register may have an account already, and bind to it. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/social/username-password-bind',
  about: 'Bind a social account to the user of an account name and a password, and log in',
  caller: 'app',
  needsState: true,
  body: Type.Object({
    user_name: Type.String({ minLength: 1, maxLength: 320, description: 'User name, mobile number or e-mail address.' }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  missing: { password: 'passwordMissing' },
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const pending = await openState(ctx, [...BINDING, ...REGISTERING], stateToken)
    const user = await findByAccount(ctx, body.user_name)
    const proof = await provePassword(ctx, user, body.password, body.user_name).catch(async (reason: unknown) => {
      // A wrong one counts against the state token too (threat row 6).
      if (reason instanceof Failure && reason.error === 'credentialsWrong') await failState(ctx, pending.hash)
      throw reason
    })
    const owner = { pending, methods: ['pwd' as const], find: async (ctx: Ctx) => ({ user: await confirmPassword(ctx, proof) }) }
    return loginReply(ctx, await bindWith(ctx, owner))
  },
})
