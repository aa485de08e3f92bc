import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { fail } from '../errors.ts'
import { endpoint } from '../http.ts'
import { closeState, failState, finishLogin, LoginReply, loginReply, openState } from '../session/index.ts'
import { Type } from '../type.ts'
import { change, getUser, passwordField, tellOwner } from './changes.ts'
import { hashPassword, tryPassword } from './passwords.ts'

/** Wire: user-api 2.6.2. */
export default endpoint({
  method: 'POST',
  url: '/api/v2/sdk/pwd/update',
  about: 'Change the password after PASSWORD_WARN or PASSWORD_EXPIRED, and log in',
  caller: 'app',
  needsState: true,
  body: Type.Object({
    old_password: passwordField('The one that is about to expire, or has.'),
    new_password: passwordField('The new one.'),
  }),
  missing: { new_password: 'passwordMissing' },
  reply: LoginReply,

  async handle({ ctx, body, stateToken }) {
    const pending = await openState(ctx, ['PASSWORD_WARN', 'PASSWORD_EXPIRED'], stateToken)
    const { userId, ...how } = pending.payload
    const user = await getUser(ctx, userId)
    const proof = await tryPassword(ctx, user, body.old_password)
    if ('left' in proof) {
      await failState(ctx, pending.hash)
      return fail('oldPasswordWrong', proof)
    }
    const hash = await hashPassword(ctx, user, body.new_password)
    const login = await transact(ctx, async (ctx) => {
      await closeState(ctx, pending)
      const changed = await change(ctx, await getUser(ctx, userId), hash, {
        outcome: 'changed',
        shown: [...how.methods, 'pwd'],
        instead: proof.hash,
      })
      const login = await finishLogin(ctx, changed, how)
      await record(ctx, { event: 'login', outcome: login.status, userId })
      return login
    })
    await tellOwner(ctx, user)
    return loginReply(ctx, login)
  },
})
