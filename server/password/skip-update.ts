import { record } from '../audit/index.ts'
import { transact } from '../context.ts'
import { endpoint } from '../http.ts'
import { closeState, finishLogin, LoginReply, loginReply, openState } from '../session/index.ts'
import { getUser } from './changes.ts'

/** Wire: user-api 2.6.1. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/pwd/skip-update',
  about: 'Go on after PASSWORD_WARN without changing the password',
  caller: 'app',
  needsState: true,
  reply: LoginReply,

  async handle({ ctx, stateToken }) {
    const pending = await openState(ctx, ['PASSWORD_WARN'], stateToken)
    const login = await transact(ctx, async (ctx) => {
      await closeState(ctx, pending)
      const { userId, ...how } = pending.payload
      const login = await finishLogin(ctx, await getUser(ctx, userId), { ...how, warned: true })
      await record(ctx, { event: 'login', outcome: login.status, userId })
      return login
    })
    return loginReply(ctx, login)
  },
})
